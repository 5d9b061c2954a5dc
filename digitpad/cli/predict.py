"""digitpad predict"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.core.drawing.bitmap import normalise_bitmap
from digitpad.core.drawing.normalise import to_input
from digitpad.core.errors import DataError
from digitpad.core.models.npz import read_model
from digitpad.core.network import Network
from digitpad.core.readers.images import read_image


def predict(arguments: argparse.Namespace) -> bool:
    """Read the digit in each picture. A picture that cannot be read costs a line on standard error, not the others."""
    network = read_model(arguments.model or paths.BUNDLED_MODEL).network
    answers = []
    for path in arguments.images:
        try:
            answers.append(_read(network, path))
        except DataError as error:
            print(f"digitpad: {error}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(answers))
    else:
        for answer in answers:
            print(f"{answer['file']}: {answer['digit']} ({answer['probability']:.1%})")
    return len(answers) == len(arguments.images)


def _read(network: Network, path: Path) -> dict[str, Any]:
    grey = read_image(path)
    try:
        image = normalise_bitmap(grey)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None
    probabilities = network.predict_proba(to_input(image).astype(network.dtype))[0]
    digit = int(probabilities.argmax())
    return {
        "file": str(path),
        "digit": digit,
        "probability": float(probabilities[digit]),
        "probabilities": [float(each) for each in probabilities],
    }

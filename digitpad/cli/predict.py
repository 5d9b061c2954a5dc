"""digitpad predict"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.output import print_error, print_json
from digitpad.core.drawing.strokes import Placing
from digitpad.core.errors import DataError, printable
from digitpad.core.models.model import Model
from digitpad.core.models.npz import read_model
from digitpad.core.pictures.decode import read_image
from digitpad.core.pictures.normalise import normalise_bitmap
from digitpad.core.readers.stroke_checks import BrokenLine
from digitpad.core.readers.strokes import is_strokes, read_strokes
from digitpad.core.recognition.predict import Prediction, predict_drawing, predict_image


def predict(arguments: argparse.Namespace) -> bool:
    """Read the digit in each picture and drawing. One that cannot be read costs a line on standard error, no more."""
    model = read_model(arguments.model or paths.BUNDLED_MODEL)
    answers = []
    complete = True
    for path in arguments.images:
        for answer in _drawings(model, path) if is_strokes(path) else _picture(model, path):
            if isinstance(answer, DataError):
                print_error(str(answer))
                complete = False
            else:
                answers.append(answer)
    if arguments.json:
        print_json(answers)
    else:
        for answer in answers:
            print(_sentence(answer))
    return complete


def _picture(model: Model, path: Path) -> Iterator[dict[str, Any] | DataError]:
    try:
        grey = read_image(path)
    except DataError as error:
        yield error
        return
    try:
        image = normalise_bitmap(grey, model.normalisation)
    except DataError as error:
        yield DataError(f"{path}: {error}")
        return
    yield {"file": str(path)} | _told(predict_image(model.network, image, model.detector))


def _drawings(model: Model, path: Path) -> Iterator[dict[str, Any] | DataError]:
    for each in read_strokes(path):
        if isinstance(each, BrokenLine):
            yield DataError(f"{path}, {each}.")
            continue
        drawing = Placing().apply(each.drawing)
        answer = predict_drawing(model.network, drawing, model.normalisation, model.detector)
        yield {"file": str(path), "line": each.line} | _told(answer)


def _told(answer: Prediction) -> dict[str, Any]:
    """The answer as JSON has it; the most probable digit is there for what is refused too."""
    return {
        "refusal": answer.rejection,
        "digit": answer.digit,
        "probability": None if answer.digit is None else answer.probability,
        "runner_up": answer.runner_up,
        "probabilities": None if answer.probabilities is None else [float(each) for each in answer.probabilities],
    }


def _sentence(answer: dict[str, Any]) -> str:
    place = printable(answer["file"]) + (f":{answer['line']}" if "line" in answer else "")
    if answer["refusal"]:
        return f"{place}: no digit ({answer['refusal']})"
    if answer["runner_up"] is not None:
        return f"{place}: not sure: {answer['digit']} or {answer['runner_up']} ({answer['probability']:.1%})"
    return f"{place}: {answer['digit']} ({answer['probability']:.1%})"

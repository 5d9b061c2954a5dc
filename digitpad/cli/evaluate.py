"""digitpad evaluate"""

import argparse
import json

from digitpad import paths
from digitpad.core.models.npz import read_model
from digitpad.core.network import CLASSES
from digitpad.core.readers.catalogue import open_judging_set
from digitpad.core.scoring import score


def evaluate(arguments: argparse.Namespace) -> bool:
    """Judge a model: its accuracy, cost per image and confusion matrix."""
    model = read_model(arguments.model or paths.BUNDLED_MODEL)
    dataset = open_judging_set(arguments.data)
    result = score(model.network, dataset)
    if arguments.json:
        report = {
            "n": result.n,
            "accuracy": result.accuracy,
            "cost": result.cost,
            "confusion": result.confusion.tolist(),
        }
        print(json.dumps(report))
        return True
    print(dataset)
    print(f"{model.name}: accuracy {result.accuracy:.4f}, cost per image {result.cost:.4f}")
    print("confusion: rows are the true digits, columns what the model read")
    print("    " + "".join(f"{digit:6d}" for digit in range(CLASSES)))
    for digit, row in enumerate(result.confusion):
        print(f"{digit:4d}" + "".join(f"{count:6d}" for count in row))
    return True

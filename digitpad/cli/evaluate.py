"""digitpad evaluate"""

import argparse
import json

from digitpad import paths
from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.judgement import judge
from digitpad.core.evaluation.metrics import metrics
from digitpad.core.evaluation.report import check_report, write_report
from digitpad.core.models.npz import read_model
from digitpad.core.network import CLASSES
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets, open_judging_set


def evaluate(arguments: argparse.Namespace) -> bool:
    """Judge a model: its accuracy, cost per image and confusion matrix, and a whole report if one is asked for."""
    model = read_model(arguments.model or paths.BUNDLED_MODEL)
    if arguments.report:
        check_report(arguments.report)
    dataset, validation = _open(arguments.data, arguments.set)
    judgement = judge(model.network, dataset.X, dataset.y)
    result = metrics(judgement)
    report = write_report(arguments.report, model, dataset, judgement, validation) if arguments.report else None
    if arguments.json:
        figures = {
            "n": result.n,
            "accuracy": result.accuracy,
            "cost": result.cost,
            "confusion": result.confusion.tolist(),
        }
        print(json.dumps(figures))
        return True
    print(dataset)
    print(f"{model.name}: accuracy {result.accuracy:.4f}, cost per image {result.cost:.4f}")
    print("confusion: rows are the true digits, columns what the model read")
    print("    " + "".join(f"{digit:6d}" for digit in range(CLASSES)))
    for digit, row in enumerate(result.confusion):
        print(f"{digit:4d}" + "".join(f"{count:6d}" for count in row))
    if report:
        print(f"report: {report}")
    return True


def _open(source: str, part: str | None) -> tuple[Dataset, Dataset | None]:
    """What to judge on, and images to fit a temperature on, if any are kept for that."""
    if part is None and source not in BUILT_IN:
        return open_judging_set(source), None
    datasets = open_datasets(source)
    return getattr(datasets, part or "test"), datasets.validation

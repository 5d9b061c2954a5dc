"""digitpad evaluate, digitpad join, digitpad export"""

import argparse
from dataclasses import replace
from pathlib import Path

from digitpad import paths
from digitpad.cli.options.data_options import given_data_options
from digitpad.cli.output import confusion_lines, print_result
from digitpad.core.dataset import Dataset, Split, class_names
from digitpad.core.errors import ModelError
from digitpad.core.evaluation.comparison import Group, comparison, grouped
from digitpad.core.evaluation.evaluation import Predictions, metrics, predict
from digitpad.core.models.foreign import is_foreign
from digitpad.core.models.formats import check_can_save, model_name, open_model, save_model
from digitpad.core.models.model import Model, blended, committee
from digitpad.core.readers.catalogue import BUILT_IN, learned_from, open_datasets, open_evaluation_set, pieces_of
from digitpad.core.readers.options import DataOptions
from digitpad.core.report.report import check_report, comparison_words, write_report
from digitpad.core.scoring import score


def evaluate(arguments: argparse.Namespace) -> bool:
    """Evaluate a model: its accuracy, cost per image and confusion matrix, and a whole report if one is asked for."""
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    if arguments.report:
        check_report(arguments.report)
    dataset, validation = _open(arguments.data, arguments.set, given_data_options(arguments))
    predictions = predict(model.network, dataset.X, dataset.y)
    result = metrics(predictions)
    known = learned_from(model, dataset)
    other = _predictions_of(arguments.against, dataset) if arguments.against else None
    report = (
        write_report(arguments.report, model, dataset, predictions, validation, other) if arguments.report else None
    )
    figures = {
        "n": result.n,
        "accuracy": result.accuracy,
        "cost": result.cost,
        "confusion": result.confusion.tolist(),
        "learned_from": known,
        "classes": list(class_names(dataset.classes, model.classes)),
    }
    lines = [str(dataset)]
    if is_foreign(model):
        lines.append(f"model {model.name}: {model.trained_on}")
    lines.append(f"model {model.name}: accuracy {result.accuracy:.4f}, cost per image {result.cost:.4f}")
    if dataset.notes:
        lines.append(f"how the file was read: {'; '.join(dataset.notes)}")
    if known:
        lines.append("the model learned from some of these images, so this does not tell how good it is")
    if model.classes and dataset.classes and model.classes != dataset.classes:
        names = ", ".join(model.classes)
        lines.append(f"the model's classes have other names: {names}; they are compared by their places")
    lines += confusion_lines(result.confusion, dataset.classes or model.classes)
    if other:
        figures["against"] = _compared(predictions, other[1])
        lines.append(f"model {other[0].name}: accuracy {metrics(other[1]).accuracy:.4f}")
        lines.append(comparison_words((model.name, other[0].name), (predictions, other[1])))
    file, data, written = arguments.model, arguments.data, [report] if report else []
    print_result(arguments, figures, lines, model=model, file=file, data=data, written=written)
    return True


def _predictions_of(path: Path, dataset: Dataset) -> tuple[Model, Predictions]:
    model = open_model(path)
    return model, predict(model.network, dataset.X, dataset.y)


def _compared(one: Predictions, other: Predictions) -> dict[str, float]:
    found = comparison(grouped(one.y_pred, other.y_pred, one.y))
    alone = {"only_this": found.counts[Group.ONLY_A], "only_other": found.counts[Group.ONLY_B]}
    return {"accuracy": metrics(other).accuracy, **alone, "p": found.p}


def _open(source: str, part: str | None, options: DataOptions) -> tuple[Dataset, Dataset | None]:
    """What to evaluate on, and images to fit a temperature on, if any are kept for that."""
    if part is None and source not in BUILT_IN:
        return open_evaluation_set(source, options), None
    datasets = open_datasets(source, options)
    return replace(datasets.select(Split(part or Split.TEST)), notes=datasets.notes), datasets.validation


def join(arguments: argparse.Namespace) -> bool:
    """Make one model of several, whose logits or parameters are the means of theirs, and evaluate it."""
    check_can_save(arguments.out)
    models = [open_model(path) for path in arguments.models]
    if len({model.classes for model in models}) > 1:
        raise ModelError("These models tell different classes apart; join those of the same.")
    make = blended if arguments.blend else committee
    network = make([model.network for model in models], arguments.weights)
    test = score(network, open_evaluation_set(arguments.data)).accuracy
    trained_on = models[0].trained_on if len({model.trained_on for model in models}) == 1 else ""
    epochs = max(model.epochs for model in models)
    pieces = frozenset[str]().union(*map(pieces_of, models))
    classes = models[0].classes
    model = Model(network, model_name(arguments.out), trained_on, epochs, test, pieces=pieces, classes=classes)
    written = save_model(arguments.out, model)
    found = {"hidden_units": network.hidden_units, "test_accuracy": test}
    lines = [f"{network.hidden_units:,} hidden units, test accuracy {test:.4f}"]
    file, data = arguments.out, arguments.data
    print_result(arguments, found, lines, model=model, file=file, data=data, written=written)
    return True


def export(arguments: argparse.Namespace) -> bool:
    """Write a model in another format."""
    check_can_save(arguments.out)
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    written = save_model(arguments.out, model)
    print_result(arguments, {}, (), model=model, file=arguments.model, written=written)
    return True

"""digitpad calibrate"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from digitpad.cli.output import percent, print_error, print_result
from digitpad.core.calibration.calibrate import WriterSplit, calibrated_task
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import paths
from digitpad.core.errors import DataError, SettingsError
from digitpad.core.models.formats import check_can_save, model_name, open_model, save_model
from digitpad.core.network import MAX_HIDDEN_UNITS
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.pen_formats import BrokenLine
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.setting import Limits
from digitpad.core.synthetic.drawn_digits import LabelledPaths
from digitpad.core.tasks import run_to_completion
from digitpad.core.training.step_settings import SEEDS

_FEWEST = 100  # drawings to choose by, and to evaluate with
_LIMITS = {
    "drawings": Limits(1, 1_000_000),
    "steps": Limits(1, 1_000_000),
    "units": Limits(1, MAX_HIDDEN_UNITS),
    "seed": SEEDS,
}


def calibrate(arguments: argparse.Namespace) -> bool:
    """Calibrate a model's probabilities, give it a detector of what is not a digit, and write it to a new file."""
    check_can_save(arguments.out)
    for name, limits in _LIMITS.items():
        if (given := getattr(arguments, name)) is not None:
            limits.check(f"--{name}", given)
    model = open_model(arguments.model)
    if model.classes:
        raise SettingsError(f"The classes of {model.name} are not digits; calibrate a model that reads digits.")
    hands = _hands(arguments)
    data = open_datasets("mnist")
    compiled = load_kernel()
    task = calibrated_task(
        model,
        hands,
        data,
        drawings=arguments.drawings,
        steps=arguments.steps,
        seed=arguments.seed,
        units=arguments.units,
        compiled=compiled,
    )
    with tqdm(total=100, unit="%", disable=not sys.stderr.isatty(), dynamic_ncols=True) as bar:
        model, report = run_to_completion(task, lambda each: bar.update(round(100 * each.done) - bar.n))
    model = replace(model, name=model_name(arguments.out))
    written = save_model(arguments.out, model)
    about, strokes = _lines(report), str(arguments.strokes)
    print_result(arguments, report, about, model=model, file=arguments.out, data=strokes, written=written)
    return True


def _hands(arguments: argparse.Namespace) -> WriterSplit:
    """The drawings of the named writers, half to choose by and half to evaluate with; the others to learn from.

    Each file is a device, whose drawings to choose by are a lot of their own. Those to learn from are taken as often as
    makes each device count about the same.
    """
    writers = list(dict.fromkeys(arguments.writers))
    missing = set(writers)
    learning: list[list[LabelledPaths]] = []
    choosing: list[list[LabelledPaths]] = []
    evaluating: list[LabelledPaths] = []
    for file in arguments.strokes:
        by_writer = _by_writer(file)
        named = [writer for writer in writers if writer in by_writer]
        missing -= set(named)
        learning.append([each for writer, drawn in by_writer.items() if writer not in writers for each in drawn])
        choosing.append([each for writer in named[::2] for each in by_writer[writer]])
        evaluating += [each for writer in named[1::2] for each in by_writer[writer]]
    if missing:
        files, names = (", ".join(map(str, each)) for each in (arguments.strokes, sorted(missing)))
        raise DataError(f"No digits by {names} in {files}; check the names of the writers.")
    count = sum(map(len, choosing))
    if min(count, len(evaluating)) < _FEWEST:
        raise DataError(
            f"The writers' drawings are too few, {count} to choose by and {len(evaluating)} to evaluate with; "
            f"name writers with {_FEWEST} or more for each."
        )
    most = max(map(len, learning))
    alike = [each for lot in learning if lot for each in lot * (most // len(lot))]
    return WriterSplit(alike, [lot for lot in choosing if lot], evaluating)


def _by_writer(file: Path) -> dict[str, list[LabelledPaths]]:
    by_writer: dict[str, list[LabelledPaths]] = {}
    for item in read_strokes(file):
        if isinstance(item, BrokenLine):
            print_error(f"{file}, {item}; it is left out.")
        elif item.digit is not None and item.drawing:
            by_writer.setdefault(item.writer, []).append((item.digit, paths(item.drawing)))
    return by_writer


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield f"{report['hidden_units']:,} hidden units, temperature {report['temperature']:.3f}"
    for title, key in (("chosen by", "chosen_by"), ("evaluated on", "evaluated_on")):
        lot = report[key]
        interval = f"95 % interval {' to '.join(map(percent, lot['interval']))}"
        yield f"{title} {lot['n']:,} drawings of unseen writers: accuracy {percent(lot['accuracy'])} ({interval})"
        error = f"calibration error {percent(lot['ece_before'])} before, {percent(lot['ece'])} now"
        yield f"  {error}; refused {percent(lot['refused'])}, by other hands {percent(lot['refused_rewritten'])}"
    images = report["images"]
    yield f"{images['n']:,} images: calibration error {percent(images['ece'])}, refused {percent(images['refused'])}"
    yield "refused of what is not a digit, none of it of a kind that was learned from:"
    for kind, share in report["others_refused"].items():
        yield f"  {kind:20} {percent(share):>8}"
    for share, right in report["correct_classification"].items():
        yield f"digits read right and accepted where {float(share):.0%} of letters are: {percent(right)}"
    yield "levels: digits refused, others accepted"
    for number, level in enumerate(report["levels"]):
        usual = "  (used)" if number == report["level"] else ""
        yield f"  {number} {percent(level['digits_refused']):>9} {percent(level['others_accepted']):>9}{usual}"

"""digitpad replay"""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from digitpad import paths
from digitpad.cli.output import confusion_lines, counted, percent, print_error, print_result, shown
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import Drawing, Placing
from digitpad.core.errors import DataError
from digitpad.core.evaluation.confidence import reliability
from digitpad.core.files import is_kind
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.readers.pen_formats import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.number import Reading, read_drawing
from digitpad.core.recognition.predict import Prediction, predict_drawings
from digitpad.core.scoring import confusion_matrix, wilson


class _Answer(NamedTuple):
    """What was made of a drawing of a digit. Whether it was refused does not change what it hit."""

    digit: int
    writer: str
    predicted: int | None
    refused: bool
    probability: float

    @property
    def hit(self) -> bool:
        return self.predicted == self.digit


class Tally:
    """Takes the answers one by one, and sums them up."""

    def __init__(self) -> None:
        self._read: list[_Answer] = []
        self._others_refused: list[bool] = []
        self._numbers_right: list[bool] = []
        self._numbers_unsure: list[bool] = []

    def add(self, digit: int | None, writer: str, answer: Prediction) -> None:
        """The answer to a drawing of a digit, or (None) of none."""
        refused = answer.rejection is not None
        if digit is None:
            self._others_refused.append(refused)
        else:
            self._read.append(_Answer(digit, writer, answer.digit, refused, answer.probability))

    def add_number(self, number: str, reading: Reading) -> None:
        """What was read of several digits: right if all of them are, and there are no more."""
        self._numbers_right.append(reading.is_number and reading.text == number)
        self._numbers_unsure.append(reading.rejection is not None)

    def report(self) -> dict[str, Any]:
        """Plain numbers; a share of nothing is None. `refused` and `other_refused` are shares, of n and of n_other."""
        hits = [each.hit for each in self._read]
        answered = [(each.digit, each.predicted, each.probability) for each in self._read if each.predicted is not None]
        true, predicted, sureness = np.array(answered, np.float64).reshape(-1, 3).T
        low, high = wilson(sum(hits), len(hits))
        return {
            "n": len(hits),
            "accuracy": _share(hits),
            "low": low,
            "high": high,
            "refused": _share([each.refused for each in self._read]),
            "accuracy_of_accepted": _share([each.hit for each in self._read if not each.refused]),
            "ece": reliability(sureness, predicted == true).error,
            "per_digit": _shares((each.digit, each.hit) for each in self._read),
            "per_writer": _shares((each.writer, each.hit) for each in self._read),
            "confusion": confusion_matrix(true.astype(np.intp), predicted.astype(np.intp)).tolist(),
            "n_numbers": len(self._numbers_right),
            "number_accuracy": _share(self._numbers_right),
            "numbers_unsure": _share(self._numbers_unsure),
            "n_other": len(self._others_refused),
            "other_refused": _share(self._others_refused),
        }


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def _shares(hits: Iterable[tuple[Any, bool]]) -> dict[str, dict[str, Any]]:
    """How many of each kind there are, and which share of them was hit."""
    by_kind: dict[Any, list[bool]] = {}
    for kind, hit in hits:
        by_kind.setdefault(kind, []).append(hit)
    return {str(kind): {"n": len(each), "accuracy": _share(each)} for kind, each in sorted(by_kind.items())}


Read = Callable[[Iterable[Drawing]], Iterator[Prediction]]

_AT_ONCE = 256
_MOST_NAMED = 20
# Some forty drawings. Loading the compiled way takes half a second, which is not counted as time of reading.
_WORTH_COMPILING = 20_000  # bytes


def replay(arguments: argparse.Namespace, read: Read | None = None) -> bool:
    """Read the drawings of a file as if drawn on the canvas, by `read` if it is given, and count the right answers.

    Broken lines are reported on standard error, and counted. Raises DataError when nothing at all could be read.
    """
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    right, down = arguments.offset
    placing = Placing(arguments.scale, right, down, arguments.rotate)
    if read is None:
        read = partial(predict_drawings, model.recogniser)
        if is_kind(arguments.file, Path.is_file) and arguments.file.stat().st_size > _WORTH_COMPILING:
            load_kernel()
    tally, broken, count = Tally(), 0, 0
    started = time.perf_counter()
    lines = read_strokes(arguments.file)
    while some := list(islice(lines, _AT_ONCE)):
        good = [each for each in map(_labelled, some) if isinstance(each, LabelledDrawing)]
        single = [each for each in good if each.number is None]
        for each, answer in zip(single, read(placing.apply(each.drawing) for each in single), strict=True):
            tally.add(each.digit, each.writer, answer)
        for each in good:
            if each.number is not None:
                # A number is as wide as it is: no canvas is put around it.
                found = read_drawing(model.recogniser, each.drawing)
                tally.add_number(each.number, found)
        count += len(good)
        for line in map(_labelled, some):
            if isinstance(line, BrokenLine):
                broken += 1
                if broken <= _MOST_NAMED:
                    print_error(f"{shown(arguments.file)}, {line}.")
    seconds = time.perf_counter() - started
    if broken > _MOST_NAMED:
        print_error(f"{shown(arguments.file)}, {broken - _MOST_NAMED} more lines are broken.")
    if not count:
        raise DataError(
            f"{arguments.file} has no drawing with a label; give JSON lines with strokes, UNIPEN text or InkML."
        )
    report = tally.report() | {"per_second": count / seconds, "broken": broken}
    about, data = _lines(report, model), str(arguments.file)
    print_result(arguments, report, about, model=model, file=arguments.model, data=data)
    return True


def _labelled(line: LabelledDrawing | BrokenLine) -> LabelledDrawing | BrokenLine:
    """Without a label no answer is right or wrong."""
    return line if isinstance(line, BrokenLine) or line.labelled else BrokenLine(line.line, "it has no label")


def _lines(report: dict[str, Any], model: Model) -> Iterator[str]:
    if report["n"]:
        interval = f"95 % interval {percent(report['low'])} to {percent(report['high'])}"
        read = f"{counted(report['n'], 'digit')}, accuracy {percent(report['accuracy'])}"
        yield f"model {model.name}: {read} ({interval})"
        others = f"accuracy of the others {percent(report['accuracy_of_accepted'])}"
        yield f"refused {percent(report['refused'])}, {others}"
        yield f"calibration error {percent(report['ece'])}"
    if report["n_numbers"]:
        right = f"{counted(report['n_numbers'], 'number')}, right {percent(report['number_accuracy'])}"
        yield f"{right}, unsure {percent(report['numbers_unsure'])}"
    if report["n_other"]:
        yield f"{counted(report['n_other'], 'drawing')} of no digit, refused {percent(report['other_refused'])}"
    yield f"{report['per_second']:,.0f} drawings a second, {counted(report['broken'], 'broken line')}"
    for title in ("digit", "writer"):
        rows = report[f"per_{title}"]
        width = max([len(title), *map(len, rows)])
        if rows:
            yield f"\n{title:{width}}       n  accuracy"
        for name, row in rows.items():
            yield f"{name:{width}}  {row['n']:6,}  {percent(row['accuracy']):>8}"
    if report["n"]:
        yield ""
        yield from confusion_lines(report["confusion"], model.classes)

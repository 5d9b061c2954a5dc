"""digitpad replay"""

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad import paths
from digitpad.cli.output import confusion_lines, counted, percent, print_error, print_result, shown
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import Drawing, Placing
from digitpad.core.errors import DataError
from digitpad.core.evaluation.confidence import reliability
from digitpad.core.files import is_kind
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES
from digitpad.core.readers.pen_formats import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.number import Reading, read_drawing
from digitpad.core.recognition.predict import Prediction, predict_drawings
from digitpad.core.scoring import wilson


@dataclass
class _Count:
    n: int = 0
    hits: int = 0

    def add(self, hit: bool) -> None:
        self.n += 1
        self.hits += hit

    @property
    def share(self) -> float | None:
        return self.hits / self.n if self.n else None


@dataclass
class Tally:
    """Takes the answers one by one, and sums them up."""

    read: _Count = field(default_factory=_Count)
    accepted: _Count = field(default_factory=_Count)
    refused: _Count = field(default_factory=_Count)
    other_refused: _Count = field(default_factory=_Count)
    numbers: _Count = field(default_factory=_Count)
    unsure: _Count = field(default_factory=_Count)
    per_digit: dict[int, _Count] = field(default_factory=lambda: defaultdict(_Count))
    per_writer: dict[str, _Count] = field(default_factory=lambda: defaultdict(_Count))
    confusion: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((CLASSES, CLASSES), np.int64))
    _probabilities: list[float] = field(default_factory=list)
    _hits: list[bool] = field(default_factory=list)

    def add(self, digit: int | None, writer: str, answer: Prediction) -> None:
        """The answer to a drawing of a digit, or (None) of none. Whether it was refused does not change what it hit."""
        if digit is None:
            self.other_refused.add(answer.rejection is not None)
            return
        hit = answer.digit == digit
        self.refused.add(answer.rejection is not None)
        for count in (self.read, self.per_digit[digit], self.per_writer[writer]):
            count.add(hit)
        if answer.rejection is None:
            self.accepted.add(hit)
        if answer.digit is not None:
            self.confusion[digit, answer.digit] += 1
            self._probabilities.append(answer.probability)
            self._hits.append(hit)

    def add_number(self, number: str, reading: Reading) -> None:
        """What was read of several digits: right if all of them are, and there are no more."""
        self.numbers.add(reading.is_number and reading.text == number)
        self.unsure.add(reading.rejection is not None)

    def report(self) -> dict[str, Any]:
        """Plain numbers; a share of nothing is None. `refused` and `other_refused` are shares, of n and of n_other."""
        low, high = wilson(self.read.hits, self.read.n)
        return {
            "n": self.read.n,
            "accuracy": self.read.share,
            "low": low,
            "high": high,
            "refused": self.refused.share,
            "accuracy_of_accepted": self.accepted.share,
            "ece": reliability(np.array(self._probabilities), np.array(self._hits, bool)).error,
            "per_digit": _shares(self.per_digit),
            "per_writer": _shares(self.per_writer),
            "confusion": self.confusion.tolist(),
            "n_numbers": self.numbers.n,
            "number_accuracy": self.numbers.share,
            "numbers_unsure": self.unsure.share,
            "n_other": self.other_refused.n,
            "other_refused": self.other_refused.share,
        }


def _shares(counts: dict[Any, _Count]) -> dict[str, dict[str, Any]]:
    return {str(key): {"n": count.n, "accuracy": count.share} for key, count in sorted(counts.items())}


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
        read = partial(predict_drawings, model.reader)
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
                found = read_drawing(model.reader, each.drawing)
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

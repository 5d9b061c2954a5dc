"""digitpad replay"""

import argparse
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.output import confusion_lines, counted, percent, print_error, print_result
from digitpad.cli.standard_input import shown
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import Drawing, Placing
from digitpad.core.errors import DataError
from digitpad.core.evaluation.tally import Tally
from digitpad.core.files import is_kind
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.readers.pen_formats import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.number import read_drawing
from digitpad.core.recognition.predict import Prediction, predict_drawings, without_rules

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
        read = partial(predict_drawings, model.network, how=model.normalisation, detector=model.detector)
        if is_kind(arguments.file, Path.is_file) and arguments.file.stat().st_size > _WORTH_COMPILING:
            load_kernel()
    heard = without_rules if model.classes else lambda answer: answer
    tally, broken, count = Tally(), 0, 0
    started = time.perf_counter()
    lines = read_strokes(arguments.file)
    while some := list(islice(lines, _AT_ONCE)):
        good = [each for each in map(_labelled, some) if isinstance(each, LabelledDrawing)]
        single = [each for each in good if each.number is None]
        for each, answer in zip(single, read(placing.apply(each.drawing) for each in single), strict=True):
            tally.add(each.digit, each.writer, heard(answer))
        for each in good:
            if each.number is not None:
                # A number is as wide as it is: no canvas is put around it.
                found = read_drawing(model.network, each.drawing, model.normalisation, model.detector)
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
    print_result(arguments.json, "replay", report, about, model=model, file=arguments.model, data=data)
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

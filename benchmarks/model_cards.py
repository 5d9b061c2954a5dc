"""Every figure of the model cards, by one command.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m benchmarks.model_cards --strokes FILE [--without-pens MODEL]
        [--write resources/models/README.md]

FILE holds the pen strokes of which the models learned those of other writers (24 of 30): UCI's pen digits, as JSON
lines or as UNIPEN text. Drawings go through `digitpad replay`, so they are read as the window reads them. A model that
was trained without any pen strokes, by the same command less `--strokes`, tells what to expect of people and devices
never seen: it is evaluated on all 30 writers. With --write the table goes between the marks in that file.
"""

import argparse
import contextlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from digitpad import paths
from digitpad.cli.main import run
from digitpad.cli.parser import build_parser
from digitpad.core.dataset import Dataset, Split
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.models.arrays import read_model
from digitpad.core.readers.catalogue import learned_from, open_datasets
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.scoring import score, wilson
from digitpad.core.synthetic.writing import as_written

HELD_OUT = ("pd03", "pd08", "pd13", "pd17", "pd22", "pd29")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
SIZES = (0.2, 0.3, 0.5, 0.75, 1.25, 1.5)
# How far, right and down, the middle of a drawing of half the size is from the canvas' middle.
PLACES = ((-8, -8), (8, -8), (-8, 8), (8, 8))
ANGLES = (5, 10, 15)

Report = dict[str, Any]
Cell = Callable[[Path], str]
Row = tuple[str, Cell]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=Path, required=True, metavar="FILE")
    parser.add_argument("--held-out", nargs="+", default=HELD_OUT, metavar="WRITER")
    parser.add_argument("--without-pens", type=Path, metavar="MODEL")
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    samples = [each for each in read_strokes(arguments.strokes) if isinstance(each, LabelledDrawing)]
    with tempfile.TemporaryDirectory() as folder:
        table = "\n".join(lines(samples, arguments.held_out, arguments.without_pens, Path(folder)))
    print(table)
    if arguments.write:
        text = arguments.write.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        arguments.write.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def lines(
    samples: Sequence[LabelledDrawing], held_out: Sequence[str], without_pens: Path | None, folder: Path
) -> Iterator[str]:
    """The table in Markdown."""
    everyone, unseen, distorted = (folder / f"{name}.jsonl" for name in ("everyone", "unseen", "distorted"))
    others = [each for each in samples if each.writer in held_out]
    _write(everyone, samples)
    _write(unseen, others)
    _write(distorted, others, np.random.default_rng(0))
    titles = [path.stem for path in paths.BUNDLED_MODELS]
    yield f"| | {' | '.join(titles)} |"
    yield "| --- |" + " --- |" * len(titles)
    for name, cell in rows(unseen, distorted):
        yield f"| {name} | {' | '.join(map(cell, paths.BUNDLED_MODELS))} |"
    if without_pens:
        yield ""
        yield f"| A model that never saw pen strokes, on all {len({each.writer for each in samples})} writers | |"
        yield "| --- | --- |"
        for name, cell in drawing_rows(everyone):
            yield f"| {name} | {cell(without_pens)} |"


def rows(unseen: Path, distorted: Path) -> Iterator[Row]:
    """Each row's name, and what makes a model's cell."""
    yield "parameters", lambda path: f"{sum(a.size for _, a in read_model(path).network.parameters()):,}"
    yield "file, MB", lambda path: f"{path.stat().st_size / 1e6:.2f}"
    datasets = open_datasets("mnist")
    yield "MNIST training", _accuracy(datasets.training)
    yield "MNIST validation", _unless_learned_from(datasets.select(Split.VALIDATION))
    yield "MNIST test", _accuracy(datasets.test)
    yield from drawing_rows(unseen)
    yield "strongly distorted", _replay(distorted)


def drawing_rows(file: Path) -> Iterator[Row]:
    yield "drawings as they are", _replay(file)
    yield "their calibration error", lambda path: f"{100 * replayed(path, file)['ece']:.2f} %"
    yield "refused", lambda path: f"{100 * replayed(path, file)['refused']:.2f} %"
    for size in SIZES:
        yield f"{size:g} times the size", _replay(file, "--scale", size)
    for right, down in PLACES:
        where = f"{abs(right)} px {'left' if right < 0 else 'right'}, {'up' if down < 0 else 'down'}"
        yield f"half the size, {where}", _replay(file, "--scale", 0.5, "--offset", right, down)
    for angle in ANGLES:
        yield f"turned {angle}° clockwise", _replay(file, "--rotate", angle)
        yield f"turned {angle}° the other way", _replay(file, "--rotate", -angle)


def _accuracy(part: Dataset) -> Cell:
    return lambda path: _share(_hits(path, part), len(part.y))


def _unless_learned_from(part: Dataset) -> Cell:
    accuracy = _accuracy(part)
    return lambda path: "learned from" if learned_from(read_model(path), part) else accuracy(path)


def _replay(file: Path, *normalisation: object) -> Cell:
    return lambda path: _cell(replayed(path, file, *normalisation))


def replayed(model: Path, file: Path, *normalisation: object) -> Report:
    """What `digitpad replay --json` reports."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        run(build_parser().parse_args(["replay", str(file), "--model", str(model), "--json", *map(str, normalisation)]))
    report: Report = json.loads(told.getvalue())
    return report


def _write(path: Path, samples: Sequence[LabelledDrawing], rng: np.random.Generator | None = None) -> None:
    """The drawings as JSON lines; with `rng` as another hand has them, twice over."""
    with path.open("w", encoding="utf-8") as file:
        for each in samples:
            strokes = paths_of(each.drawing)
            if rng:
                strokes = as_written(as_written(strokes, rng), rng)
            line = {"label": each.digit, "writer": each.writer, "strokes": [stroke.tolist() for stroke in strokes]}
            file.write(json.dumps(line) + "\n")


def _hits(path: Path, part: Any) -> int:
    return int(np.trace(score(read_model(path).network, part).confusion))


def _cell(report: Report) -> str:
    return _share(round(report["accuracy"] * report["n"]), report["n"])


def _share(hits: int, n: int) -> str:
    low, high = wilson(hits, n)
    return f"{100 * hits / n:.2f} % ({100 * low:.2f} to {100 * high:.2f})"


if __name__ == "__main__":
    main()

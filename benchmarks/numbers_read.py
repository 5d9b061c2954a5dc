"""How many numbers of two to six digits are read, composed of the drawings of writers never learned from.

    python -m benchmarks.numbers_read --strokes FILE [--held-out WRITER ...] [--count 200] [--write docs/pictures.md]

FILE is that of `benchmarks/model_cards.py`. The digits of a number are of one writer, of nearly one height, and stand
as far from each other as people write: at times they touch or overlap. Half of the numbers are strokes, half are
photographs. Last it is counted how many single digits stay single.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.model_cards import END, HELD_OUT
from benchmarks.picture_kinds import Rng, drawn, photograph
from digitpad import paths
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import Drawing, Stroke
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.errors import DataError
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.layer import read_picture
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.number import Reading, read_drawing
from digitpad.core.scoring import wilson

BEGIN = "<!-- numbers -->"
# In parts of the digits' height: the mean gap between two, and its standard deviation.
GAP, SPREAD = 0.18, 0.14


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=Path, required=True, metavar="FILE")
    parser.add_argument("--held-out", nargs="+", default=HELD_OUT, metavar="WRITER")
    parser.add_argument("--count", type=int, default=200, metavar="N", help="numbers of each length")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    load_kernel()
    samples = [
        each
        for each in read_strokes(arguments.strokes)
        if isinstance(each, LabelledDrawing) and each.digit is not None and each.writer in arguments.held_out
    ]
    table = "\n".join(lines(read_model(paths.BUNDLED_MODEL), samples, arguments.count, arguments.seed))
    print(table)
    if arguments.write:
        text = arguments.write.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        after = rest.split(END, 1)[1]
        arguments.write.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")


def lines(model: Model, samples: Sequence[LabelledDrawing], count: int, seed: int) -> Iterator[str]:
    """The table in Markdown."""
    yield "| digits | strokes: numbers right | photographs: numbers right |"
    yield "| --: | --: | --: |"
    for length in range(2, 7):
        rng = np.random.default_rng([seed, length])
        numbers = [number_of(samples, length, rng) for _ in range(count)]
        strokes = sum(of_strokes(model, drawing) == label for label, drawing in numbers)
        pictures = sum(of_photograph(model, drawing, rng) == label for label, drawing in numbers)
        yield f"| {length} | {share(strokes, count)} | {share(pictures, count)} |"
    single = sum(not read(model, each.drawing).is_number for each in samples)
    yield ""
    yield f"Of {len(samples):,} single digits {share(single, len(samples))} stay single."


def number_of(samples: Sequence[LabelledDrawing], length: int, rng: Rng) -> tuple[str, Drawing]:
    """The digits' label, and their strokes side by side, 100 units high, y down."""
    writers = sorted({each.writer for each in samples})
    writer = writers[rng.integers(len(writers))]
    own = [each for each in samples if each.writer == writer]
    label, strokes, x = "", [], 0.0
    for _ in range(length):
        each = own[rng.integers(len(own))]
        label += str(each.digit)
        points = np.concatenate(paths_of(each.drawing))
        low, high = points.min(axis=0), points.max(axis=0)
        scale = 100 / max(high[1] - low[1], 0.3 * (high[0] - low[0]), 1e-9) * rng.uniform(0.85, 1.15)
        offset = np.array([x - low[0] * scale, -high[1] * scale + rng.normal(0, 5)])
        for stroke in each.drawing:
            samples_ = stroke.samples.copy()
            samples_[:, :2] = samples_[:, :2] * scale + offset
            strokes.append(Stroke(samples_))
        x += (high[0] - low[0]) * scale + 100 * rng.normal(GAP, SPREAD)
    return label, tuple(strokes)


def read(model: Model, drawing: Drawing) -> Reading:
    return read_drawing(model.recogniser, drawing)


def of_strokes(model: Model, drawing: Drawing) -> str:
    return read(model, drawing).text


def of_photograph(model: Model, drawing: Drawing, rng: Rng) -> str:
    points = np.concatenate(paths_of(drawing))
    wide, high = np.ptp(points, axis=0)
    pen = rng.uniform(0.05, 0.1) * high / max(wide, high)
    image = photograph(lambda height, rng: drawn(paths_of(drawing), max(height, 200), rng, pen), rng)
    try:
        return read_picture(model.recogniser, Picture.of(image)).reading.text
    except DataError:
        return ""


def share(right: int, n: int) -> str:
    low, high = wilson(right, n)
    return f"{right / n:.1%} ({low:.1%} to {high:.1%})"


if __name__ == "__main__":
    main()

"""A picture of all that the model still misreads: MNIST's test images, and drawings of writers it never learned from.

    python -m benchmarks.misread --strokes FILE [--model MODEL] [--out docs/misread.png]

FILE is that of `benchmarks/model_cards.py`. Under each picture: what it is, what was read, and how sure the model was.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.model_cards import HELD_OUT
from digitpad import paths
from digitpad.core.drawing.normalise import DEFAULT, to_input
from digitpad.core.drawing.render import PackedDrawings, render
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.models.arrays import read_model
from digitpad.core.network import SIDE, Floats, Labels, Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes

ZOOM, COLUMNS, GAP, TEXT, TITLE = 2, 16, 10, 16, 26
INK, BACKGROUND = 30, 255


class Misread(NamedTuple):
    image: Floats  # (784,)
    digit: int
    read: int
    probability: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=Path, required=True, metavar="FILE")
    parser.add_argument("--held-out", nargs="+", default=HELD_OUT, metavar="WRITER")
    parser.add_argument("--model", type=Path, default=paths.BUNDLED_MODEL, metavar="MODEL")
    parser.add_argument("--out", type=Path, default=Path("docs/misread.png"), metavar="FILE")
    arguments = parser.parse_args()
    network = read_model(arguments.model).network
    test = open_datasets("mnist").test
    samples = [each for each in read_strokes(arguments.strokes) if isinstance(each, LabelledDrawing)]
    unseen = [each for each in samples if each.writer in arguments.held_out and each.digit is not None]
    X = to_input(render(PackedDrawings.of(paths_of(each.drawing) for each in unseen), DEFAULT))
    parts = {
        "of MNIST's {n:,} test images": (test.X, test.y),
        "of {n:,} drawings by writers never learned from": (X, np.array([each.digit for each in unseen])),
    }
    sheets = []
    for title, (images, y) in parts.items():
        misread = sorted(misreadings(network, images, y), key=lambda each: (each.digit, each.read))
        sheets.append((f"{len(misread)} " + title.format(n=len(y)), misread))
        print(sheets[-1][0])
    gallery(sheets).save(arguments.out, optimize=True)


def misreadings(network: Network, X: Floats, y: Labels) -> Iterator[Misread]:
    P = network.predict_proba(X)
    read = P.argmax(axis=1)
    for i in np.flatnonzero(read != y):
        yield Misread(X[i], int(y[i]), int(read[i]), float(P[i].max()))


def gallery(sheets: Sequence[tuple[str, Sequence[Misread]]]) -> Image.Image:
    """Dark ink on white paper, so that it can be looked at in any page."""
    step_x, step_y = SIDE * ZOOM + GAP, SIDE * ZOOM + TEXT + GAP
    rows = [-(-len(misread) // COLUMNS) for _, misread in sheets]
    height = sum(TITLE + count * step_y for count in rows) + GAP
    page = Image.new("L", (COLUMNS * step_x + GAP, height), BACKGROUND)
    pen = ImageDraw.Draw(page)
    small, large = ImageFont.load_default(11), ImageFont.load_default(15)
    top = GAP
    for (title, misread), count in zip(sheets, rows, strict=True):
        pen.text((GAP, top), title, INK, large)
        for number, each in enumerate(misread):
            x, y = GAP + number % COLUMNS * step_x, top + TITLE + number // COLUMNS * step_y
            ink = Image.fromarray(((1 - each.image.reshape(SIDE, SIDE)) * 127.5).astype(np.uint8))
            page.paste(ink.resize((SIDE * ZOOM, SIDE * ZOOM), Image.Resampling.NEAREST), (x, y))
            pen.rectangle((x - 1, y - 1, x + SIDE * ZOOM, y + SIDE * ZOOM), outline=200)
            words = f"{each.digit} as {each.read}, {100 * each.probability:.0f} %"
            pen.text((x, y + SIDE * ZOOM + 1), words, INK, small)
        top += TITLE + count * step_y
    return page


if __name__ == "__main__":
    main()

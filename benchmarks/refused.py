"""How many digits of each pen device the built-in models refuse, and how far off their probabilities are.

    python -m benchmarks.refused FILE [FILE ...] [--write]

Each FILE holds the pen strokes of one device, as `digitpad replay` takes them. The digits are those of every second
held-out writer: they did not choose how strict a model is. They are read as drawn, and written anew, several times
each, by another hand on another device, or by two hands one after the other. With --write the table goes between the
marks in the models' card.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.page import table, write_section
from benchmarks.picture_kinds import Rng
from digitpad import paths
from digitpad.core.drawing.normalise import Polyline
from digitpad.core.drawing.strokes import Placing
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.evaluation.confidence import reliability
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.readers.pen_formats import LabelledDrawing, checked_drawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.predict import predict_drawings
from digitpad.core.synthetic.drawn_digits import LabelledPaths
from digitpad.core.synthetic.styles import as_recorded
from digitpad.core.synthetic.writing import as_written

HELD_OUT = (
    *("pd03", "pd08", "pd13", "pd17", "pd22", "pd29"),
    *("uji01", "uji06", "uji10", "uji15", "uji19", "uji24", "uji28", "uji33"),
)
FEWEST, FEWEST_COPIES = 1600, 5  # drawings written anew, and of each
CARD = paths.BUNDLED_MODELS[0].parent / "README.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", action="store_true", help="write the table in the models' card")
    arguments = parser.parse_args()
    models = [read_model(path) for path in paths.BUNDLED_MODELS]
    rng = np.random.default_rng(arguments.seed)
    rows = []
    for file in arguments.files:
        for name, lot in lots(file, rng):
            rows.append([name, f"{len(lot):,}", *(cell(model, lot) for model in models)])
            print(" | ".join(rows[-1]), flush=True)
    if arguments.write:
        heads = ["", "drawings", *(path.stem for path in paths.BUNDLED_MODELS)]
        write_section("benchmarks.refused", table(heads, rows), CARD)


def lots(file: Path, rng: Rng) -> Iterator[tuple[str, list[LabelledPaths]]]:
    """The drawings of a file's writers who chose nothing: as they are, and written anew by one and by two hands."""
    by_writer: dict[str, list[LabelledPaths]] = {}
    for each in read_strokes(file):
        if isinstance(each, LabelledDrawing) and each.digit is not None:
            by_writer.setdefault(each.writer, []).append((each.digit, paths_of(each.drawing)))
    named = [writer for writer in HELD_OUT if writer in by_writer]
    drawn = [sample for writer in named[1::2] for sample in by_writer[writer]]
    copies = drawn * max(FEWEST_COPIES, FEWEST // len(drawn))
    yield file.stem, drawn
    yield f"{file.stem}, written anew", [(label, anew(strokes, rng)) for label, strokes in copies]
    yield f"{file.stem}, twice", [(label, anew(as_written(strokes, rng), rng)) for label, strokes in copies]


def anew(strokes: Sequence[Polyline], rng: Rng) -> list[Polyline]:
    """By another hand, on another device."""
    return as_recorded(as_written(strokes, rng), rng)


def cell(model: Model, lot: Sequence[LabelledPaths]) -> str:
    """What is refused, and the calibration error."""
    placed = [Placing().apply(checked_drawing(strokes)) for _, strokes in lot]
    answers = list(predict_drawings(model.recogniser, placed))
    refused = np.mean([answer.rejection is not None for answer in answers])
    correct = np.array([answer.digit == label for answer, (label, _) in zip(answers, lot, strict=True)])
    error = reliability(np.array([answer.probability for answer in answers]), correct).error
    return f"{100 * refused:.1f} %, error {100 * error:.1f} %"


if __name__ == "__main__":
    main()

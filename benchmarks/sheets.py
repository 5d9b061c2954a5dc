"""How many digits come back from photographed sheets, and from rows of digits without a sheet.

    python -m benchmarks.sheets FILE [FILE ...] [--writers NAME ...] [--count 20] [--write docs/collection.md]

Each FILE has pen strokes as `digitpad replay` takes them. A sheet is filled with one writer's digits, a tenth of the
boxes are left empty and a twentieth crossed out, and then it is scanned or photographed (benchmarks/sheet_photos.py).
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.page import table, write_section
from benchmarks.picture_kinds import Rng, drawn, taken
from benchmarks.sheet_photos import filled_sheet, photographed
from digitpad import paths
from digitpad.core.drawing.normalise import Polyline
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.errors import DataError
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.layer import read_picture
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.sheets.layout import PLACES
from digitpad.core.sheets.reading import read_sheet_task
from digitpad.core.tasks import run_to_completion

_EMPTY, _STRUCK = 0.1, 0.05
# How far the paper is bent and its corners are moved, as `photographed` has them.
_KINDS = {"lying flat": (0.0, 0.02), "by hand": (3.0, 0.12), "bent and askew": (5.0, 0.18)}
# A writer's drawings of each digit.
Digits = Mapping[int, list[Sequence[Polyline]]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--writers", nargs="+", metavar="NAME", help="whose digits (default: all)")
    parser.add_argument(
        "--count", type=int, default=20, metavar="N", help="sheets of each kind, and pictures with rows"
    )
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    writers = list(_digits_by_writer(arguments.files, arguments.writers).values())
    text = report(open_model(paths.BUNDLED_MODEL), writers, arguments.count, arguments.seed)
    print(text)
    if arguments.write:
        write_section("sheets", text, arguments.write)


def report(model: Model, writers: Sequence[Digits], count: int, seed: int) -> str:
    """The table of sheets, and a sentence on rows, in Markdown."""
    heads = ("photographs", "found", "digits", "in their boxes", "read as asked for", "doubted", "crossed out, told")
    lines = [(kind, *_sheets(model, writers, count, seed, *normalisation)) for kind, normalisation in _KINDS.items()]
    return f"{table(heads, lines)}\n{_rows(model, writers, count, seed)}\n"


def _sheets(model: Model, writers: Sequence[Digits], count: int, seed: int, bend: float, tilt: float) -> Iterator[str]:
    found: Counter[str] = Counter()
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        own = writers[number % len(writers)]
        written = {place: _one(own, place.digit, rng) for place in PLACES if rng.random() >= _EMPTY}
        struck = {place for place in written if rng.random() < _STRUCK}
        sheet = filled_sheet(written, rng, list(struck), ("A4", "letter")[number % 2])
        photo = photographed(sheet, rng, number % 4, bend, tilt)
        try:
            digits = {each.place: each for each in run_to_completion(read_sheet_task(model, Picture.of(photo))).digits}
        except DataError:
            continue
        found["sheets"] += 1
        clean = written.keys() - struck
        found["clean"] += len(clean)
        found["there"] += len(clean & digits.keys())
        found["beyond"] += len(digits.keys() - written.keys())
        found["right"] += sum(digits[place].prediction.digit == place.digit for place in clean & digits.keys())
        found["doubted"] += sum(bool(digits[place].doubt) for place in clean & digits.keys())
        found["struck"] += len(struck)
        found["told"] += sum(place not in digits or bool(digits[place].doubt) for place in struck)
    yield f"{found['sheets']} of {count}"
    yield f"{found['clean']:,}"
    yield f"{found['there'] / found['clean']:.2%}" + (f", {found['beyond']} too many" if found["beyond"] else "")
    yield f"{found['right'] / found['clean']:.2%}"
    yield f"{found['doubted'] / found['clean']:.2%}"
    yield f"{found['told']} of {found['struck']}"


def _rows(model: Model, writers: Sequence[Digits], count: int, seed: int) -> str:
    digits = right = whole = 0
    for number in range(count):
        rng = np.random.default_rng([seed, 1, number])
        texts, picture = _rows_of_digits(writers[number % len(writers)], rng)
        try:
            reading = read_picture(model.recogniser, Picture.of(picture)).reading
        except DataError:
            read = []
        else:
            read = reading.row_texts
        digits += sum(map(len, texts))
        if [*map(len, read)] == [*map(len, texts)]:
            whole += 1
            right += sum(a == b for a, b in zip("".join(read), "".join(texts), strict=True))
    return (
        f"Without a sheet: of {count} photographs of two to ten rows, {whole} come back with as many digits in each "
        f"row as were written; {right / digits:.1%} of all {digits:,} digits come back so, read as meant."
    )


def _rows_of_digits(own: Digits, rng: Rng) -> tuple[list[str], Image.Image]:
    """Two to ten rows of two to ten digits, sloping a little, photographed."""
    high = int(rng.integers(60, 110))
    lines = Image.new("L", (2600, 2400))
    texts, y, widest = [], float(high), 0.0
    pen, gap = rng.uniform(0.05, 0.1), high * rng.uniform(0.3, 0.8)
    for _ in range(rng.integers(2, 11)):
        labels = rng.integers(0, 10, rng.integers(2, 11)).tolist()
        texts.append("".join(map(str, labels)))
        x = high * rng.uniform(1, 1.5)
        for label in labels:
            strokes = _one(own, label, rng)
            wide, tall = np.ptp(np.concatenate(strokes), axis=0)
            longer = max(1.0, float(wide / max(tall, 1e-9)))
            ink = drawn(strokes, round(high * rng.uniform(0.85, 1.1) * longer), rng, pen / longer)
            mask = Image.fromarray((255 * ink).astype(np.uint8))
            lines.paste(255, (round(x), round(y + rng.normal(0, 0.06 * high))), mask)
            x += mask.width - 16 + gap
        y += high * rng.uniform(1.6, 2.1)
        widest = max(widest, x)
    page = lines.crop((0, 0, round(widest + high), round(y + high / 2)))
    page = page.rotate(rng.uniform(-3, 3), Image.Resampling.BICUBIC)
    paper, colour = rng.uniform(0.65, 0.95) * np.array([1, 0.98, 0.93]), np.array([0.1, 0.12, 0.3])
    return texts, taken(paper + np.asarray(page, np.float64)[..., None] / 255 * (colour - paper), rng)


def _digits_by_writer(files: Sequence[Path], names: Sequence[str] | None) -> dict[str, Digits]:
    """The digits of those writers who have all ten."""
    found: dict[str, dict[int, list[Sequence[Polyline]]]] = {}
    for each in (each for path in files for each in read_strokes(path)):
        if isinstance(each, LabelledDrawing) and each.digit is not None and each.drawing:
            found.setdefault(each.writer, {}).setdefault(each.digit, []).append(paths_of(each.drawing))
    return {name: own for name, own in found.items() if len(own) == 10 and (not names or name in names)}


def _one(own: Digits, digit: int, rng: Rng) -> Sequence[Polyline]:
    return own[digit][int(rng.integers(len(own[digit])))]


if __name__ == "__main__":
    main()

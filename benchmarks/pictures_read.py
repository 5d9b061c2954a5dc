"""How many synthetic pictures of digits are read, by kind of picture, and how many of other things are refused.

    python -m benchmarks.pictures_read [--strokes FILE] [--count 60] [--seed 0] [--write docs/pictures.md]

The digits are those of MNIST's test images and, with FILE, of writers that the bundled model never learned from (see
`benchmarks/model_cards.py`). The pictures are saved as files and go through `digitpad predict`.
"""

import argparse
import contextlib
import io
import json
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from benchmarks.export_pictures import EXPORTS
from benchmarks.form_pictures import ON_FORMS
from benchmarks.model_cards import BEGIN, END, HELD_OUT
from benchmarks.no_digit_pictures import NON_DIGITS
from benchmarks.page_pictures import ON_PAGES
from benchmarks.phone_pictures import ON_PHONES
from benchmarks.picture_kinds import OTHERS, PHOTOGRAPHS, Field, Rng, Shape, drawn, enlarged
from digitpad.cli.main import run
from digitpad.cli.parser import build_parser
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.network import Floats
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.scoring import wilson

GROUPS = {
    "photographs": PHOTOGRAPHS,
    "by telephone": ON_PHONES,
    "pages": ON_PAGES,
    "forms": ON_FORMS,
    "others": OTHERS,
    "exports": EXPORTS,
}


class Digit(NamedTuple):
    digit: int
    shape: Shape


class Figures(NamedTuple):
    """Of pictures of one kind: how many there are, are right, are accepted, and are accepted and right."""

    n: int
    right: int
    accepted: int
    both: int

    def __add__(self, other: "Figures") -> "Figures":  # type: ignore[override]
        return Figures(*(a + b for a, b in zip(self, other, strict=True)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--strokes", type=Path, metavar="FILE")
    parser.add_argument("--held-out", nargs="+", default=HELD_OUT, metavar="WRITER")
    parser.add_argument("--count", type=int, default=60, metavar="N", help="pictures of each kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, metavar="DIR", help="leave the pictures there")
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    digits = [*images(), *(drawings(arguments.strokes, arguments.held_out) if arguments.strokes else ())]
    with tempfile.TemporaryDirectory() as folder:
        table = "\n".join(lines(digits, arguments.count, arguments.seed, arguments.keep or Path(folder)))
    print(table)
    if arguments.write:
        text = arguments.write.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        arguments.write.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def images() -> Iterator[Digit]:
    test = open_datasets("mnist").test
    for image, digit in zip((test.X[::11] + 1) / 2, test.y[::11], strict=True):
        yield Digit(int(digit), partial(_image, image.reshape(28, 28)))


def _image(image: Floats, height: int, _: Rng) -> Field:
    return enlarged(image, height)


def drawings(file: Path, writers: list[str]) -> Iterator[Digit]:
    for each in read_strokes(file):
        if isinstance(each, LabelledDrawing) and each.digit is not None and each.writer in writers:
            yield Digit(each.digit, partial(drawn, paths_of(each.drawing)))


def lines(digits: list[Digit], count: int, seed: int, folder: Path) -> Iterator[str]:
    """The table in Markdown."""
    yield "| pictures | right | accepted | right of those accepted |"
    yield "| --- | --: | --: | --: |"
    for group, kinds in GROUPS.items():
        total = Figures(0, 0, 0, 0)
        for name, kind in kinds.items():
            figures = measured([(name, digit.digit, partial(kind, digit.shape)) for digit in
                                chosen(digits, count, [seed, len(name)])], seed, folder)  # fmt: skip
            total += figures
            yield row(name, figures)
        yield row(f"**all {group}**", total)
    yield ""
    yield "| of no digit | accepted |"
    yield "| --- | --: |"
    total = Figures(0, 0, 0, 0)
    for name, other in NON_DIGITS.items():
        figures = measured([(name, None, other)] * count, seed, folder)
        total += figures
        yield f"| {name} | {figures.accepted / figures.n:.1%} |"
    yield f"| **all** | {total.accepted / total.n:.1%} |"


def chosen(digits: list[Digit], count: int, seed: list[int]) -> list[Digit]:
    return [digits[i] for i in np.random.default_rng(seed).permutation(len(digits))[:count]]


def measured(pictures: list[tuple[str, int | None, Callable[[Rng], Image.Image]]], seed: int, folder: Path) -> Figures:
    files, labels = [], []
    for number, (name, digit, make) in enumerate(pictures):
        rng = np.random.default_rng([seed, number, *name.encode()])
        image = make(rng)
        photo = image.mode == "RGB" and rng.random() < 0.6
        files.append(folder / f"{name.replace(' ', '_')}_{number:03}_{digit}.{'jpg' if photo else 'png'}")
        image.save(files[-1], quality=int(rng.integers(60, 95)))
        labels.append(digit)
    answers = {answer["file"]: answer for answer in predicted(files)}
    found = [answers.get(str(file)) for file in files]
    right = [answer is not None and answer["digit"] == digit for answer, digit in zip(found, labels, strict=True)]
    accepted = [answer is not None and answer["refusal"] is None for answer in found]
    return Figures(len(files), sum(right), sum(accepted), sum(a and b for a, b in zip(right, accepted, strict=True)))


def predicted(files: list[Path]) -> list[dict[str, Any]]:
    """What `digitpad predict --json` says; nothing of what it cannot read."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(io.StringIO()):
        run(build_parser().parse_args(["predict", *map(str, files), "--json"]))
    answers: list[dict[str, Any]] = json.loads(told.getvalue())["answers"]
    return answers


def row(name: str, figures: Figures) -> str:
    low, high = wilson(figures.right, figures.n)
    right = f"{figures.right / figures.n:.1%} ({low:.1%} to {high:.1%})"
    return f"| {name} | {right} | {figures.accepted / figures.n:.1%} | {figures.both / max(figures.accepted, 1):.1%} |"


if __name__ == "__main__":
    main()

"""Synthetic pictures of a digit on a form: in one box, cut out of its row, and in a row of boxes or a comb."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.picture_kinds import Field, Rng, Shape, taken

_PENS = np.array([(0.1, 0.15, 0.5), (0.1, 0.1, 0.12), (0.35, 0.35, 0.36)])


def _written(form: Image.Image, shape: Shape, box: int, corner: tuple[int, int], rng: Rng) -> Image.Image:
    """A form with a digit in the middle of a box with that corner; half of them photographed."""
    digit = shape(round(box * rng.uniform(0.5, 0.8)), rng)[:box, :box]
    left, top = (at + (box - side) // 2 for at, side in zip(corner, digit.shape[::-1], strict=True))
    ink = np.zeros((form.height, form.width, 1))
    ink[top : top + digit.shape[0], left : left + digit.shape[1], 0] = digit
    colours: Field = np.asarray(form, np.float64) / 255
    colours = colours + ink * (_PENS[rng.integers(len(_PENS))] - colours)
    return taken(colours, rng) if rng.random() < 0.5 else Image.fromarray((colours * 255 + 0.5).astype(np.uint8))


def _lines(rng: Rng, box: int) -> tuple[tuple[int, int, int], int]:
    """The grey and the width of a form's lines."""
    grey = int(rng.integers(20, 180))
    return (grey, grey, grey), max(1, round(box * rng.uniform(0.01, 0.03)))


def box_of_a_form(shape: Shape, rng: Rng) -> Image.Image:
    """The boxes on either side are cut off."""
    box = int(rng.integers(90, 300))
    margin = int(box * rng.uniform(0.05, 0.3))
    form = Image.new("RGB", (box + 2 * margin, box + 2 * margin), (248, 247, 243))
    grey, width = _lines(rng, box)
    for number in (-1, 0, 1):
        left = margin + number * box
        ImageDraw.Draw(form).rectangle([left, margin, left + box, margin + box], outline=grey, width=width)
    return _written(form, shape, box, (margin, margin), rng)


def row_of_boxes(shape: Shape, rng: Rng) -> Image.Image:
    """Boxes, or a comb that is open above, for several digits, with what they are for in print."""
    box, number = int(rng.integers(60, 140)), int(rng.integers(2, 7))
    above = int(rng.integers(45, 130))
    form = Image.new("RGB", (number * box + 80, above + box + 25), (250, 250, 248))
    draw, (grey, width), comb = ImageDraw.Draw(form), _lines(rng, box), rng.random() < 0.4
    for left in range(40, 40 + number * box, box):
        if comb:
            for x in (left, left + box):
                draw.line([(x, above + box // 2), (x, above + box)], fill=grey, width=width)
            draw.line([(left, above + box), (left + box, above + box)], fill=grey, width=width)
        else:
            draw.rectangle([left, above, left + box, above + box], outline=grey, width=width)
    size = int(rng.integers(14, 22))
    words = " ".join("".join(rng.choice(list("abcdefghiklmnoprstuw"), rng.integers(2, 9))) for _ in range(3))
    draw.text((40, above - 30), words, fill=(30, 30, 30), font=ImageFont.load_default(size))
    return _written(form, shape, box, (40 + int(rng.integers(number)) * box, above), rng)


ON_FORMS: Mapping[str, Callable[[Shape, Rng], Image.Image]] = {
    "box of a form": box_of_a_form,
    "row of boxes": row_of_boxes,
}

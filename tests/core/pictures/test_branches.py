"""Ink is parted where lines meet or cross, and nowhere else."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitpad.core.models.model import Model
from digitpad.core.pictures.branches import branches, thinned
from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.labelling import Mask
from digitpad.core.pictures.layer import PictureChoice


def drawn(*lines: list[tuple[int, int]], pen: int = 9) -> Mask:
    image = Image.new("1", (200, 120))
    for line in lines:
        ImageDraw.Draw(image).line(line, fill=1, width=pen, joint="curve")
    return np.asarray(image)


@pytest.mark.parametrize(
    ("shape", "count"),
    [
        (drawn([(20, 60), (90, 20), (180, 60)]), 1),
        (drawn([(20, 60), (180, 60)], [(100, 10), (100, 60)]), 3),
        (drawn([(20, 60), (180, 60)], [(100, 10), (100, 110)]), 4),
        (np.ones((3, 3), np.bool_), 1),
    ],
)
def test_ink_is_parted_where_lines_meet(shape: Mask, count: int) -> None:
    labels = branches(shape)
    assert ((labels >= 0) == shape).all()
    numbers = np.unique(labels[shape]).tolist()
    assert numbers == list(range(count))
    columns = [np.nonzero(labels == number)[1] for number in numbers]
    middles = [(each.min() + each.max()) / 2 for each in columns]
    assert (np.diff(middles) > -3).all()  # pixels that the work is done on


def test_a_middle_line_is_a_pixel_wide_and_as_long_as_the_line() -> None:
    line = thinned(drawn([(20, 60), (180, 60)]))
    assert line.sum(axis=0).max() == 1
    assert 145 <= line.sum() <= 161


def test_boxes_that_are_placed_where_digits_were_found_have_the_same_ink(model: Model) -> None:
    """A 5 and a 0 that touch: the box of the one reaches over the other's edge, and no upright cut parts them."""
    image = Image.new("L", (320, 240), 250)
    draw = ImageDraw.Draw(image)
    draw.line([(170, 50), (70, 50), (65, 105)], fill=20, width=12, joint="curve")
    draw.arc([40, 95, 140, 200], 240, 140, fill=20, width=12)
    draw.arc([150, 40, 250, 200], 0, 360, fill=20, width=12)
    layer = PictureChoice().layer_of(Picture.of(image))
    found = layer.read(model.recogniser)
    placed = layer.read(model.recogniser, boxes=[each.box for each in found.digits])
    assert found.text == placed.text == "50"

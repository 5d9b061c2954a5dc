"""Ink is parted where lines meet or cross, and nowhere else."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitpad.core.pictures.branches import branches, thinned
from digitpad.core.pictures.labelling import Mask


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

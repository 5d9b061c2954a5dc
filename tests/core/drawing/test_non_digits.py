"""Drawings and pictures that are no digits are drawings and pictures like any other, and the two lots are apart."""

from collections.abc import Callable

import numpy as np
import pytest

from digitpad.core.drawing.normalise import normalise
from digitpad.core.synthetic import glyphs
from digitpad.core.synthetic.glyphs import written
from digitpad.core.synthetic.non_digits import FITTED, HELD_OUT, picture
from digitpad.core.synthetic.pieces import over, side_by_side

TABLES = {
    name: getattr(glyphs, name)
    for name in ("SIGNS", "SHAPES", "DOODLES", "SCRIPTS", "LATIN", "GREEK", "CYRILLIC", "KANA")
}


@pytest.mark.parametrize("kind", [*FITTED, *HELD_OUT.values()])
def test_each_kind_is_drawn_in_many_ways_and_alike_from_the_same_seed(kind: Callable[..., list[np.ndarray]]) -> None:
    one, same = np.random.default_rng(0), np.random.default_rng(0)
    drawn = [kind(one) for _ in range(20)]
    for drawing in drawn:
        for path, again in zip(drawing, kind(same), strict=True):
            np.testing.assert_array_equal(path, again)
            assert path.shape[1] == 2
            assert np.isfinite(path).all()
    pictures = {normalise(drawing).tobytes() for drawing in drawn}
    assert len(pictures) == 20


def test_what_is_evaluated_on_is_not_learned_from() -> None:
    assert not set(FITTED) & set(HELD_OUT.values())
    assert min(FITTED.values()) > 0


@pytest.mark.parametrize("name", TABLES)
def test_every_glyph_can_be_written_and_stays_near_its_grid(name: str) -> None:
    rng = np.random.default_rng(1)
    for text in TABLES[name].values():
        strokes = written(text, rng)
        assert len(strokes) == text.count("|") + 1
        assert np.ptp(np.concatenate(strokes), axis=0).max() < 25


def test_pictures_have_ink_from_nothing_to_full() -> None:
    rng = np.random.default_rng(0)
    made = [picture(rng) for _ in range(100)]
    for ink in made:
        assert ink.shape == (28, 28)
        assert ink.dtype == np.float32
        assert 0 <= ink.min() <= ink.max() <= 1
    assert len({ink.tobytes() for ink in made}) == 100


def test_side_by_side_keeps_the_order_and_over_covers() -> None:
    rng = np.random.default_rng(0)
    tall = [np.array([(0.0, 0.0), (3.0, 9.0)])]
    left, middle, right = (path.mean(axis=0)[0] for path in side_by_side([tall] * 3, rng))
    assert left < middle < right
    flat = [np.array([(0.0, 0.0), (5.0, 0.0)])]
    assert np.isfinite(np.concatenate(side_by_side([flat, flat], rng))).all()
    covered = over(tall, [np.array([(0.0, 0.0), (100.0, 100.0)])], rng)
    assert len(covered) == 2
    np.testing.assert_allclose(np.ptp(covered[1], axis=0), np.ptp(tall[0], axis=0), rtol=0.25)

"""Round numbers: 1, 2, 5, 10, … times a power of ten."""

import math

import pytest

from digitpad.core.numerals import next_round, previous_round, round_above

ROUND = [float(f"{step}e{power}") for power in range(-12, 13) for step in (1, 2, 5)]


@pytest.mark.parametrize("place", range(1, len(ROUND) - 1))
def test_from_one_to_the_next_and_back(place: int) -> None:
    before, number, after = ROUND[place - 1 : place + 2]
    for value in (number, math.nextafter(number, 0), math.nextafter(number, math.inf)):
        assert round_above(value) == pytest.approx(number, rel=1e-12)
        assert next_round(value) == pytest.approx(after, rel=1e-12)
        assert previous_round(value) == pytest.approx(before, rel=1e-12)


@pytest.mark.parametrize("place", range(len(ROUND) - 1))
def test_between_two_of_them(place: int) -> None:
    low, high = ROUND[place : place + 2]
    between = math.sqrt(low * high)
    assert round_above(between) == next_round(between) == pytest.approx(high, rel=1e-12)
    assert previous_round(between) == pytest.approx(low, rel=1e-12)


@pytest.mark.parametrize("value", [0.0, -3.0, math.nan, math.inf])
def test_what_has_no_size_gets_one(value: float) -> None:
    assert round_above(value) == 1

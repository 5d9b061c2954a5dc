"""Durations are written as a clock shows them."""

import pytest

from digitpad.ui.widgets.titles import time_left


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0:00"),
        (-0.4, "0:00"),
        (-3, "0:00"),
        (28.6, "0:29"),
        (59.4, "0:59"),
        (59.6, "1:00"),
        (725, "12:05"),
        (3599.4, "59:59"),
        (3599.6, "1:00:00"),
        (7390, "2:03:10"),
        (100 * 3600, "100:00:00"),
    ],
)
def test_hours_are_there_when_there_are_any(seconds: float, text: str) -> None:
    assert time_left(seconds) == text

"""Typing and stepping numbers that span many orders of magnitude."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.training.settings import SETTINGS
from digitpad.ui.widgets.forms import RateSpinBox

RATE, DECAY = SETTINGS["learning_rate"].limits, SETTINGS["weight_decay"].limits


@pytest.fixture
def rate(shown: Callable[..., QWidget]) -> RateSpinBox:
    box = RateSpinBox(RATE.low, RATE.high)
    shown(box)
    box.setFocus()
    box.setValue(0.05)
    return box


@pytest.fixture
def decay(shown: Callable[..., QWidget]) -> RateSpinBox:
    box = RateSpinBox(DECAY.low, DECAY.high)
    shown(box)
    return box


def enter(qtbot: QtBot, box: RateSpinBox, text: str) -> None:
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1e-4", 1e-4), ("0.0001", 1e-4), ("0,05", 0.05), ("2.5E-3", 2.5e-3), ("1", 1), ("+3", 3), ("1e+1", 10)],
)
def test_numbers_are_typed_in_any_usual_way(qtbot: QtBot, rate: RateSpinBox, text: str, value: float) -> None:
    enter(qtbot, rate, text)
    assert rate.value() == pytest.approx(value, rel=1e-9)
    assert float(rate.text()) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("text", ["e", "1e", "--1", "1.2.3", "1000", "-1", "0", "1e9"])
def test_what_is_no_number_in_the_range_is_refused(qtbot: QtBot, rate: RateSpinBox, text: str) -> None:
    enter(qtbot, rate, text)
    assert rate.value() == 0.05
    assert float(rate.text()) == 0.05


@pytest.mark.parametrize("text", ["x", "ten", "nan", "inf", "$%"])
def test_other_letters_cannot_be_typed(qtbot: QtBot, rate: RateSpinBox, text: str) -> None:
    enter(qtbot, rate, text)
    assert rate.value() == 0.05
    assert float(rate.text()) == 0.05


def test_the_arrows_go_1_2_5(qtbot: QtBot, rate: RateSpinBox) -> None:
    rate.setValue(1e-3)
    seen = []
    for _ in range(5):
        qtbot.keyClick(rate, Qt.Key.Key_Up)
        seen.append(rate.value())
    assert seen == pytest.approx([2e-3, 5e-3, 1e-2, 2e-2, 5e-2])
    for _ in range(5):
        qtbot.keyClick(rate, Qt.Key.Key_Down)
    assert rate.value() == pytest.approx(1e-3)


def test_the_arrows_leave_0_for_a_number_that_matters(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    box = RateSpinBox(0, 45, smallest=1)
    shown(box)
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(box, key)
        seen.append(box.value())
    assert seen == [1, 2, 1, 0]


def test_from_between_the_arrows_go_to_the_next_round_number(qtbot: QtBot, rate: RateSpinBox) -> None:
    rate.setValue(3e-4)
    qtbot.keyClick(rate, Qt.Key.Key_Up)
    assert rate.value() == pytest.approx(5e-4)
    rate.setValue(3e-4)
    qtbot.keyClick(rate, Qt.Key.Key_Down)
    assert rate.value() == pytest.approx(2e-4)


def test_the_arrows_stop_at_the_bounds(qtbot: QtBot, rate: RateSpinBox, decay: RateSpinBox) -> None:
    for box, limits in ((rate, RATE), (decay, DECAY)):
        box.setValue(limits.high)
        qtbot.keyClick(box, Qt.Key.Key_Up)
        assert box.value() == limits.high
        box.setValue(limits.low)
        qtbot.keyClick(box, Qt.Key.Key_Down)
        assert box.value() == limits.low


def test_the_weight_decay_goes_to_nothing_and_back(qtbot: QtBot, decay: RateSpinBox) -> None:
    decay.setValue(2e-6)
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        qtbot.keyClick(decay, key)
        seen.append(decay.value())
    assert seen == pytest.approx([1e-6, 0, 1e-6])


def test_the_value_is_told_when_it_is_entered_and_not_while_it_is_typed(qtbot: QtBot, rate: RateSpinBox) -> None:
    told: list[float] = []
    rate.valueChanged.connect(told.append)
    enter(qtbot, rate, "1e-3")
    assert told == [1e-3]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.floats(DECAY.low, DECAY.high), steps=st.lists(st.integers(-4, 4), max_size=12))
def test_steps_stay_in_the_range_and_go_the_right_way(decay: RateSpinBox, start: float, steps: list[int]) -> None:
    decay.setValue(start)
    for count in steps:
        before = decay.value()
        decay.stepBy(count)
        assert DECAY.low <= decay.value() <= DECAY.high
        assert (decay.value() - before) * count >= 0
        if count and before not in (DECAY.low, DECAY.high):
            assert decay.value() != before


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(exponent=st.floats(-8, 2), digits=st.integers(1, 6))
def test_the_text_gives_the_value_back(rate: RateSpinBox, exponent: float, digits: int) -> None:
    value = min(max(float(f"{10**exponent:.{digits - 1}e}"), RATE.low), RATE.high)
    rate.setValue(value)
    assert rate.valueFromText(rate.textFromValue(value)) == pytest.approx(value, rel=1e-12)
    assert rate.value() == pytest.approx(value, abs=1e-12)  # it keeps twelve decimals

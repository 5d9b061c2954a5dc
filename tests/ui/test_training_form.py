"""The settings as a form: what the user changes is told, what is fixed says why."""

from collections.abc import Callable
from dataclasses import asdict, replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.training.settings import TrainingSettings
from digitpad.ui.widgets.number_boxes import RateSpinBox
from digitpad.ui.widgets.training_form import CHANGEABLE, TrainingForm

NAMES = {
    "hidden_units": "Hidden units",
    "epochs": "Epochs",
    "batch_size": "Batch size",
    "learning_rate": "Learning rate",
    "weight_decay": "Weight decay",
    "seed": "Seed",
    "reduction": "Reduction",
    "schedule": "Schedule",
    "shift": "Shift",
    "precision": "Precision",
}


@pytest.fixture
def form(shown: Callable[..., QWidget]) -> TrainingForm:
    leading = QComboBox()
    widget = TrainingForm([(QLabel("Data"), leading)])
    shown(widget, 800, 400)
    return widget


def box(form: TrainingForm, name: str) -> QWidget:
    (found,) = [each for each in form.findChildren(QWidget) if each.accessibleName() == NAMES[name]]
    return found


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("hidden_units", "64", 64),
        ("epochs", "3", 3),
        ("batch_size", "100", 100),
        ("learning_rate", "1e-3", 1e-3),
        ("weight_decay", "0.01", 0.01),
        ("seed", "7", 7),
        ("shift", "2", 2),
    ],
)
def test_an_entered_number_is_told_once(qtbot: QtBot, form: TrainingForm, name: str, text: str, value: float) -> None:
    form.more.setChecked(True)
    told: list[TrainingSettings] = []
    form.edited.connect(told.append)
    field = box(form, name)
    assert isinstance(field, QSpinBox | RateSpinBox)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == [replace(TrainingSettings(), **{name: value})]


@pytest.mark.parametrize(("name", "value"), [("reduction", "sum"), ("schedule", "constant"), ("precision", "float64")])
def test_a_choice_is_told(qtbot: QtBot, form: TrainingForm, name: str, value: str) -> None:
    form.more.setChecked(True)
    field = box(form, name)
    assert isinstance(field, QComboBox)
    with qtbot.waitSignal(form.edited) as told:
        qtbot.keyClicks(field, field.itemText(field.findData(value)))
    assert told.args == [replace(TrainingSettings(), **{name: value})]


def test_settings_from_elsewhere_are_shown_and_not_told(qtbot: QtBot, form: TrainingForm) -> None:
    settings = TrainingSettings(12, 34, 56, 1e-3, 0.5, "sum", "constant", 3, 99, "float64")
    with qtbot.assertNotEmitted(form.edited):
        form.set_settings(settings)
    for name, value in asdict(settings).items():
        field = box(form, name)
        shown = field.currentData() if isinstance(field, QComboBox) else field.value()  # type: ignore[attr-defined]
        assert shown == value, name


def test_two_edits_add_up(qtbot: QtBot, form: TrainingForm) -> None:
    told: list[TrainingSettings] = []
    form.edited.connect(told.append)
    for name in ("epochs", "seed"):
        qtbot.keyClick(box(form, name), Qt.Key.Key_Up)
    assert told[-1] == TrainingSettings(epochs=TrainingSettings().epochs + 1, seed=1)


def test_fixed_settings_are_disabled_and_say_why(form: TrainingForm) -> None:
    form.set_fixed({"epochs": "Not while it trains.", "precision": "It has its own."})
    for name in NAMES:
        field = box(form, name)
        assert field.isEnabled() == (name not in ("epochs", "precision"))
        assert field.toolTip(), name
    assert "Not while it trains." in box(form, "epochs").toolTip()
    assert "It has its own." in box(form, "precision").toolTip()
    form.set_fixed({})
    assert all(box(form, name).isEnabled() for name in NAMES)
    assert "Not while" not in box(form, "epochs").toolTip()


def test_what_is_rarely_changed_folds_away(qtbot: QtBot, form: TrainingForm) -> None:
    folded = ("reduction", "schedule", "shift", "precision")
    assert not any(box(form, name).isVisible() for name in folded)
    assert all(box(form, name).isVisible() for name in NAMES if name not in folded)
    for visible in (True, False):
        qtbot.keyClick(form.more, Qt.Key.Key_Space)
        assert all(box(form, name).isVisible() == visible for name in folded)


def test_what_a_running_training_takes_over_is_always_in_sight(form: TrainingForm) -> None:
    assert all(box(form, name).isVisible() for name in CHANGEABLE)


def test_what_is_being_typed_stays_when_the_same_settings_are_shown_again(qtbot: QtBot, form: TrainingForm) -> None:
    rate = box(form, "learning_rate")
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "0.00")
    form.set_settings(TrainingSettings())
    qtbot.keyClicks(rate, "7")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert rate.value() == 0.007

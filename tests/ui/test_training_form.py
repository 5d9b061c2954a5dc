"""The settings as a form: what the user changes is told, what is fixed says why."""

from collections.abc import Callable
from dataclasses import fields

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.setting import Setting
from digitpad.core.training.choices import MAIN
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.ui.train.form import CAPTIONS, TrainingForm
from digitpad.ui.widgets.forms import Field, RateSpinBox, combo_box
from digitpad.ui.widgets.titles import setting_title

NAMES = {name: setting_title(each).text.replace("&", "") for name, each in SETTINGS.items()}
SHOWN = {name for name, each in SETTINGS.items() if each.group == MAIN}


@pytest.fixture
def told() -> list[TrainingSettings]:
    """Everything the form tells of what was edited."""
    return []


@pytest.fixture
def form(shown: Callable[..., QWidget], told: list[TrainingSettings]) -> TrainingForm:
    widget = TrainingForm(told.append, [Field(QLabel("Data"), QComboBox(), "the images it learns from")])
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
        ("rotation", "12.5", 12.5),
        ("patience", "4", 4),
    ],
)
def test_an_entered_number_is_told_once(
    qtbot: QtBot, form: TrainingForm, told: list[TrainingSettings], name: str, text: str, value: float
) -> None:
    form.more.setChecked(True)
    field = box(form, name)
    assert isinstance(field, QSpinBox | RateSpinBox)
    field.selectAll()
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert told == [TrainingSettings().with_value(name, value)]


@pytest.mark.parametrize(
    ("name", "value"), [("reduction", "sum"), ("schedule", "constant"), ("precision", "float64"), ("optimiser", "adam")]
)
def test_a_choice_is_told(
    qtbot: QtBot, form: TrainingForm, told: list[TrainingSettings], name: str, value: str
) -> None:
    form.more.setChecked(True)
    field = box(form, name)
    assert isinstance(field, QComboBox)
    qtbot.keyClicks(field, field.itemText(field.findData(value)))
    assert told[-1] == TrainingSettings().with_value(name, value)


def test_settings_from_elsewhere_are_shown_and_not_told(form: TrainingForm, told: list[TrainingSettings]) -> None:
    settings = TrainingSettings()
    for name, each in SETTINGS.items():
        settings = settings.with_value(name, each.limits.high if each.limits else each.choices[-1].value)
    form.set_settings(settings)
    assert told == []
    for name in NAMES:
        value = settings.value(name)
        field = box(form, name)
        shown = field.currentData() if isinstance(field, QComboBox) else field.value()  # type: ignore[attr-defined]
        assert shown == value, name


def test_two_edits_add_up(qtbot: QtBot, form: TrainingForm, told: list[TrainingSettings]) -> None:
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
    (pages,) = form.findChildren(QTabWidget)
    assert {name for name in NAMES if box(form, name).isVisible()} == SHOWN
    qtbot.keyClick(form.more, Qt.Key.Key_Space)
    seen = set(SHOWN)
    for number in range(pages.count()):
        pages.setCurrentIndex(number)
        seen |= {name for name in NAMES if box(form, name).isVisible()}
    assert seen == set(NAMES)
    qtbot.keyClick(form.more, Qt.Key.Key_Space)
    assert {name for name in NAMES if box(form, name).isVisible()} == SHOWN


def test_every_setting_has_a_field() -> None:
    augmentation = {field.name for field in fields(Augmentation)}
    assert set(NAMES) == {field.name for field in fields(TrainingSettings)} - {"augmentation"} | augmentation


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.name)
def test_every_field_has_a_label_a_tool_tip_and_a_name(form: TrainingForm, setting: Setting) -> None:
    found = box(form, setting.name)
    (label,) = [each for each in form.findChildren(QLabel) if each.buddy() is found]
    title = setting_title(setting)
    assert label.text() == title.text
    assert found.focusPolicy() & Qt.FocusPolicy.TabFocus
    for widget in (label, found):
        assert title.hint in widget.toolTip()
    assert found.accessibleDescription() == title.hint
    assert ("while training" in title.hint.lower()) == setting.changeable


def test_what_is_being_typed_stays_when_the_same_settings_are_shown_again(qtbot: QtBot, form: TrainingForm) -> None:
    rate = box(form, "learning_rate")
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "0.00")
    form.set_settings(TrainingSettings())
    qtbot.keyClicks(rate, "7")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert rate.value() == 0.007


def test_every_choice_has_a_title_and_says_what_it_is(form: TrainingForm) -> None:
    for name, setting in SETTINGS.items():
        if setting.choices:
            assert len({choice.label for choice in setting.choices}) == len(setting.choices)
            combo = box(form, name)
            assert all(combo.itemData(row, Qt.ItemDataRole.ToolTipRole) for row in range(combo.count()))


def field_of(form: TrainingForm, name: str) -> Field:
    """The innermost field around a setting's box."""
    (found,) = [each for each in form.findChildren(Field) if each.isAncestorOf(box(form, name))]
    return found


def test_every_setting_has_a_few_plain_words_beside_its_name(form: TrainingForm) -> None:
    assert set(CAPTIONS) == set(NAMES)
    for name, caption in CAPTIONS.items():
        assert field_of(form, name).caption.text() == caption
        assert len(caption) < 56, name


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("batch_size", "90000", "90000 is too large: 60000 at most"),
        ("epochs", "0", "0 is too small: 1 at least"),
        ("learning_rate", "1e3", "1e3 is too large: 100 at most"),
        ("weight_decay", "-1", "-1 is too small: 0 at least"),
        ("weight_decay", "1e", "1e is not a number"),
    ],
)
def test_a_number_that_cannot_be_used_is_explained_and_not_silently_taken_back(
    qtbot: QtBot, form: TrainingForm, told: list[TrainingSettings], name: str, text: str, reason: str
) -> None:
    number, field = box(form, name), field_of(form, name)
    before = number.text()  # type: ignore[attr-defined]
    number.setFocus()
    number.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(number, text)
    assert field.problem == reason
    qtbot.keyClick(number, Qt.Key.Key_Return)
    assert told == []
    assert number.text() == before  # type: ignore[attr-defined]
    assert field.problem == f"{reason}, so it stays {before}"
    number.selectAll()  # type: ignore[attr-defined]
    qtbot.keyClicks(number, "1")
    assert field.problem == ""


@pytest.mark.parametrize("width", [420, 700, 1100])
def test_fields_reflow_so_that_no_name_is_cut(form: TrainingForm, width: int) -> None:
    form.more.setChecked(True)
    form.resize(width, 900)
    QCoreApplication.processEvents()
    for each in form.findChildren(Field):
        if each.isVisible():
            assert form.rect().contains(QRect(each.mapTo(form, QPoint()), each.size()))
            assert each.label.width() >= each.label.fontMetrics().horizontalAdvance(each.label.text().replace("&", ""))


def test_numbers_stand_in_columns(form: TrainingForm) -> None:
    form.more.setChecked(True)
    widths = {field.box.width() for field in form.findChildren(Field) if not isinstance(field.box, QComboBox)}
    assert len(widths) == 1


def test_the_list_of_a_choice_is_as_wide_as_its_entries(qtbot: QtBot) -> None:
    box = combo_box([("a choice with a name that is long", None), ("b", 1)])
    qtbot.addWidget(box)
    box.setFixedWidth(60)
    box.show()
    box.showPopup()
    assert box.view().viewport().width() >= box.view().sizeHintForColumn(0)
    box.hidePopup()

"""What is remembered, and what is made of a settings file that somebody spoiled."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings

from digitpad.core.drawing.normalise import PEN_WIDTH, PEN_WIDTHS
from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.training.settings import TrainingSettings
from digitpad.workspace.preferences import MOST_THREADS, Preferences


def reopened(settings: QSettings) -> Preferences:
    """The preferences as the next session finds them in the file."""
    settings.sync()
    return Preferences(QSettings(settings.fileName(), QSettings.Format.IniFormat))


def test_without_a_file_everything_has_its_default(preferences: Preferences) -> None:
    assert preferences.plan == TrainingPlan()
    assert preferences.pen_width == PEN_WIDTH
    assert preferences.normalising
    assert not preferences.closer_look
    assert preferences.strictness is None
    assert preferences.theme == "system"
    assert preferences.threads == 1
    assert preferences.tab == preferences.plots == 0
    assert not preferences.log_scale
    assert not preferences.more_settings
    assert preferences.layout("window").isEmpty()


def test_everything_comes_back(preferences: Preferences, settings: QSettings) -> None:
    plan = TrainingPlan(TrainingSettings(epochs=3, learning_rate=1e-4), "mnist-hand-in")
    preferences.plan = plan
    preferences.pen_width = 3.2
    preferences.normalising = False
    preferences.closer_look = True
    preferences.strictness = 3
    preferences.theme = "dark"
    preferences.threads = MOST_THREADS
    preferences.tab, preferences.plots = 2, 1
    preferences.log_scale = preferences.more_settings = True
    preferences.set_layout("window", QByteArray(b"\x00\x01layout"))
    again = reopened(settings)
    assert again.plan == plan
    assert again.pen_width == 3.2
    assert not again.normalising
    assert again.closer_look
    assert again.strictness == 3
    preferences.strictness = None
    assert reopened(settings).strictness is None
    assert again.theme == "dark"
    assert again.threads == MOST_THREADS
    assert (again.tab, again.plots) == (2, 1)
    assert again.log_scale
    assert again.more_settings
    assert again.layout("window") == QByteArray(b"\x00\x01layout")
    assert again.layout("splitter").isEmpty()


@pytest.mark.parametrize("value", ["", "nonsense", "\x00", "{}", ["a", "list"], 17, QByteArray(b"bytes")])
def test_nonsense_counts_as_not_there(settings: QSettings, value: object) -> None:
    for key in ("training/plan", "window/theme", "drawing/closer_look", "training/log_scale", "training/more_settings"):
        settings.setValue(key, value)
    if value != 17:
        settings.setValue("drawing/pen_width", value)
        for key in ("drawing/strictness", "window/tab", "training/plots"):
            settings.setValue(key, value)
        settings.setValue("layout/window", "text" if isinstance(value, QByteArray) else value)
    found = reopened(settings)
    assert found.plan == TrainingPlan()
    assert found.theme == "system"
    assert found.pen_width == PEN_WIDTH
    assert found.strictness is None
    assert found.tab == found.plots == 0
    assert not found.log_scale
    assert not found.more_settings
    assert not found.closer_look
    assert found.layout("window").isEmpty()


@pytest.mark.parametrize("width", ["nan", "-inf", "inf", "1e999", "-2", "99"])
def test_a_pen_width_of_no_use_does_not_reach_the_pen(settings: QSettings, width: str) -> None:
    settings.setValue("drawing/pen_width", width)
    found = min(max(reopened(settings).pen_width, PEN_WIDTHS[0]), PEN_WIDTHS[1])
    assert PEN_WIDTHS[0] <= found <= PEN_WIDTHS[1]  # false for nan


@pytest.mark.parametrize("folder", ["", "relative", "/no/such/folder", "/" + 300 * "x", "/" + 5000 * "x", "/\x00"])
def test_a_folder_that_cannot_be_looked_at_counts_as_none(settings: QSettings, folder: str) -> None:
    settings.setValue("files/folder", folder)
    assert reopened(settings).folder is None


def test_a_folder_that_is_there_comes_back(preferences: Preferences, settings: QSettings, tmp_path: Path) -> None:
    preferences.folder = tmp_path
    assert reopened(settings).folder == tmp_path


@pytest.mark.parametrize("threads", ["0", "-1", "two", "²", "1.5", "100000"])
def test_threads_that_there_are_not_are_one(settings: QSettings, threads: str) -> None:
    settings.setValue("training/threads", threads)
    assert reopened(settings).threads == 1

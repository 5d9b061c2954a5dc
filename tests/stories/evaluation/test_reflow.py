"""Every view of the page Evaluate fits a small window, and one with large text."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import Split
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.ui.background_view import BackgroundView
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.workspace import Workspace


def clipped(label: QLabel) -> bool:
    """Whether not all of the text is to be seen."""
    if label.wordWrap():
        return label.heightForWidth(label.width()) > label.height() + 1
    return label.sizeHint().width() > label.width() + 1


def faults(page: QWidget) -> list[str]:
    """What reaches beyond the page's right edge, and labels that do not show all of their text."""
    shown = [each for each in page.findChildren(QWidget) if each.isVisible() and each.window() is page.window()]
    out = [each for each in shown if each.mapTo(page, each.rect().topRight()).x() > page.width()]
    labels = [each for each in shown if isinstance(each, QLabel) and each.text() and clipped(each)]
    return [f"{type(each).__name__} {each.accessibleName() or each.objectName()}" for each in out] + [
        each.text() for each in labels
    ]


def fits(view: BackgroundView, width: int) -> None:
    """The view is as wide as its room and shows all of its texts; it takes some turns to lay it out."""
    assert view.width() <= width, view.title
    assert view.minimumSizeHint().width() <= width, view.title
    assert faults(view) == [], view.title


@pytest.mark.parametrize(("width", "height", "zoom"), [(960, 600, 1.0), (1366, 768, 1.5)])
def test_no_view_is_wider_than_its_room(
    qtbot: QtBot,
    qapp: QApplication,
    preferences: Preferences,
    new_window: Callable[[], MainWindow],
    course_file: Path,
    width: int,
    height: int,
    zoom: float,
) -> None:
    preferences.zoom = zoom
    window = new_window()
    window.resize(width, height)
    (workspace,) = qapp.findChildren(Workspace)
    training = open_datasets(str(course_file)).training
    network = Network.initial(16, np.random.default_rng(1))
    workspace.models.add(Model(network, "guessing", training.name_and_size, pieces=training.pieces))
    workspace.evaluation_set.choose(str(course_file), Split.TRAINING)
    window.show_page(window.evaluate)
    for number in range(window.evaluate.pages.count()):
        window.evaluate.show_view(number)
        view = window.evaluate.shown
        assert isinstance(view, BackgroundView)
        qtbot.waitUntil(lambda view=view: bool(view.headline.text()) and view.banner.isVisible())
        area = window.evaluate.pages.currentWidget()
        assert isinstance(area, QScrollArea)
        qtbot.waitUntil(partial(fits, view, area.viewport().width()))
    assert window.width() == width

"""Plots of a training: each kind is explained, and can be exported as a picture and as numbers."""

from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.plots.history_plots import HistoryPlots
from digitpad.ui.view_tools import ExplainButton, ExportButton
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

Kind = TypeVar("Kind", bound=QWidget)

MARGIN = 24  # pixels about an exported picture


def shown(plots: QWidget, kind: type[Kind]) -> list[Kind]:
    return [each for each in plots.findChildren(kind) if each.isVisible()]


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        (0, "epoch,training cost,validation cost,training accuracy"),
        (1, 'epochs,"gradient norm, hidden layer"'),
        (2, "epochs,cost,accuracy,learning rate,images per second,dead units"),
    ],
)
def test_curves_and_their_numbers_are_exported(
    user: User, workspace: Workspace, tmp_path: Path, kind: int, columns: str
) -> None:
    user.plan_training(epochs=2)
    user.action("Train").trigger()
    user.wait_for(TrainingState.IDLE)
    plots, history = user.window.train.plots, workspace.training.history
    plots.kinds.setCurrentIndex(kind)
    (export,) = shown(plots, ExportButton)
    _, picture, numbers, _ = export.menu().actions()
    user.choose_file(tmp_path / "curves.png")
    picture.trigger()
    assert (tmp_path / "curves.png").stat().st_size > 1_000
    plots.curves.accuracy.setYRange(50, 51)  # most of the curve is not in view
    user.choose_file(tmp_path / "curves.svg")
    picture.trigger()
    lines = ElementTree.parse(tmp_path / "curves.svg").iter("{http://www.w3.org/2000/svg}polyline")
    places = [point.split(",") for line in lines for point in line.get("points", "").split()]
    assert all(0 <= float(y) <= plots.height() for _, y in places), "a curve leaves its plot"
    user.choose_file(tmp_path / "curves.csv")
    numbers.trigger()
    head, *rows = (tmp_path / "curves.csv").read_text().splitlines()
    assert head.startswith(columns)
    assert len(rows) == len((history.epochs, history.health, history.batches)[kind])


def plots_of(user: User, qtbot: QtBot) -> HistoryPlots:
    """The plots as they are once a training has begun, with nothing in them yet."""
    page = user.window.train
    qtbot.waitUntil(lambda: page.images.preview is not None)  # with which the page hides plots without curves
    plots: HistoryPlots = page.plots
    plots.show()
    user.catch_up()
    return plots


def test_an_exported_drawing_has_the_legend_and_no_buttons(user: User, qtbot: QtBot, tmp_path: Path) -> None:
    (export,) = shown(plots_of(user, qtbot), ExportButton)
    user.choose_file(tmp_path / "plots.svg")
    export.menu().actions()[1].trigger()
    texts = {text.strip() for text in ElementTree.parse(tmp_path / "plots.svg").getroot().itertext()}
    assert {"training", "validation", "Cost per image"} <= texts
    assert not {"Curves", "Log scale", "Show all", "Export"} & texts


@pytest.mark.parametrize("kind", range(3))
def test_an_exported_picture_has_the_plots_without_buttons(user: User, qtbot: QtBot, tmp_path: Path, kind: int) -> None:
    plots = plots_of(user, qtbot)
    plots.kinds.setCurrentIndex(kind)
    user.catch_up()
    assert len(shown(plots, QAbstractButton)) > 3  # all above the titles of the plots
    (export,) = shown(plots, ExportButton)
    user.choose_file(tmp_path / "plots.png")
    export.menu().actions()[1].trigger()
    picture = QImage(str(tmp_path / "plots.png"))
    empty = picture.pixel(0, 0)
    rows = range(picture.height())
    first = next(row for row in rows if any(picture.pixel(x, row) != empty for x in range(0, picture.width(), 2)))
    assert 2 * MARGIN <= first < 2 * MARGIN + 20  # the titles come first, and at once
    middle = picture.width() // 4  # of the first plot, which its grid lines cross
    assert any(picture.pixel(middle, y) != empty for y in range(picture.height() // 3, picture.height()))


def test_each_kind_of_plots_is_explained_and_exported_under_its_own_name(
    user: User, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    plots, names, texts = plots_of(user, qtbot), [], set()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *asked: (names.append(Path(asked[2]).name), ("", ""))[1])
    for kind in range(3):
        plots.kinds.setCurrentIndex(kind)
        user.catch_up()
        (export,) = shown(plots, ExportButton)
        export.menu().actions()[1].trigger()
        (explain,) = shown(plots, ExplainButton)
        QTest.mouseClick(explain, Qt.MouseButton.LeftButton)
        popup = QApplication.activePopupWidget()
        texts.add(popup.findChild(QLabel).text())
        popup.close()
    assert names == ["Learning-curves.png", "Gradients.png", "Rates.png"]
    assert len(texts) == 3

"""The page Train before, during and after a training, and for the back row."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from digitpad.ui.main_window import MainWindow
from digitpad.ui.plots.line_plot import LinePlot
from digitpad.ui.style.type import text_scale
from digitpad.ui.train.headline import Result
from digitpad.ui.widgets.images import Thumbnails
from digitpad.ui.widgets.painted_buttons import Card
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User


def test_the_first_page_shows_what_is_learned_from_and_offers_other_data(
    qtbot: QtBot, user: User, window: MainWindow, workspace: Workspace
) -> None:
    page = window.train
    assert page.images.isVisible()
    assert not page.plots.isVisible()
    assert not page.plan.fields.isVisible()  # the presets come first
    qtbot.waitUntil(lambda: page.images.preview is not None)
    assert "50,000 images of 28 × 28 pixels to learn from" in page.images.words.text()
    assert "learns from 50,000 handwritten images" in page.headline.invitation.words.text()
    (hand_in,) = (each for each in page.images.other.menu().actions() if each.text() == "MNIST hand-in")
    hand_in.trigger()
    assert workspace.training.plan.source == "mnist-hand-in"
    qtbot.waitUntil(lambda: "10,380 images" in page.images.words.text())
    assert "10,380 images" in page.headline.invitation.summary.text()
    page.settings.setFocus()
    qtbot.keyClick(page.settings, Qt.Key.Key_Space)
    assert page.plan.fields.isVisible()
    assert user.action("Train").isEnabled()


def test_what_is_unfolded_comes_into_view_in_a_small_window(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(960, 600)
    for line, content in ((window.drawing.more, window.drawing.closer), (window.train.settings, window.train.plan)):
        line.setFocus()
        qtbot.keyClick(line, Qt.Key.Key_Space)
        qtbot.waitUntil(lambda part=content: part.visibleRegion().boundingRect().height() > 150)
        assert not line.visibleRegion().isEmpty()


def test_a_training_that_is_stopped_within_its_first_epoch_has_a_result(user: User, window: MainWindow) -> None:
    user.plan_training(epochs=2)
    user.press("F10")  # a single step
    user.wait_for(TrainingState.PAUSED)
    user.press("Shift+F5")
    user.wait_for(TrainingState.IDLE)
    page = window.train
    assert page.headline.result.isVisible()
    assert "images it had never seen" in page.headline.result.words.text()
    assert page.plots.isVisible()


def test_what_a_training_came_to_is_laid_out_when_its_page_is_turned_to(user: User, window: MainWindow) -> None:
    user.plan_training()
    user.press("F5")
    window.show_page(window.inside)
    user.wait_for(TrainingState.IDLE)
    user.settle()
    window.show_page(window.train)
    shown = [plot for plot in window.train.plots.findChildren(LinePlot) if plot.isVisible()]
    sizes = [plot.size() for plot in shown]
    user.settle()
    assert len(shown) == 2
    assert [plot.size() for plot in shown] == sizes  # nothing jumps while it is looked at


def test_a_file_is_described_before_it_is_used_and_again_when_the_next_one_comes(
    user: User, window: MainWindow, workspace: Workspace, course_file: Path, tmp_path: Path
) -> None:
    page = window.train
    user.plan_training(epochs=4)
    assert page.images.words.text().startswith(f"{course_file.name}: 480 images")
    assert "10 classes, 48 images of each." in page.images.words.text()
    user.action("Train").trigger()
    user.wait_for(TrainingState.IDLE)
    assert not page.images.isVisible()
    assert page.travel.timeline.learned == 1
    final = workspace.models.current
    assert final is not None
    assert final.model.test_accuracy is not None
    count = round((1 - final.model.test_accuracy) * 60)
    name = f"See its {count} mistakes" if count > 1 else "See its mistakes"
    assert page.headline.result.cards[2].text() == name
    curves = page.plots.curves
    (first, last), _ = curves.cost.getViewBox().viewRange()
    assert first == 0
    assert 4 < last < 4.1
    other = tmp_path / f"other{course_file.suffix}"
    other.write_bytes(course_file.read_bytes())
    user.choose_file(other)
    said = page.headline.result.words.text()
    user.action("Open training data…").trigger()
    user.wait_for(TrainingState.IDLE)
    assert page.headline.result.words.text() == said
    assert page.headline.result.cards[2].text() == "See its mistakes", "they are not those of the file that is open now"
    assert page.images.isVisible()
    assert page.images.words.text().startswith(f"{other.name}: 480 images")
    another = workspace.models.items[0]
    assert another is not final
    workspace.models.use(another.key)
    assert page.headline.result.words.text() == f"by “{another.model.name}”, the model in use"
    assert page.headline.result.figure.text() in ("", f"{100 * (another.model.test_accuracy or 0):.1f} %")


def test_the_axis_across_has_all_epochs_planned_from_the_first_step_on(user: User, window: MainWindow) -> None:
    user.plan_training(epochs=30)
    curves = window.train.plots.curves
    user.action("Step one batch").trigger()
    ranges = [curves.cost.getViewBox().viewRange()[0]]  # before anything is known but the plan
    user.wait_for(TrainingState.PAUSED)
    assert curves.cost.getViewBox().viewRange()[0] == ranges[0]
    assert 30 < ranges[0][1] < 31
    for _ in range(2):
        user.action("Step one epoch").trigger()
        user.wait_for(TrainingState.PAUSED)
        ranges.append(curves.cost.getViewBox().viewRange()[0])
    assert ranges == ranges[:1] * 3
    style = Qt.ToolButtonStyle
    for width, expected in ((960, style.ToolButtonTextOnly), (1366, style.ToolButtonTextBesideIcon)):
        window.resize(width, 768)
        user.catch_up()
        buttons = window.train.headline.under_way.findChildren(QToolButton)
        assert {each.toolButtonStyle() for each in buttons} == {expected}
    user.action("Stop").trigger()
    user.wait_for(TrainingState.IDLE)
    timeline = window.train.travel.timeline
    assert timeline.isVisible()
    assert timeline.learned == pytest.approx(2 / 30)
    window.message.dismiss(window.message.text)
    window.offer_interrupted()
    assert "was stopped before its end" in window.message.text


def test_for_the_back_row_the_curves_stand_one_above_the_other_without_controls(user: User, window: MainWindow) -> None:
    user.plan_training(epochs=2)
    user.action("Train").trigger()
    user.wait_for(TrainingState.IDLE)
    page, curves = window.train, window.train.plots.curves
    assert curves.accuracy.mapTo(page, curves.accuracy.rect().topLeft()).x() > curves.cost.width()
    user.press("F11")
    user.catch_up()
    above, below = (each.mapTo(page, each.rect().topLeft()) for each in (curves.accuracy, curves.cost))
    assert above.x() == below.x()
    assert above.y() + curves.accuracy.height() <= below.y()
    assert not any(each.isVisible() for each in (page.settings, page.plots.kinds, curves.show_all, page.images))
    assert curves.heads[0].isVisible()
    result = page.headline.result
    assert result.figure.isVisible()
    assert not any(each.isVisible() for each in result.cards)
    assert text_scale() == pytest.approx(max(min(window.height() / 540, window.width() / 960), 1), rel=0.05)
    user.press("Ctrl+L")
    assert curves.log_cost.isChecked()
    user.press("F11")
    user.catch_up()
    assert page.settings.isVisible()
    user.press("F11")
    curves.cost.setFocus()
    user.press("Esc")
    assert page.settings.isVisible()
    assert all(each.isVisible() for each in result.cards)
    assert curves.show_all.isVisible()
    assert curves.accuracy.mapTo(page, curves.accuracy.rect().topLeft()).x() > curves.cost.width()


def test_mistakes_are_counted_on_the_card_that_leads_to_them(qtbot: QtBot) -> None:
    result = Result()
    qtbot.addWidget(result)
    card = result.cards[2]
    for count, name in ((1_234, "See its 1,234 mistakes"), (1, "See its mistakes"), (None, "See its mistakes")):
        result.count_mistakes(count)
        assert card.text() == card.accessibleName() == name


def test_data_that_is_gone_is_said_to_be_unreadable_and_other_data_can_be_chosen(
    qtbot: QtBot, window: MainWindow, workspace: Workspace, tmp_path: Path
) -> None:
    page, training = window.train, workspace.training
    training.set_plan(replace(training.plan, source=str(tmp_path / "gone.npz")))
    qtbot.waitUntil(lambda: page.images.words.text() == "This data cannot be read.")
    qtbot.waitUntil(lambda: "gone.npz" in window.message.text)
    assert page.images.preview is None
    (mnist,) = (each for each in page.images.other.menu().actions() if each.text() == "MNIST")
    mnist.trigger()
    qtbot.waitUntil(lambda: page.images.preview is not None)
    assert page.images.words.text().startswith("MNIST: 50,000 images")


def test_the_images_are_as_high_in_a_wide_page_as_in_a_narrow_one(qtbot: QtBot) -> None:
    """Else a page that just fits shows its scroll bar and hides it without end."""
    tiles = Thumbnails(46, 96, captions=False, rows=3)
    qtbot.addWidget(tiles)
    heights = set()
    for width in range(500, 800, 3):
        tiles.resize(width, 150)
        heights.add(tiles.minimumSizeHint().height())
    assert len(heights) == 1


def test_a_preset_keeps_the_file_that_was_chosen_and_promises_nothing_of_it(
    user: User, workspace: Workspace, course_file: Path
) -> None:
    card = next(card for card in user.window.train.findChildren(Card) if card.text() == "Default")
    assert "of 1,000" in card.accessibleDescription()
    workspace.training.set_plan(replace(workspace.training.plan, source=str(course_file)))
    assert "of 1,000" not in card.accessibleDescription()
    card.click()
    assert workspace.training.plan.source == str(course_file)
    assert card.isChecked()

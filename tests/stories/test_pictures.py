"""A picture is dropped, opened or pasted, read on the canvas, and taken away with Undo."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.strokes import PenSample
from digitpad.core.recognition.boxes import Box
from digitpad.ui.draw.panel import DrawingPanel
from digitpad.ui.main_window import MainWindow
from digitpad.ui.picture_dialog import PictureDialog
from digitpad.ui.widgets.images import square_in
from digitpad.workspace.workspace import Workspace
from tests.stories.user import User

SEVEN = [(60, 40), (120, 40), (85, 150)]


@pytest.fixture
def seven(tmp_path: Path) -> Path:
    image = Image.new("RGB", (200, 200), (222, 216, 205))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, 200, 8], fill=(90, 60, 40))
    draw.line(SEVEN, fill=(40, 40, 90), width=9, joint="curve")
    image.save(tmp_path / "seven.jpg")
    return tmp_path / "seven.jpg"


@pytest.fixture
def number(tmp_path: Path) -> QImage:
    image = Image.new("L", (360, 200), 250)
    for place in range(3):
        ImageDraw.Draw(image).line([(x + 100 * place, y) for x, y in SEVEN], fill=20, width=9, joint="curve")
    image.save(tmp_path / "number.png")
    return QImage(str(tmp_path / "number.png"))


def test_a_dropped_picture_is_read_and_undone(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, seven: Path
) -> None:
    with qtbot.waitSignal(workspace.pictures.task.finished):
        user.drop(seven)
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() == "7")
    assert workspace.document.image is not None
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert workspace.document.is_empty
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() == "")


@pytest.fixture
def read_number(window: MainWindow, qtbot: QtBot, number: QImage) -> DrawingPanel:
    """The desk once three sevens have been pasted and read."""
    QGuiApplication.clipboard().setImage(number)
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() == "777")
    return window.drawing


def test_a_pasted_number_is_read_beside_the_canvas_and_copied(read_number: DrawingPanel, workspace: Workspace) -> None:
    latest = workspace.classifier.latest
    assert latest
    assert latest.number
    assert [each.prediction.digit for each in latest.number.digits] == [7, 7, 7]
    assert latest.digit == 7  # the bars are of a single digit
    assert read_number.digits.isVisible()
    assert read_number.digits.count() == 3
    QTest.keyClick(read_number.window(), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "777"
    assert clipboard.image().width() == 280
    workspace.document.undo()
    assert workspace.document.is_empty


def test_a_digit_of_a_number_is_chosen_by_its_box_and_by_arrows(
    read_number: DrawingPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    def chosen() -> int:
        latest = workspace.classifier.latest
        assert latest
        assert latest.number
        np.testing.assert_array_equal(
            latest.probabilities, latest.number.digits[latest.chosen].prediction.probabilities
        )
        return latest.chosen

    press(read_number, middle(boxes(workspace)[2]))
    qtbot.waitUntil(lambda: chosen() == 2)
    assert workspace.document.image is not None  # the press was for the box, and no stroke
    assert read_number.digits.currentIndex() == 2
    assert "Digit 3 of 3" in read_number.digits.accessibleName()
    spot = read_number.digits.tabRect(2).center()
    QTest.mouseClick(read_number.digits, Qt.MouseButton.LeftButton, pos=spot)
    assert read_number.digits.hasFocus()
    QTest.keyClick(read_number.digits, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: chosen() == 1)


def test_boxes_are_split_joined_and_moved_and_the_answers_follow(
    read_number: DrawingPanel, workspace: Workspace, qtbot: QtBot
) -> None:
    window, control = read_number.window(), Qt.KeyboardModifier.ControlModifier
    first, second, third = boxes(workspace)
    QTest.keyClick(window, Qt.Key.Key_J, control)
    qtbot.waitUntil(lambda: read_number.digits.count() == 2)
    # Two digits in one box are no digit, however sure the network is that they are a certain one.
    assert read_number.digits.tabToolTip(0).endswith("?")
    assert read_number.digits.tabToolTip(1).endswith("%")
    assert boxes(workspace)[0] == (first[0], min(first[1], second[1]), second[2], max(first[3], second[3]))
    QTest.keyClick(window, Qt.Key.Key_K, control)
    qtbot.waitUntil(lambda: read_number.answer.digit.text() == "777")
    np.testing.assert_allclose(boxes(workspace), [first, second, third], atol=0.3)
    # So high that it holds nothing any more.
    press(read_number, middle(boxes(workspace)[1]), to=(middle(second)[0], 3.0))
    qtbot.waitUntil(lambda: read_number.answer.digit.text() == "77")
    workspace.document.undo()
    qtbot.waitUntil(lambda: read_number.answer.digit.text() == "777")
    right = boxes(workspace)[2][2]
    QTest.keyClick(read_number.digits, Qt.Key.Key_Right)
    QTest.keyClick(read_number.digits, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert boxes(workspace)[2][2] == pytest.approx(right + 0.5, abs=0.3)
    for _ in range(2):  # what was resized, and what was split
        workspace.document.undo()
    workspace.numbers.find_again()
    qtbot.waitUntil(lambda: boxes(workspace) == (first, second, third))


def test_closer_look_shows_the_stages_of_a_picture(read_number: DrawingPanel, user: User) -> None:
    read_number.window().resize(1280, 1200)  # so that the canvas stays in view
    read_number.more.click()
    stages = read_number.closer.stages
    assert stages.isVisible()
    assert not read_number.closer.strip.isVisible()
    pictures = [each.grab().toImage() for each in stages.images.values()]
    assert len(pictures) == 7
    assert pictures[0] != pictures[-1]
    user.draw([[(9, 2), (18, 2), (13, 5)]])
    user.answer()
    assert read_number.closer.strip.isVisible()
    assert not stages.isVisible()


def boxes(workspace: Workspace) -> tuple[Box, ...]:
    return workspace.numbers.boxes


def middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def press(desk: DrawingPanel, at: tuple[float, float], to: tuple[float, float] | None = None) -> None:
    """Press the canvas there, in its units, and release it there or elsewhere."""
    square, left = square_in(desk.canvas), Qt.MouseButton.LeftButton
    begin, end = (square.topLeft() + (QPointF(*each) * square.width() / 28).toPoint() for each in (at, to or at))
    QTest.mousePress(desk.canvas, left, pos=begin)
    if to:
        QTest.mouseMove(desk.canvas, (begin + end) / 2)
        QTest.mouseMove(desk.canvas, end)
    QTest.mouseRelease(desk.canvas, left, pos=end)


def test_a_drawn_number_is_shown_whole_with_a_box_for_each_digit_and_copied(
    window: MainWindow, workspace: Workspace, qtbot: QtBot
) -> None:
    strokes = [[(2, 9), (7, 9), (4, 18)], [(11, 9), (11, 18)], [(16, 9), (15, 14), (20, 14)], [(19, 11), (18, 18)]]
    for corners in strokes:
        x, y = np.array(corners, float).T
        along = np.linspace(0, len(x) - 1, 20)
        for sample in zip(np.interp(along, range(len(x)), x), np.interp(along, range(len(x)), y), strict=True):
            workspace.document.extend_stroke([PenSample(*sample)])
        workspace.document.end_stroke()
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() == "714")
    latest = workspace.classifier.latest
    assert latest
    assert latest.number
    assert [round(each.box[0]) for each in latest.number.digits] == [2, 11, 15]
    QTest.keyClick(window.drawing.digits, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: workspace.classifier.latest is not latest)
    chosen = workspace.classifier.latest
    assert chosen
    assert (chosen.digit, chosen.chosen) == (1, 1)
    assert "714" in window.drawing.bars.accessibleName()
    QTest.keyClick(window, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "714"
    assert clipboard.image().width() == 280
    assert "714" in window.message.text
    workspace.document.undo()
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() != "714")


def dialog_of(window: MainWindow) -> PictureDialog:
    (dialog,) = window.findChildren(PictureDialog)
    return dialog


def test_a_clear_picture_can_be_adjusted_afterwards(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, seven: Path
) -> None:
    user.drop(seven)
    qtbot.waitUntil(lambda: window.drawing.answer.digit.text() == "7")
    first = workspace.document.image
    (button,) = (each for each in window.findChildren(QPushButton) if each.text().startswith("Adjust"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = dialog_of(window)
    assert dialog.words.text().startswith("A 7 (")
    assert dialog.view.frame.contains(QRectF(QPointF(60, 40), QPointF(120, 150)))
    QTest.mouseClick(dialog.right, Qt.MouseButton.LeftButton)
    assert not dialog.put.isEnabled()  # until that has been read
    qtbot.waitUntil(dialog.put.isEnabled)
    # The seven lies on its side, from (50, 60) to (160, 120): only its foot is framed.
    for from_, to in ((QPointF(20, 30), QPointF(90, 110)),):
        QTest.mousePress(dialog.view, Qt.MouseButton.LeftButton, pos=dialog.view.place_of(from_).toPoint())
        QTest.mouseMove(dialog.view, dialog.view.place_of(to).toPoint())
        QTest.mouseRelease(dialog.view, Qt.MouseButton.LeftButton, pos=dialog.view.place_of(to).toPoint())
    qtbot.waitUntil(dialog.put.isEnabled)
    drawn = dialog.view.frame
    assert drawn.left() == pytest.approx(20, abs=1)
    assert drawn.bottom() == pytest.approx(110, abs=1)
    QTest.keyClick(dialog.view, Qt.Key.Key_Right)
    assert dialog.view.frame.left() == pytest.approx(24, abs=1)
    assert dialog.view.frame.size() == drawn.size()
    qtbot.waitUntil(dialog.put.isEnabled)
    QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    assert workspace.document.image is not first
    assert dialog.isHidden()
    again = user.action("Adjust picture…")
    assert again.isEnabled()  # from the menu, when the message has gone
    again.trigger()
    *_, dialog = window.findChildren(PictureDialog)
    assert dialog.view.frame.left() == pytest.approx(24, abs=1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    workspace.document.undo()
    assert workspace.document.image is first
    workspace.document.clear()
    assert not again.isEnabled()


def test_what_is_not_clear_is_asked_about(
    user: User, window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    image = Image.new("L", (300, 300), 240)
    ImageDraw.Draw(image).polygon([(80, 60), (220, 60), (200, 250), (150, 190), (95, 250)], fill=60)
    image.save(tmp_path / "shape.png")
    with qtbot.waitSignal(workspace.pictures.task.finished):
        user.drop(tmp_path / "shape.png")
    assert workspace.document.is_empty
    dialog = dialog_of(window)
    assert "This does not look like a digit" in dialog.words.text()
    dialog.ink.setFocus()
    QTest.keyClick(dialog.ink, Qt.Key.Key_End)  # light on dark
    qtbot.waitUntil(lambda: "nothing that stands out" in dialog.words.text())
    assert not dialog.put.isEnabled()
    QTest.keyClick(dialog.ink, Qt.Key.Key_Up)
    qtbot.waitUntil(dialog.put.isEnabled)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert workspace.document.is_empty
    Image.new("L", (60, 60), 200).save(tmp_path / "nothing.png")
    qtbot.waitUntil(lambda: window.findChildren(PictureDialog) == [])
    with qtbot.waitSignal(workspace.pictures.task.finished):
        user.drop(tmp_path / "nothing.png")
    dialog = dialog_of(window)
    assert "nothing that stands out" in dialog.words.text()
    assert not dialog.put.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    dialog.reject()


def test_what_is_no_picture_is_told_in_a_sentence(
    window: MainWindow, workspace: Workspace, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "seven.png").write_bytes(b"%PDF-1.7")
    with qtbot.waitSignal(workspace.failed) as told:
        workspace.pictures.open(tmp_path / "seven.png")
    assert "a PDF document" in str((told.args or ("",))[0])
    assert workspace.document.is_empty
    assert window.isVisible()


def test_a_clipboard_that_holds_no_picture_is_told_in_a_sentence(
    user: User, workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda _: None)
    user.press("Ctrl+V")
    assert user.window.message.text.startswith("There is no picture")
    with qtbot.waitSignal(workspace.failed) as told:
        workspace.pictures.paste(QImage(), "the clipboard")
    assert "no picture" in str((told.args or ("",))[0])
    assert workspace.document.is_empty

"""Keeping one's own digits: a key says what the drawing is."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source, from_prediction
from digitpad.core.drawing.strokes import PenSample, Stroke
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.recognition.predict import predict_drawings
from digitpad.core.runs import teaching
from digitpad.ui.collection.drawings_view import DrawingsView
from digitpad.ui.collection.teach_view import TeachView
from digitpad.ui.collection.writing_view import WritingView
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

# As tests/stories/conftest.py draws them.
_TURN = np.linspace(0, 2 * np.pi, 40)
STROKES: dict[int, list[list[tuple[float, float]]]] = {
    0: [[(14 + 5.5 * np.sin(turn), 14 - 8 * np.cos(turn)) for turn in _TURN]],
    1: [[(15.5 - 2.5 * way, 5 + 18 * way) for way in np.linspace(0, 1, 20)]],
    3: [[(8.5, 8), (11, 5.7), (15, 5.5), (18, 8), (17.5, 11), (13, 13.3), (18, 15), (19, 19), (16, 22), (12, 22.5)]],
    7: [[(8, 7), (12, 6.8), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]],
}


@pytest.fixture(autouse=True)
def collection_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the drawings of this test are kept."""
    path = tmp_path / "digits" / "collection.sqlite"
    monkeypatch.setattr(paths, "COLLECTION", path)
    return path


def drawings_in(path: Path) -> list[CollectedDrawing]:
    with Collection.open(path) as collection:
        return list(collection.drawings())


def test_a_drawing_is_kept_and_changed_with_one_key(
    user: Any, window: MainWindow, workspace: Workspace, qtbot: QtBot, collection_file: Path
) -> None:
    buttons, kept = window.drawing.bars.buttons, workspace.collection
    user.press("7")
    assert not any(each.isEnabled() for each in buttons)
    assert not collection_file.exists()  # nothing drawn, nothing kept
    user.draw_digit(7)
    user.catch_up()
    with qtbot.waitSignal(kept.was_kept):
        user.press("7")
    assert "Kept as 7" in user.status()
    assert [each.isChecked() for each in buttons] == [digit == 7 for digit in range(10)]
    (drawing,) = drawings_in(collection_file)
    assert (drawing.label, drawing.answer, drawing.writer, drawing.source) == (7, 7, "Me", Source.DRAWING)
    assert drawing.model == workspace.models.current.model.name  # type: ignore[union-attr]
    assert np.array_equal(drawing.strokes[0].samples, workspace.document.drawing[0].samples)
    latest = workspace.classifier.latest
    assert latest
    assert np.array_equal(drawing.seen, np.round(latest.seen * 255))

    with qtbot.waitSignal(kept.was_kept):
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert [each.label for each in drawings_in(collection_file)] == [1]
    assert buttons[1].isChecked()
    assert not buttons[7].isChecked()
    user.catch_up()
    (undo,) = (each for each in window.message.findChildren(QPushButton) if each.isVisible())
    with qtbot.waitSignal(kept.changed):
        QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert [each.label for each in drawings_in(collection_file)] == [7]
    assert buttons[7].isChecked()

    user.press("Ctrl+Backspace")
    assert not buttons[7].isChecked()
    user.press("Ctrl+Z")
    assert buttons[7].isChecked()  # the same drawing is known again
    user.draw([[(6, 14), (22, 14)]])
    with qtbot.waitSignal(kept.was_kept):
        user.press("N")
    assert window.drawing.label_line.no_digit.isChecked()
    assert [each.label for each in drawings_in(collection_file)] == [7, None]


def test_a_class_has_several_writers_and_a_picture_is_kept_too(
    user: Any,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    collection_file: Path,
) -> None:
    line = window.drawing.label_line
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("  Anna\t& Bo ", True))
    line.ask_for_writer()
    assert workspace.collection.writers == ("Anna & Bo", "Me")
    assert line.writer.text() == "Anna && Bo"
    workspace.show_image(np.eye(28, dtype=np.float32))
    with qtbot.waitSignal(workspace.collection.was_kept):
        user.press("1")
    (drawing,) = drawings_in(collection_file)
    assert (drawing.writer, drawing.source, drawing.strokes) == ("Anna & Bo", Source.PICTURE, ())
    line.writer.menu().aboutToShow.emit()
    choice = {each.text(): each for each in line.writer.menu().actions()}
    assert choice["Anna && Bo"].isChecked()
    choice["Me"].trigger()
    assert workspace.collection.writer == "Me"
    window.train.settings.setChecked(True)
    box = window.train.form.findChildren(QSpinBox)[0]
    box.setFocus()
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_3)  # a number where numbers are meant
    assert box.text() == "3"
    assert len(drawings_in(collection_file)) == 1


def test_of_a_number_the_chosen_digit_is_kept(
    user: Any, window: MainWindow, workspace: Workspace, qtbot: QtBot, collection_file: Path
) -> None:
    user.draw([[(3, 9), (8, 9), (5, 19)], [(14, 9), (14, 19)]])
    assert user.answer() == "71"
    for digit in ("7", "1"):
        with qtbot.waitSignal(workspace.collection.was_kept):
            user.press(digit)
        assert window.drawing.bars.buttons[int(digit)].isChecked()
        with qtbot.waitSignal(workspace.classifier.predicted):
            QTest.keyClick(window.drawing.digits, Qt.Key.Key_Right if digit == "7" else Qt.Key.Key_Left)
        assert not window.drawing.bars.buttons[int(digit)].isChecked()
    kept = drawings_in(collection_file)
    assert sorted((each.label, each.answer, len(each.strokes)) for each in kept) == [(1, 1, 1), (7, 7, 1)]


def test_what_is_no_collection_is_said_and_the_program_goes_on(
    user: Any, window: MainWindow, workspace: Workspace, qtbot: QtBot, collection_file: Path
) -> None:
    collection_file.parent.mkdir()
    collection_file.write_bytes(b"not a database" * 100)
    user.draw_digit(7)
    user.catch_up()
    with qtbot.waitSignal(workspace.failed):
        user.press("7")
    assert str(collection_file) in user.status()
    assert not window.drawing.bars.buttons[7].isChecked()
    assert collection_file.read_bytes() == b"not a database" * 100
    user.press("Ctrl+Backspace")
    user.draw_digit(3)
    assert user.answer() == "3"


def keep(path: Path, *digits: int, labels: Sequence[int | None] = ()) -> None:
    """Have these digits in the collection, the first one the newest, as the small model reads them."""
    model = open_model(paths.BUNDLED_MODELS[1])
    drawings = [
        tuple(Stroke.of([PenSample(*each) for each in stroke]) for stroke in STROKES[digit]) for digit in digits
    ]
    answers = predict_drawings(model.network, drawings, model.normalisation, model.detector)
    now = datetime.now(UTC)
    with Collection.open(path) as collection:
        for place, (drawing, answer) in enumerate(zip(drawings, answers, strict=True)):
            label = labels[place] if labels else digits[place]
            written = now - timedelta(days=10 * place)
            collection.add(from_prediction(answer, model, label=label, writer="Anna", strokes=drawing, written=written))


@pytest.fixture
def drawings_view(user: Any, qtbot: QtBot, collection_file: Path) -> Callable[..., DrawingsView]:
    """Opens the page with drawings of these digits in the collection."""

    def show(*digits: int, labels: Sequence[int | None] = ()) -> DrawingsView:
        keep(collection_file, *digits, labels=labels)
        view: DrawingsView = user.open_view(DrawingsView)
        qtbot.waitUntil(lambda: view.grid.count == len(digits) and bool(view.grid.caption(len(digits) - 1)))
        return view

    return show


def test_all_that_was_kept_is_looked_through_and_corrected_by_keys(
    user: Any,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
    collection_file: Path,
    drawings_view: Callable[..., DrawingsView],
) -> None:
    user.draw_digit(0)
    view = drawings_view(7, 1, 3, 0, labels=[7, 7, 3, 0])
    grid = view.grid
    assert view.headline.text() == "4 drawings"
    assert [grid.caption(place) for place in range(4)] == ["7", "7, read 1", "3", "0"]
    view.filters.right.setCurrentIndex(view.filters.right.findText("read wrong"))
    view.filters.right.activated.emit(1)
    qtbot.waitUntil(lambda: grid.count == 1)
    assert view.headline.text() == "1 of 4 drawings"
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(0).center())
    with qtbot.waitSignal(workspace.collection.was_relabelled):
        QTest.keyClick(grid, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: grid.count == 0)  # it is right now
    assert [each.label for each in drawings_in(collection_file)] == [7, 1, 3, 0]
    assert "None of 4" in view.headline.text()
    QTest.mouseClick(view.empty.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: grid.count == 4)

    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.rect_of(1).center())
    QTest.keyClick(grid, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert "3 chosen" in view.chosen.text()
    with qtbot.waitSignal(workspace.collection.was_removed):
        QTest.keyClick(grid, Qt.Key.Key_Delete)
    assert not workspace.document.is_empty  # what is on the canvas stays
    qtbot.waitUntil(lambda: grid.count == 1)
    assert [each.label for each in drawings_in(collection_file)] == [7]
    user.catch_up()
    (undo,) = (each for each in window.message.findChildren(QPushButton) if each.isVisible())
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: grid.count == 4)
    keep(collection_file, 7, 3)  # as they were kept before
    view.filters.right.setCurrentIndex(view.filters.right.findText("near-duplicates"))
    view.filters.right.activated.emit(3)
    qtbot.waitUntil(lambda: "2 drawings look like copies" in view.headline.text())
    assert grid.count == 4
    with qtbot.waitSignal(workspace.collection.was_removed):
        QTest.keyClick(grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: grid.count == 0)
    view.filters.show_all()
    qtbot.waitUntil(lambda: grid.count == 4)
    view.filters.since.setCurrentIndex(view.filters.since.findText("last 7 days"))
    view.filters.since.activated.emit(2)
    qtbot.waitUntil(lambda: grid.count == 1)


def test_a_drawing_is_written_again_and_put_on_the_canvas(
    user: Any,
    workspace: Workspace,
    qtbot: QtBot,
    collection_file: Path,
    drawings_view: Callable[..., DrawingsView],
) -> None:
    view = drawings_view(7, 3)
    card = view.card
    qtbot.waitUntil(lambda: card.name.text() == "Meant as 7, read as 7")
    view.grid.setFocus()
    QTest.keyClick(view.grid, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: card.name.text() == "Meant as 3, read as 3")
    qtbot.waitUntil(lambda: not card.is_playing and card.slider.value() == card.slider.maximum() > 5)
    whole = card.image.grab().toImage()
    card.slider.setFocus()
    QTest.keyClick(card.slider, Qt.Key.Key_Home)
    assert card.time.text() == "0.0 s"
    assert card.image.grab().toImage() != whole
    QTest.mouseClick(card.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not card.is_playing)
    assert card.image.grab().toImage() == whole
    assert "Anna" in card.facts.text()
    with qtbot.waitSignal(workspace.document.changed):
        view.grid.setFocus()
        QTest.keyClick(view.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert user.answer() == "3"
    assert user.window.drawing.bars.buttons[3].isChecked()
    user.window.drawing.canvas.setFocus()
    with qtbot.waitSignal(workspace.collection.was_kept):
        user.press("8")
    assert [each.label for each in drawings_in(collection_file)] == [7, 8]  # changed, not kept again


def test_digits_are_written_on_demand_from_keyboard_and_pen(
    user: Any, window: MainWindow, workspace: Workspace, qtbot: QtBot, collection_file: Path
) -> None:
    user.draw_digit(7)
    view: WritingView = user.open_view(WritingView)
    view.goes_on.setChecked(False)
    view.count.setCurrentIndex(0)
    QTest.mouseClick(view.start, Qt.MouseButton.LeftButton)
    session, canvas, written = workspace.writing, window.drawing.canvas, []
    qtbot.waitUntil(lambda: canvas.hasFocus() and view.digit.isVisible())
    assert workspace.document.is_empty

    def go_on(key: Qt.Key) -> None:
        before = session.place
        written.append(session.wanted)
        user.draw_digit(3)
        QTest.keyClick(canvas, key)
        qtbot.waitUntil(lambda: session.place == before + 1)
        assert workspace.document.is_empty

    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert session.place == 0  # nothing was written
    user.draw_digit(1)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)  # a slip
    assert (session.place, workspace.document.is_empty) == (0, True)
    go_on(Qt.Key.Key_Return)
    go_on(Qt.Key.Key_Space)
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)  # the one before again
    assert session.place == 1
    written.pop()
    QTest.keyClick(canvas, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: view.headline.text() == "Digit 3 of 10")
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space):  # which sets the pen down, and lifts it
        QTest.keyClick(canvas, key)
    assert session.place == 2
    assert len(workspace.document.drawing) == 1
    QTest.keyClick(canvas, Qt.Key.Key_Backspace)
    view.goes_on.setChecked(True)
    window.drawing.session_keys.rests.setInterval(1)
    written.append(session.wanted)
    user.draw_digit(0)
    qtbot.waitUntil(lambda: session.place == 3)
    view.goes_on.setChecked(False)
    while session.is_running:
        go_on(Qt.Key.Key_Enter)
    qtbot.waitUntil(lambda: "9 digits were kept" in view.outcome.text())
    qtbot.waitUntil(lambda: len(drawings_in(collection_file)) == 9)
    kept = drawings_in(collection_file)
    assert [each.label for each in kept] == written
    assert {each.source for each in kept} == {Source.SESSION}
    assert len(set(written)) == 9
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert not session.is_running


def _random_model() -> Model:
    """One that has learned nothing."""
    rng = np.random.default_rng(0)
    W1, W2 = rng.normal(0, 0.05, (784, 32)), rng.normal(0, 0.2, (32, 10))
    W1, b1, W2, b2 = (each.astype(np.float32) for each in (W1, np.zeros(32), W2, np.zeros(10)))
    network = Network(W1, b1, W2, b2)
    return Model(network, "novice")


@pytest.mark.parametrize("rate", [0.005, 1e-8])
def test_a_model_is_taught_and_used_only_if_it_reads_better(
    user: Any,
    workspace: Workspace,
    qtbot: QtBot,
    collection_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    rate: float,
) -> None:
    settings = replace(teaching.SETTINGS, learning_rate=rate, augmentation=Augmentation())
    monkeypatch.setattr(teaching, "SETTINGS", settings)
    base = workspace.models.add(_random_model())
    keep(collection_file, *[0, 1, 3, 7] * 5)
    view: TeachView = user.open_view(TeachView)
    qtbot.waitUntil(view.teach.isEnabled)
    assert view.writer.currentText() == "Anna, 20"
    QTest.mouseClick(view.teach, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.stop.isVisible() and view.progress.value() > 300)
    assert "novice learns Anna’s digits" in view.headline.text()
    assert not view.teach.isEnabled()
    QTest.mouseClick(view.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(view.verdict.isVisible)
    report = workspace.teaching.report
    assert report
    assert (report.accepted, workspace.teaching.is_used) == ((True, True) if rate > 1e-6 else (False, False))
    current = workspace.models.current
    assert current
    assert (current.key == base) is not report.accepted
    assert view.verdict.text().startswith("It reads" if report.accepted else "Not better")
    rows = [[label.text() for label in row] for row in view.rows if row[0].isVisible()]
    assert [row[1] for row in rows] == ["4", "10,000"]  # nobody else has written
    assert rows[0][3].startswith(f"{25 * report.held_out.after:.1f} %\n")
    QTest.mouseClick(view.other, Qt.MouseButton.LeftButton)
    assert workspace.teaching.is_used is not report.accepted
    assert "taught Anna" in str([each.model.name for each in workspace.models.items])


def test_drawings_are_taken_along_and_trained_on(
    user: Any,
    window: MainWindow,
    workspace: Workspace,
    qtbot: QtBot,
    collection_file: Path,
    tmp_path: Path,
    choose_file: Callable[[Path | None], None],
    drawings_view: Callable[..., DrawingsView],
) -> None:
    view = drawings_view(*[0, 1, 3, 7] * 3)
    view.filters.label.setCurrentIndex(view.filters.label.findData(7))
    view.filters.changed.emit()
    qtbot.waitUntil(lambda: view.grid.count == 3)
    choose_file(tmp_path / "sevens")
    with qtbot.waitSignal(workspace.transfer.exported):
        view.commands["export_numbers"].trigger()
    assert "Saved “sevens.zip”" in user.status()
    view.filters.show_all()
    qtbot.waitUntil(lambda: view.grid.count == 12)
    view.grid.selectAll()
    assert "12 chosen" in view.chosen.text()
    with qtbot.waitSignal(workspace.collection.was_removed):
        view.commands["delete"].trigger()
    qtbot.waitUntil(view.empty.isVisible)
    choose_file(tmp_path / "sevens.zip")
    with qtbot.waitSignal(workspace.transfer.imported):
        view.commands["import"].trigger()
    assert "1 of 3 drawings are new" in user.status()  # all three are the same
    qtbot.waitUntil(lambda: view.grid.count == 1)
    (drawing,) = drawings_in(collection_file)
    assert drawing.label == 7
    assert drawing.writer not in ("Anna", "Me")
    (tmp_path / "sevens.zip").write_bytes(b"PK\x03\x04 cut off")
    with qtbot.waitSignal(workspace.failed):
        view.commands["import"].trigger()
    assert "sevens.zip" in user.status()
    assert len(drawings_in(collection_file)) == 1

    keep(collection_file, *[0, 1, 3, 7] * 10)
    workspace.collection.look()
    qtbot.waitUntil(lambda: view.grid.count == 41)
    view.filters.writer.setCurrentIndex(view.filters.writer.findData("Anna"))
    view.filters.changed.emit()
    qtbot.waitUntil(lambda: view.grid.count == 40)
    with qtbot.waitSignal(workspace.training.data_opened):
        view.commands["learn"].trigger()
    qtbot.waitUntil(window.train.isVisible)
    assert workspace.training.plan.source == "collection:Anna"
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE)
    user.press("F5")
    qtbot.waitUntil(lambda: workspace.training.state is TrainingState.IDLE and bool(workspace.training.history.epochs))
    assert "Anna" in str([each.model.trained_on for each in workspace.models.items])

"""The window offers to go on with a training that was interrupted."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from digitpad.ui.main_window import MainWindow


@pytest.mark.parametrize(("answer", "goes_on"), [("Go on", True), ("Discard", False)])
def test_after_closing_it_in_the_middle_the_next_window_offers_to_go_on(
    qtbot: QtBot,
    user: Any,
    questions: Any,
    new_window: Callable[[], MainWindow],
    start_long_training: Callable[[], None],
    answer: str,
    goes_on: bool,
) -> None:
    start_long_training()
    questions.will_be_answered("Stop and close", "Close without saving")
    assert user.window.close()
    window = new_window()
    window.offer_interrupted()
    assert window.message.isVisible()
    assert "was interrupted" in window.message.text
    (button,) = [each for each in window.message.findChildren(QPushButton) if each.text().replace("&", "") == answer]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.message.isVisible()
    assert (not window.train.data.isEnabled()) == goes_on  # what is fixed while it trains

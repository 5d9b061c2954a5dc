"""What is said about work in the background."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.progress_bar import WorkBar


def test_work_is_counted_and_can_be_stopped_and_gone_on_with(qtbot: QtBot, shown: Callable[..., QWidget]) -> None:
    bar = WorkBar("Reading images", delay_ms=0)
    shown(bar, 400, 40)
    assert not bar.button.isVisible()
    bar.set_state(running=True, stopped=False, done=0.25, total=10_000)
    qtbot.waitUntil(bar.button.isVisible)
    assert bar.label.text() == "Reading images: 2,500 of 10,000"
    assert bar.button.text() == "St&op"
    bar.resize(160, 40)
    bar.set_state(running=True, stopped=False, done=0.5, total=10_000)
    assert bar.label.text() == "5,000 of 10,000"
    bar.resize(400, 40)
    bar.set_state(running=True, stopped=False, done=0.5)
    assert bar.label.text() == "Reading images: 50 %"
    assert bar.bar.value() == bar.bar.maximum() / 2
    bar.set_state(running=False, stopped=True, done=0.5)
    assert not bar.bar.isVisible()
    assert bar.button.text() == "&Go on"
    bar.set_state(running=False, stopped=False, done=1.0)
    assert not bar.button.isVisible()

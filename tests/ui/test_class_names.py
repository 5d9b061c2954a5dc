"""Names of classes where there is little room."""

import numpy as np
import pytest
from PySide6.QtGui import QFont, QFontMetricsF
from pytestqt.qtbot import QtBot

from digitpad.core.dataset import class_names
from digitpad.core.recognition.number import PlacedPrediction, Reading
from digitpad.core.recognition.predict import Prediction
from digitpad.ui.draw.answer import told
from digitpad.ui.widgets.labels import ClassWidget, shortened

CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")


@pytest.mark.usefixtures("qapp")
def test_names_are_whole_or_cut_and_never_the_same() -> None:
    metrics = QFontMetricsF(QFont())
    assert shortened(CLOTHES, metrics, 1_000) == CLOTHES
    room = metrics.horizontalAdvance("Sneak.")
    words = shortened(CLOTHES, metrics, room)
    assert words[4] == "Coat"
    assert words[9] == "Ankle"
    assert words[7] == "Sneak."
    assert max(map(metrics.horizontalAdvance, words)) <= room
    alike = shortened(("left shoe", "left glove", *CLOTHES[2:]), metrics, room)
    assert alike[:2] == ("0", "1")
    assert shortened(class_names(), metrics, 1) == class_names()


def test_a_tool_tip_lists_what_is_cut(qtbot: QtBot) -> None:
    widget = ClassWidget()
    qtbot.addWidget(widget)
    widget.setToolTip("How probable each is")
    assert widget.toolTip() == "How probable each is"
    widget.set_names(CLOTHES)
    assert widget.toolTip().splitlines()[:2] == ["How probable each is", "0 = T-shirt/top"]
    widget.set_names(class_names())
    assert widget.toolTip() == "How probable each is"


@pytest.mark.parametrize(("names", "word"), [(class_names(), "A 3 (> 99 %)."), (tuple("abcdefghij"), "d (> 99 %).")])
def test_what_was_read_is_called_by_its_name(names: tuple[str, ...], word: str) -> None:
    answer = Prediction(np.zeros((28, 28), np.float32), np.eye(10, dtype=np.float32)[3], None)
    assert told(Reading(answer, (PlacedPrediction(answer, (0.0, 0.0, 1.0, 1.0)),)), names) == word

"""The desk: who reads, what is drawn, and the answer."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from digitpad.core.drawing.strokes import PenSample
from digitpad.core.network import SIDE
from digitpad.core.recognition.number import PlacedPrediction
from digitpad.ui.draw.answer import AnswerView, show_answer, spoken
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.ui.draw.closer_look import CloserLook
from digitpad.ui.draw.digit_boxes import DigitBar, DigitBoxes
from digitpad.ui.draw.labels import DIGITS, LabelActions, LabelBars, LabelLine, SessionKeys
from digitpad.ui.draw.tools import Eraser, PointerTool, Selector
from digitpad.ui.style.icons import fit_icon
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.images import ImageView
from digitpad.ui.widgets.labels import are_digits, named
from digitpad.ui.widgets.layouts import SPRING, Stretched, fill, holder, horizontal, vertical
from digitpad.ui.widgets.painted_buttons import Disclosure
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.workspace import Workspace

_NARROWEST = 344  # pixels: the desk in the smallest window


class DrawingPanel(QWidget):
    """Draw a digit; beside it stands the network's answer, beneath it how probable the network considers each digit.

    It keeps its place and its size on every page.
    """

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.canvas = DrawingCanvas()
        self.canvas.setObjectName("canvas")
        workspace.writing.changed.connect(self._show_hint)
        hint = self.tr(
            "Draw with mouse, finger or pen. With the keyboard: arrows move the pen, space sets it down or lifts it"
        )
        named(self.canvas, self.tr("Drawing canvas"), hint)
        self.canvas.drawn.connect(self._draw)
        self.canvas.lifted.connect(workspace.document.end_stroke)
        self._boxes = DigitBoxes(workspace.classifier, workspace.numbers, workspace.document)
        self.canvas.set_boxes(self._boxes)
        self.canvas.set_other_end(Eraser(workspace.document))
        hint = self.tr("What the network sees: your drawing in the form of its training images, 28×28 pixels")
        self.seen = named(ImageView(), self.tr("What the network sees"), hint)
        self.answer = AnswerView()
        self.answer.setToolTip(
            self.tr(
                "The digit that the network considers most likely, and how sure it is. When a calibrated network is "
                "90 % sure, it is right nine times in ten. While you draw, it is provisional."
            )
        )
        self.undiscerning = _Remark(self.tr("accepts scribbles"))
        self.undiscerning.setToolTip(
            self.tr(
                "This model has no detector: letters and scribbles are digits to it. A training makes one in the end, "
                "unless its setting Detector is none or it is stopped there."
            )
        )
        self.undiscerning.setWordWrap(True)
        set_role(self.undiscerning, CAPTION)
        workspace.classifier.changed.connect(self._show_detector)
        self.bars = LabelBars()
        self.bars.setToolTip(self.tr("How likely the network considers each digit; the ten add up to 100 %"))
        workspace.models.changed.connect(self._show_classes)
        self._show_classes()
        self.labels = LabelActions(workspace, self)
        self.bars.set_actions([self.labels[name] for name in DIGITS])
        self.label_line = LabelLine(self.labels, workspace.collection)
        self.session_keys = SessionKeys(workspace, self.canvas)
        self.digits = DigitBar(workspace.numbers)
        self.digits.currentChanged.connect(workspace.classifier.choose)
        self.digits.setToolTip(
            self.tr("The digits of the number; the bars are those of the chosen one. Its box can be split and moved")
        )
        self.digits.hide()
        self.more = Disclosure(self.tr("Closer loo&k"), self.tr("how the drawing becomes the network’s picture"))
        self.more.setToolTip(
            self.tr("Show how your drawing becomes what the network sees, and how strict it is about what is a digit")
        )
        self.closer = closer = CloserLook(workspace.classifier)
        self.more.unfold(closer)
        self.more.toggled.connect(self._show_stages)
        self._lay_out()
        self._width = _NARROWEST
        self._margins = 0, 0
        self._prediction: DrawingPrediction | None = None
        workspace.classifier.predicted.connect(self._show)

    def _show_detector(self) -> None:
        digits = are_digits(self._workspace.models.classes)
        self.undiscerning.setHidden(self._workspace.classifier.detector is not None or not digits)

    def _show_classes(self) -> None:
        """Follow the classes of the model in use."""
        self.bars.set_names(self._workspace.models.classes)
        self._show_detector()
        self._show_hint()

    def _show_hint(self) -> None:
        """On the empty canvas; not while a certain digit is asked for."""
        digits = are_digits(self._workspace.models.classes)
        words = self.tr("Draw a digit here") if digits else self.tr("Draw here"), self.tr("with mouse, finger or pen")
        self.canvas.set_hint(*("", "") if self._workspace.writing.is_running else words)

    def set_room(self, room: Room) -> None:
        """Take the sizes of a window."""
        self.canvas.setFixedSize(room.canvas, room.canvas)
        self.answer.set_room(room.answer, room.narrow)
        self._beside.setFixedSize(room.answer, room.canvas)
        little_room = room.narrow and not room.presenting
        self._sees.setText(self.tr("seen") if little_room else self.tr("network\nsees"))
        side = 2 * SIDE if room.canvas >= 10 * SIDE else SIDE + SIDE // 2
        self.seen.setFixedSize(side + SPACE, side + SPACE)
        self._margins = room.desk_margin, room.desk_margin if room.presenting else 0
        self._set_margins()
        self._head.setFixedHeight(room.header)
        self._tool_row.setFixedWidth(room.canvas)
        self.undiscerning.setFixedWidth(room.answer)
        self.undiscerning.setFixedHeight(self.undiscerning.heightForWidth(room.answer))
        self.tools.setSpacing(0 if room.narrow else SPACE // 2)
        # With large text in a small window, too, the ten bars have room.
        self._width = max(room.desk, self.bars.minimumSizeHint().width() + 2 * room.desk_margin)
        self.setMaximumWidth(self._width)
        self.setMinimumWidth(min(self._width, _NARROWEST))  # else a wide desk keeps the window from becoming narrow
        self.updateGeometry()

    def _set_margins(self) -> None:
        """A scroll bar takes its place from the margin: the canvas keeps its size."""
        bar = self._scroll.verticalScrollBar()
        side, top = self._margins
        taken = bar.sizeHint().width() if bar.maximum() > bar.minimum() else 0
        self._column.setContentsMargins(side, top, max(side - taken, 0), SPACE)

    def sizeHint(self) -> QSize:
        return QSize(self._width, super().sizeHint().height())

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        if on:
            self.canvas.setFocus()  # else a button that has nothing to do with it would get a frame
        for each in (self._head, self._tool_row, self.label_line, self.more):
            each.setVisible(not on)
        self.closer.setVisible(self.more.isChecked() and not on)

    def use_tool(self, tool: str) -> None:
        """Draw with the pointer ("pen"), rub out ("eraser"), or choose strokes ("select")."""
        document = self._workspace.document
        tools: dict[str, PointerTool] = {"eraser": Eraser(document), "select": Selector(document)}
        self.canvas.set_tool(tools.get(tool))

    def add_tools(self, *groups: tuple[QAction, ...]) -> None:
        """Buttons below the canvas for the actions, the last group at the canvas' right edge."""
        for number, group in enumerate(groups):
            if number == len(groups) - 1:
                self.tools.addStretch(1)
            elif number:
                self.tools.addSpacing(2 * SPACE)
            for action in group:
                button = QToolButton()
                button.setDefaultAction(action)
                button.setAccessibleName(action.iconText())
                fit_icon(button)
                self.tools.addWidget(button)

    def _lay_out(self) -> None:
        self._sees = QLabel()
        set_role(self._sees, CAPTION)
        sees = horizontal(None, self.seen, Stretched(self._sees), gap=SPACE)
        self._beside = holder(vertical(None, Stretched(self.answer), sees, gap=SPACE))
        top = horizontal(None, gap=2 * SPACE)
        top.addWidget(self.canvas, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._beside)
        top.addStretch(1)
        self._tool_row = QWidget()
        self.tools = horizontal(self._tool_row, gap=SPACE // 2)
        below = horizontal(None, self._tool_row, self.undiscerning, SPRING, gap=2 * SPACE)
        self._head = QWidget()
        self.reader_line = horizontal(self._head)
        bars = vertical(None, self.digits, self.bars, gap=SPACE // 2)
        content = QWidget()
        self._column = column = QVBoxLayout(content)
        column.setSpacing(SPACE)
        fill(column, self._head, top, below, bars, self.label_line, self.more, self.closer, SPRING)
        self._scroll = QScrollArea()
        self._scroll.setProperty("frameless", True)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().rangeChanged.connect(self._set_margins)
        content.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        vertical(self, self._scroll)

    def _draw(self, sample: PenSample) -> None:
        """The first stroke after a drawing was kept begins the next one; what is kept of a number is a part of it."""
        document = self._workspace.document
        kept = None if document.pen_is_down else self._workspace.collection.kept
        if kept is not None and kept.box is None:
            document.clear()
        document.extend_stroke([sample], self.canvas.device)

    def _show(self, prediction: DrawingPrediction) -> None:
        digits = prediction.number.digits if prediction.number else ()
        self.canvas.set_image(prediction.ink)
        if self._boxes.set_digits(digits, prediction.chosen, inside=prediction.picture is not None):
            self.canvas.update()
        self._show_digits(digits, prediction.chosen)
        self.seen.set_image(prediction.seen)
        self.bars.set_probabilities(prediction.probabilities, not prediction.rejection)
        self._prediction = prediction
        self._show_stages()
        names = self._workspace.models.classes
        show_answer(self.answer, prediction, names)
        sentence = spoken(prediction, names)
        if sentence != self.bars.accessibleName():
            self.answer.digit.setAccessibleName(sentence)
            self.bars.setAccessibleName(sentence)

    def _show_digits(self, digits: Sequence[PlacedPrediction], chosen: int) -> None:
        """The row of digits takes its height from the bars: nothing moves."""
        self.digits.set_digits(digits, chosen)
        if self.digits.isHidden() is bool(digits):
            self.digits.setVisible(bool(digits))
            self.bars.give_way(self.digits.sizeHint().height() + SPACE // 2 if digits else 0)

    def _show_stages(self) -> None:
        if self.more.isChecked():
            self.closer.show_prediction(self._prediction)


class _Remark(QLabel):
    def hasHeightForWidth(self) -> bool:
        return False  # its height is given; else the whole column would ask for one, and scroll

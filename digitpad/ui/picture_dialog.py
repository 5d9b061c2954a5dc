"""A picture before it lies on the canvas: where the digit is, how it is turned, and which side is ink."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QDialog, QWidget

from digitpad.core.network import SIDE
from digitpad.core.pictures.layer import PictureChoice
from digitpad.core.recognition.boxes import Box
from digitpad.ui.draw.answer import told
from digitpad.ui.draw.picture_frame import PictureFrame
from digitpad.ui.style.type import TEXT, TITLE
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.images import ImageView, to_qimage
from digitpad.ui.widgets.labels import label_of, make_primary, named, push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, fill, grid_layout, horizontal, vertical
from digitpad.workspace.drawing.picture_reader import PictureRead, PictureReader
from digitpad.workspace.workspace import Workspace

_ROOM = 0.15  # about what was found, in parts of its longer side
_INSET = 0.1  # of the picture, where nothing was found


class PictureDialog(QDialog):
    """Frame the digit on a picture. Enter puts it on the canvas, Esc leaves that as it is."""

    def __init__(self, parent: QWidget, workspace: Workspace, picture: PictureRead) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._picture = picture
        self._choice = picture.choice  # the latest, perhaps not read yet
        self._reader = PictureReader(workspace.models, workspace.report, self)
        self._reader.task.finished.connect(self._show)
        self.setWindowTitle(self.tr("Picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_picture_controls()
        self._make_answer()
        self._lay_out()
        self._show(picture)
        self.view.setFocus()

    def _make_picture_controls(self) -> None:
        """The picture with its frame, and what changes how it is read."""
        hint = self.tr(
            "Drag the frame or its sides, or draw another. Arrows move it, with Shift they resize it; + and − scale it"
        )
        self.view = named(PictureFrame(self._take_frame), self.tr("The picture, with a frame about what is read"), hint)
        self.left = push_button(self.tr("Turn &left"), self.tr("Turn the picture by a quarter to the left"))
        self.left.clicked.connect(lambda: self._turn(-1))
        self.right = push_button(self.tr("Turn &right"), self.tr("Turn the picture by a quarter to the right"))
        self.right.clicked.connect(lambda: self._turn(1))
        inks = (self.tr("As it looks"), None), (self.tr("Dark on light"), False), (self.tr("Light on dark"), True)
        self.ink = combo_box(inks, self.tr("Ink"), self.tr("Which side of the contrast is ink, and which is paper"))
        self.ink.setCurrentIndex(self.ink.findData(self._choice.light_on_dark))
        self.ink.activated.connect(lambda: self._choose(replace(self._choice, light_on_dark=self.ink.currentData())))
        self.look_everywhere = push_button(
            self.tr("Look e&verywhere"), self.tr("Find out again where on the picture something is written")
        )
        self.look_everywhere.clicked.connect(lambda: self._choose(replace(self._choice, frame=None)))
        self.keep_digits = push_button(
            self.tr("&Keep the digits…"),
            self.tr("Look for a printed sheet, or for digits in rows, and keep them in My digits one by one"),
        )
        self.keep_digits.clicked.connect(self._keep_each)

    def _make_answer(self) -> None:
        """What was found, and what can be done with it."""
        self.seen = ImageView()
        self.seen.setFixedSize(2 * SIDE, 2 * SIDE)
        named(self.seen, self.tr("What the network sees"), self.tr("What the network sees of it, 28×28 pixels"))
        self.words = text_label("", TEXT)
        self.put = push_button(
            self.tr("Put on the &canvas"), self.tr("Put what was found on the canvas, where Undo takes it away (Enter)")
        )
        make_primary(self.put)
        self.put.clicked.connect(self.accept)
        self.cancel = push_button(self.tr("Cancel"), self.tr("Leave the canvas as it is (Esc)"))
        self.cancel.clicked.connect(self.reject)

    def accept(self) -> None:
        if self._picture.layer:
            self._workspace.pictures.latest = self._picture
            self._workspace.document.show_image(self._picture.layer)
            super().accept()

    def done(self, result: int) -> None:
        self._reader.task.shutdown()
        super().done(result)

    def _lay_out(self) -> None:
        ink = label_of(self.ink, self.tr("&Ink"))
        controls = grid_layout(None)
        for place, widget in enumerate((self.left, self.right, ink, self.ink, self.look_everywhere)):
            controls.addWidget(widget, 0, place)
        controls.setColumnStretch(5, 1)
        for button in (self.left, self.right, self.look_everywhere, self.keep_digits, self.cancel, self.put):
            button.setAutoDefault(button is self.put)  # Enter means one thing
        found = horizontal(None, self.seen, Stretched(self.words), gap=2 * SPACE)
        foot = horizontal(None, self.keep_digits, SPRING, self.cancel, self.put, gap=SPACE)
        column = vertical(self, gap=2 * SPACE, margins=(3 * SPACE, 2 * SPACE))
        fill(
            column, text_label(self.tr("Frame what is to be read"), TITLE), Stretched(self.view), controls, found, foot
        )

    def _keep_each(self) -> None:
        picture, choice = self._picture, self._choice
        self._workspace.sheets.look_at(picture.name, lambda: choice.turned(picture.picture))
        self.reject()

    def _turn(self, quarters: int) -> None:
        self._choose(replace(self._choice, turns=(self._choice.turns + quarters) % 4, frame=None))

    def _take_frame(self, frame: QRectF) -> None:
        by = self._picture.reduced
        box = frame.left() * by, frame.top() * by, frame.right() * by, frame.bottom() * by
        self._choose(replace(self._choice, frame=box))

    def _choose(self, choice: PictureChoice) -> None:
        self._choice = choice
        self.put.setEnabled(False)  # until that is read
        self._reader.read_again(self._picture, choice)

    def _show(self, picture: PictureRead) -> None:
        self._picture = picture
        layer, reading, by = picture.layer, picture.reading, picture.reduced
        image = to_qimage(picture.preview)
        whole = QRectF(image.rect())
        across, down = _INSET * whole.width(), _INSET * whole.height()
        frame = whole.adjusted(across, down, -across, -down)
        boxes: list[QRectF] = []
        if layer:
            frame = _rect(layer.outline, by)
            room = _ROOM * max(frame.width(), frame.height())
            frame = frame.adjusted(-room, -room, room, room).intersected(whole)
            digits = reading.digits if reading else ()
            boxes = [_rect(layer.in_picture(each.box), by) for each in digits] or [_rect(layer.outline, by)]
        self.view.show_picture(image, _rect(picture.choice.frame, by) if picture.choice.frame else frame, boxes)
        self.seen.set_image(reading.whole.seen if reading else np.zeros((SIDE, SIDE), np.float32))
        self.words.setText(told(reading, self._workspace.models.classes) if layer else picture.problem)
        self.put.setEnabled(layer is not None)


def _rect(box: Box, by: int) -> QRectF:
    left, top, right, bottom = (each / by for each in box)
    return QRectF(left, top, right - left, bottom - top)

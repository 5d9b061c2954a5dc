"""Four small pictures in a row: how a drawing becomes what the network sees."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QSlider, QWidget

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.network import SIDE
from digitpad.core.recognition.rejection import Detector
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.images import ImageView
from digitpad.ui.widgets.labels import label_of, named
from digitpad.ui.widgets.layouts import grid_layout


class StageStrip(QWidget):
    """Pictures of a drawing as it stands and after each of three steps, which `boxes` choose."""

    def __init__(self) -> None:
        super().__init__()
        drawn = QLabel(self.tr("Drawn"))
        drawn.setToolTip(self.tr("Your drawing as it stands on the canvas, wherever and however large it is."))
        names = self.tr("Fit"), self.tr("Even pen"), self.tr("Centre")
        hints = (
            self.tr(
                "Scales the drawing so that its ink is 20 pixels along its longer side. Without it, a small drawing "
                "stays small, and the network has hardly seen any such digit."
            ),
            self.tr(
                "Draws the scaled strokes with a pen of the usual width. Without it, the lines are scaled with the "
                "drawing as in a photograph: those of a small drawing become fat."
            ),
            self.tr(
                "Moves the ink’s centre of mass to the middle of the picture, as was done with the training images. "
                "Without it, the middle of the ink’s bounding box is placed there."
            ),
        )
        self.boxes = tuple(QCheckBox(name) for name in names)
        self.pictures = tuple(ImageView() for _ in range(1 + len(names)))
        titles = drawn, *self.boxes
        grid = grid_layout(self, SPACE, SPACE // 2)
        for column, (picture, title) in enumerate(zip(self.pictures, titles, strict=True)):
            picture.setFixedSize(2 * SIDE, 2 * SIDE)
            set_role(title, CAPTION)
            grid.addWidget(picture, 0, column, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(title, 1, column, Qt.AlignmentFlag.AlignHCenter)
            grid.setColumnStretch(column, 1)
        for box, picture, name, hint in zip(self.boxes, self.pictures[1:], names, hints, strict=True):
            box.setChecked(True)
            named(box, self.tr("Step of the preprocessing: {name}").format(name=name), hint)
            box.setAccessibleDescription(hint)
            named(picture, self.tr("The drawing after the step: {name}").format(name=name), hint)
        named(self.pictures[0], self.tr("The drawing as it stands"), drawn.toolTip())

    def set_images(self, images: Sequence[Ink]) -> None:
        """Show ink (28, 28), 0 to 1, of the four stages."""
        for picture, image in zip(self.pictures, images, strict=True):
            picture.set_image(image)

    def set_steps(self, steps: Sequence[bool], possible: bool) -> None:
        """Show which of the three steps are taken, and whether they can be chosen."""
        for box, on in zip(self.boxes, steps, strict=True):
            with QSignalBlocker(box):
                box.setChecked(on)
            box.setEnabled(possible)


class StrictnessSlider(QWidget):
    """Shows a detector's levels and which is used; `slider` moves to another."""

    def __init__(self) -> None:
        super().__init__()
        hint = self.tr(
            "To the right, more scribbles and letters are refused, and more digits with them; at the left end only "
            "what is blank, a speck, a mere line or two shapes. The two shares were counted on digits that it has not "
            "learned from, and on kinds of other drawings that it has not met."
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        self.slider.setAccessibleName(self.tr("How strict"))
        label = label_of(self.slider, self.tr("How stri&ct"))
        self.rates = QLabel()
        set_role(self.rates, CAPTION)
        self.rates.setWordWrap(True)
        self.rates.setFixedHeight(2 * self.rates.fontMetrics().lineSpacing())
        self.rates.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid = grid_layout(self, SPACE, 0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self.rates, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        for each in (label, self.slider, self.rates):
            each.setToolTip(hint)
        self.slider.setAccessibleDescription(hint)
        self.set_detector(None)

    def hasHeightForWidth(self) -> bool:
        return False  # the line on the rates has room for two lines

    def set_detector(self, detector: Detector | None) -> None:
        """Show the levels of a detector; None for a network without one."""
        self.slider.setEnabled(detector is not None)
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, len(detector.levels) - 1 if detector else 0)
            self.slider.setValue(detector.level if detector else 0)
        if detector is None:
            self.rates.setText(self.tr("This network has not learned to recognise what is not a digit."))
            return
        level = detector.levels[detector.level]
        self.rates.setText(
            self.tr("Refuses {refused} of all digits, accepts {accepted} of other drawings.").format(
                refused=f"{100 * level.digits_refused:.1f} %", accepted=f"{100 * level.others_accepted:.0f} %"
            )
        )

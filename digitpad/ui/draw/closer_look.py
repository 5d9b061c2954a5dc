"""A closer look: how a drawing, or a picture stage by stage, becomes what the network sees, and how strict it is."""

from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QCheckBox, QLabel, QSlider, QWidget

from digitpad.core.drawing.normalise import PEN_WIDTHS, Ink
from digitpad.core.drawing.render import stages
from digitpad.core.drawing.strokes import paths
from digitpad.core.network import SIDE
from digitpad.core.pictures.stages import Stage, StageImage, stages_of
from digitpad.core.recognition.rejection import Detector
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.fields import Slider
from digitpad.ui.widgets.forms import decimal_box
from digitpad.ui.widgets.images import ImageView, PictureView, to_qimage
from digitpad.ui.widgets.labels import check_box, label_of, named
from digitpad.ui.widgets.layouts import SPRING, grid_layout, horizontal, vertical
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier, DrawingPrediction, NormalisationSteps

_COLUMNS = 4


def _lay_out(parent: QWidget, pictures: Sequence[QWidget], titles: Sequence[QWidget]) -> None:
    """Put small pictures into rows of four, each above its title."""
    grid = grid_layout(parent, SPACE, SPACE // 2)
    for place, (picture, title) in enumerate(zip(pictures, titles, strict=True)):
        row, column = divmod(place, _COLUMNS)
        picture.setFixedSize(2 * SIDE, 2 * SIDE)
        set_role(title, CAPTION)
        grid.addWidget(picture, 2 * row, column, Qt.AlignmentFlag.AlignHCenter)
        grid.addWidget(title, 2 * row + 1, column, Qt.AlignmentFlag.AlignHCenter)
        grid.setColumnStretch(column, 1)


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
        _lay_out(self, self.pictures, (drawn, *self.boxes))
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
        self.slider = Slider()
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


class PictureStages(QWidget):
    """Small images in rows of four, from the picture to what the network sees; what was removed is orange."""

    def __init__(self) -> None:
        super().__init__()
        hints = {
            Stage.ORIENTATION: (self.tr("Upright"), self.tr("The picture, turned as the camera noted.")),
            Stage.CONTRAST: (
                self.tr("Contrast"),
                self.tr("One brightness for each pixel, from its colour and transparency, so that the ink stands out."),
            ),
            Stage.PAPER: (
                self.tr("Paper"),
                self.tr("The paper as it would be without ink: its shadows are divided out of the picture."),
            ),
            Stage.RULING: (
                self.tr("Ruling"),
                self.tr("The ink, with the lines of ruled paper that are removed, in orange."),
            ),
            Stage.FRAME: (
                self.tr("Left out"),
                self.tr("Frames, specks and what touches the border, in orange: they do not belong to the digit."),
            ),
            Stage.INK: (self.tr("Ink"), self.tr("What was written.")),
            Stage.NORMALISATION: (
                self.tr("Seen"),
                self.tr("What the network sees: fitted into 20 pixels, with an even pen, and centred by its mass."),
            ),
        }
        self.images = {stage: PictureView() for stage in hints}
        titles = [QLabel(name) for name, _ in hints.values()]
        for title, (stage, (name, hint)) in zip(titles, hints.items(), strict=True):
            named(self.images[stage], self.tr("Stage of reading the picture: {name}").format(name=name), hint)
            title.setToolTip(hint)
        _lay_out(self, tuple(self.images.values()), titles)

    def set_stages(self, stages: Mapping[Stage, StageImage]) -> None:
        """Show these."""
        for stage, image in stages.items():
            self.images[stage].show_image(_picture_of(image))


def _picture_of(stage: StageImage) -> QImage:
    values = stage.values if stage.values.ndim == 3 else np.repeat(stage.values[..., None], 3, axis=2)
    rgb = np.round(255 * values).astype(np.uint8)
    if stage.removed is not None:
        orange = QColor(colours().validation)
        rgb[stage.removed] = orange.red(), orange.green(), orange.blue()
    return to_qimage(rgb)


class CloserLook(QWidget):
    """The steps from strokes, or from a picture, to the network's image; pen width and strictness."""

    def __init__(self, classifier: DrawingClassifier) -> None:
        super().__init__()
        self._classifier = classifier
        self._latest: DrawingPrediction | None = None
        self.pen_width = decimal_box(*PEN_WIDTHS, classifier.pen_width, 0.2, self.tr(" px"))
        self.normalising = check_box(
            self.tr("Fit and ce&ntre the drawing"),
            self.tr(
                "On: the network sees your drawing as its training images were made, 20 pixels large and centred by "
                "its mass. Off: it sees the drawing as it stands, and you see how much that matters."
            ),
        )
        self.strip = StageStrip()
        self.stages = PictureStages()
        self.stages.hide()
        self.strictness = StrictnessSlider()
        self._prepare_controls()
        pen_label = label_of(self.pen_width, self.tr("Pen width"))
        pen = horizontal(None, pen_label, self.pen_width, SPRING, gap=SPACE)
        vertical(self, self.normalising, self.strip, self.stages, pen, self.strictness, gap=SPACE)
        self._show_steps()

    def show_prediction(self, prediction: DrawingPrediction | None) -> None:
        """Show the steps that led to this answer, unless they are those that are shown."""
        before, self._latest = self._latest, prediction
        if prediction is None:
            return
        picture = prediction.picture
        if self.strip.isHidden() is (picture is None):
            self.strip.setVisible(picture is None)
            self.stages.setVisible(picture is not None)
        if picture is None:
            # An image of the data takes no steps.
            drawn = (
                stages(paths(prediction.drawing), prediction.normalisation)
                if prediction.drawing
                else [prediction.seen] * 4
            )
            self.strip.set_images(drawn)
            return
        if before is None or before.picture is not picture:
            self.stages.set_stages(stages_of(picture))
        self.stages.set_stages({Stage.NORMALISATION: StageImage(prediction.seen)})

    def _prepare_controls(self) -> None:
        classifier = self._classifier
        self.pen_width.setDecimals(1)
        hint = self.tr("How thick the lines are, in pixels of the 28×28. The training images have lines of about 2.4.")
        named(self.pen_width, self.tr("Pen width"), hint)
        self.pen_width.valueChanged.connect(classifier.set_pen_width)
        self.normalising.setChecked(classifier.normalising)
        self.normalising.toggled.connect(classifier.set_normalising)
        self.normalising.toggled.connect(self._show_steps)
        for box in self.strip.boxes:
            box.toggled.connect(self._take_steps)
        self.strictness.slider.valueChanged.connect(classifier.set_level)
        classifier.changed.connect(self._follow)

    def _follow(self) -> None:
        with QSignalBlocker(self.pen_width):  # which rounds it
            self.pen_width.setValue(self._classifier.pen_width)
        self.strictness.set_detector(self._classifier.detector)

    def _take_steps(self) -> None:
        self._classifier.set_steps(NormalisationSteps(*(box.isChecked() for box in self.strip.boxes)))

    def _show_steps(self) -> None:
        classifier = self._classifier
        steps = classifier.steps
        self.strip.set_steps((steps.fit, steps.even_pen, steps.centred), classifier.normalising)

"""A closer look: how a drawing, or a picture stage by stage, becomes what the network sees, and how strict it is."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QLabel, QWidget

from digitpad.core.drawing.normalise import PEN_WIDTHS
from digitpad.core.drawing.render import stages
from digitpad.core.drawing.strokes import paths
from digitpad.core.network import SIDE
from digitpad.core.pictures.stages import Stage, StageImage, stages_of
from digitpad.ui.draw.closer_look import StageStrip, StrictnessSlider
from digitpad.ui.style.type import CAPTION, set_role
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.images import to_qimage
from digitpad.ui.widgets.labels import label_of
from digitpad.ui.widgets.layouts import SPRING, grid_layout, horizontal, vertical
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier, DrawingPrediction, NormalisationSteps

_COLUMNS = 4


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
        self.images = {stage: _StageView() for stage in hints}
        grid = grid_layout(self, SPACE, SPACE // 2)
        for place, (stage, (name, hint)) in enumerate(hints.items()):
            row, column = divmod(place, _COLUMNS)
            title = QLabel(name)
            set_role(title, CAPTION)
            image = self.images[stage]
            image.setAccessibleName(self.tr("Stage of reading the picture: {name}").format(name=name))
            for each in (title, image):
                each.setToolTip(hint)
            grid.addWidget(image, 2 * row, column, Qt.AlignmentFlag.AlignHCenter)
            grid.addWidget(title, 2 * row + 1, column, Qt.AlignmentFlag.AlignHCenter)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)

    def set_stages(self, stages: Mapping[Stage, StageImage]) -> None:
        """Show these."""
        for stage, image in stages.items():
            self.images[stage].set_stage(image)


class _StageView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._image = QImage()
        self.setFixedSize(2 * SIDE, 2 * SIDE)

    def set_stage(self, stage: StageImage) -> None:
        values = stage.values if stage.values.ndim == 3 else np.repeat(stage.values[..., None], 3, axis=2)
        rgb = np.round(255 * values).astype(np.uint8)
        if stage.removed is not None:
            orange = QColor(colours().validation)
            rgb[stage.removed] = orange.red(), orange.green(), orange.blue()
        self._image = to_qimage(rgb)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._image.width() > SIDE)
        place = self.rect()
        place.setSize(size.expandedTo(QSize(1, 1)))
        place.moveCenter(self.rect().center())
        painter.drawImage(place, self._image)
        painter.end()


class CloserLook(QWidget):
    """The steps from strokes, or from a picture, to the network's image; pen width and strictness."""

    def __init__(self, classifier: DrawingClassifier) -> None:
        super().__init__()
        self._classifier = classifier
        self._latest: DrawingPrediction | None = None
        self.pen_width = QDoubleSpinBox()
        self.normalising = QCheckBox(self.tr("Fit and ce&ntre the drawing"))
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
            drawn = stages(paths(prediction.drawing), prediction.how) if prediction.drawing else [prediction.seen] * 4
            self.strip.set_images(drawn)
            return
        if before is None or before.picture is not picture:
            self.stages.set_stages(stages_of(picture))
        self.stages.set_stages({Stage.NORMALISATION: StageImage(prediction.seen)})

    def _prepare_controls(self) -> None:
        classifier = self._classifier
        self.pen_width.setRange(*PEN_WIDTHS)
        self.pen_width.setSingleStep(0.2)
        self.pen_width.setDecimals(1)
        self.pen_width.setSuffix(self.tr(" px"))
        self.pen_width.setValue(classifier.pen_width)
        self.pen_width.setToolTip(
            self.tr("How thick the lines are, in pixels of the 28×28. The training images have lines of about 2.4.")
        )
        self.pen_width.setAccessibleName(self.tr("Pen width"))
        self.pen_width.valueChanged.connect(classifier.set_pen_width)
        self.normalising.setChecked(classifier.normalising)
        self.normalising.setToolTip(
            self.tr(
                "On: the network sees your drawing as its training images were made, 20 pixels large and centred by "
                "its mass. Off: it sees the drawing as it stands, and you see how much that matters."
            )
        )
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

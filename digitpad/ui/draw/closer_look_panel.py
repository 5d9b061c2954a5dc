"""A closer look: how what lies on the canvas becomes what the network sees, and how strict it is."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QWidget

from digitpad.core.drawing.normalise import PEN_WIDTHS
from digitpad.core.drawing.render import stages
from digitpad.core.drawing.strokes import paths
from digitpad.core.pictures.stages import Stage, StageImage, stages_of
from digitpad.ui.draw.closer_look import StageStrip, StrictnessSlider
from digitpad.ui.draw.picture_stages import PictureStages
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import label_of
from digitpad.ui.widgets.layouts import horizontal, vertical
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier, DrawingPrediction, NormalisationSteps


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
        pen = horizontal(None, pen_label, self.pen_width, gap=SPACE)
        pen.addStretch(1)
        column = vertical(self, gap=SPACE)
        for each in (self.normalising, self.strip, self.stages):
            column.addWidget(each)
        column.addLayout(pen)
        column.addWidget(self.strictness)
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
        classifier.pen_width_changed.connect(self._follow_pen_width)
        self.normalising.setChecked(classifier.normalising)
        self.normalising.setToolTip(
            self.tr(
                "On: the network sees your drawing as its training images were made, 20 pixels large and centred by "
                "its mass. Off: it sees the drawing as it stands, and you see how much that matters."
            )
        )
        self.normalising.toggled.connect(classifier.set_normalising)
        self.normalising.toggled.connect(self._show_steps)
        self.strip.chosen.connect(lambda *on: classifier.set_steps(NormalisationSteps(*on)))
        self.strictness.chosen.connect(classifier.set_level)
        classifier.detector_changed.connect(lambda: self.strictness.set_detector(classifier.detector))

    def _follow_pen_width(self, width: float) -> None:
        with QSignalBlocker(self.pen_width):  # which rounds it
            self.pen_width.setValue(width)

    def _show_steps(self) -> None:
        classifier = self._classifier
        steps = classifier.steps
        self.strip.set_steps((steps.fit, steps.even_pen, steps.centred), classifier.normalising)

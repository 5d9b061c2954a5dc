"""The canvas with what the network makes of it."""

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import PEN_WIDTHS
from digitpad.core.drawing.render import stages
from digitpad.core.drawing.strokes import PenSample, paths
from digitpad.core.recognition.predict import RejectionReason
from digitpad.ui.draw.answer import AnswerView, ProbabilityBars, Tone
from digitpad.ui.draw.canvas import DrawingCanvas
from digitpad.ui.draw.closer_look import StageStrip, StrictnessSlider
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.images import ImageView
from digitpad.workspace.drawing_classifier import DrawingPrediction, NormalisationSteps
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class DrawingPanel(QWidget):
    """Draw a digit; beneath it stand what the network sees, its answer, and how probable it holds each digit to be."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.canvas = DrawingCanvas()
        self.canvas.setObjectName("canvas")
        self.canvas.set_hint(self.tr("Draw a digit here"))
        self.canvas.setToolTip(
            self.tr(
                "Draw with mouse, finger or pen. With the keyboard: arrows move the pen, space sets it down or lifts it"
            )
        )
        self.canvas.setAccessibleName(self.tr("Drawing canvas"))
        self.canvas.drawn.connect(self._draw)
        self.canvas.lifted.connect(workspace.document.end_stroke)
        self.seen = ImageView()
        self.seen.setToolTip(
            self.tr("What the network sees: your drawing in the form of its training images, 28×28 pixels")
        )
        self.seen.setAccessibleName(self.tr("What the network sees"))
        self.answer = AnswerView()
        self.answer.setToolTip(
            self.tr(
                "The digit that the network considers most likely, and how sure it is. When a calibrated network is "
                "90 % sure, it is right nine times in ten. While you draw, it is provisional."
            )
        )
        self.digit, self.probability = self.answer.answer, self.answer.remark
        self.bars = ProbabilityBars()
        self.bars.setToolTip(self.tr("How likely the network considers each digit; the ten add up to 100 %"))
        self.pen_width = QDoubleSpinBox()
        self.normalising = QCheckBox(self.tr("Fit and ce&ntre the drawing"))
        self.more = QCheckBox(self.tr("Closer loo&k"))
        self.strip = StageStrip()
        self.strictness = StrictnessSlider()
        self._prepare_controls()
        self._prepare_closer_look()
        self._lay_out()
        self._reading: DrawingPrediction | None = None
        workspace.classifier.predicted.connect(self._show)

    def _prepare_controls(self) -> None:
        classifier = self._workspace.classifier
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

    def _prepare_closer_look(self) -> None:
        classifier = self._workspace.classifier
        self.more.setToolTip(
            self.tr("Show how your drawing becomes what the network sees, and how strict it is with what is no digit")
        )
        self.strip.chosen.connect(lambda *on: classifier.set_steps(NormalisationSteps(*on)))
        self.strictness.chosen.connect(classifier.set_level)
        classifier.detector_changed.connect(lambda: self.strictness.set_detector(classifier.detector))
        self._closer = QWidget()
        closer = QVBoxLayout(self._closer)
        closer.setContentsMargins(0, 0, 0, 0)
        closer.setSpacing(SPACE)
        closer.addWidget(self.strip)
        closer.addWidget(self.strictness)
        self._closer.hide()
        self.more.toggled.connect(self._closer.setVisible)
        self.more.toggled.connect(self._show_stages)
        self.normalising.toggled.connect(self._show_steps)
        self._show_steps()

    def _lay_out(self) -> None:
        sees = QLabel(self.tr("The network sees"))
        sees.setFont(scaled(sees.font(), 0.85))
        picture = QVBoxLayout()
        picture.setSpacing(SPACE // 2)
        picture.addWidget(self.seen)
        picture.addWidget(sees)
        answer = QHBoxLayout()
        answer.setSpacing(2 * SPACE)
        answer.addLayout(picture)
        answer.addWidget(self.answer, 1)
        pen_label = QLabel(self.tr("Pen width"))
        pen_label.setBuddy(self.pen_width)
        controls = QHBoxLayout()
        controls.setSpacing(SPACE)
        controls.addWidget(self.normalising)
        controls.addStretch(1)
        controls.addWidget(pen_label)
        controls.addWidget(self.pen_width)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(controls)
        layout.addLayout(answer)
        layout.addWidget(self.bars)
        layout.addWidget(self.more)
        layout.addWidget(self._closer)

    def _follow_pen_width(self, width: float) -> None:
        with QSignalBlocker(self.pen_width):  # which rounds it
            self.pen_width.setValue(width)

    def _draw(self, sample: PenSample) -> None:
        self._workspace.document.extend_stroke([sample])

    def _show(self, reading: DrawingPrediction) -> None:
        self.canvas.set_image(reading.ink)
        self.seen.set_image(reading.seen)
        self.bars.set_probabilities(reading.probabilities)
        self._reading = reading
        self._show_stages()
        self.answer.show_answer(*_told(reading))
        spoken = _spoken(reading)
        if spoken != self.bars.accessibleName():
            self.digit.setAccessibleName(spoken)
            self.bars.setAccessibleName(spoken)

    def _show_stages(self) -> None:
        reading = self._reading
        if reading and self.more.isChecked():
            # An image of the data takes no steps.
            drawn = stages(paths(reading.drawing), reading.how) if reading.drawing else [reading.seen] * 4
            self.strip.set_images(drawn)

    def _show_steps(self) -> None:
        classifier = self._workspace.classifier
        steps = classifier.steps
        self.strip.set_steps((steps.fit, steps.even_pen, steps.centred), classifier.normalising)


def _told(reading: DrawingPrediction) -> tuple[str, str, Tone]:
    """The answer in large letters, the line beneath it, and whether it stands."""
    digit, other = reading.digit, reading.runner_up
    if digit is None:
        return "", "", Tone.SETTLED
    if reading.rejection:
        return "?", "\n".join(_refused(reading.rejection)), Tone.OPEN
    if reading.provisional:
        return str(digit), "…", Tone.OPEN
    if other is not None:
        either = translate("answer", "{digit} or {other}").format(digit=digit, other=other)
        return either, translate("answer", "Not sure: {either}").format(either=either), Tone.OPEN
    return str(digit), f"{100 * reading.probability:.1f} %", Tone.SETTLED


def _refused(rejection: RejectionReason) -> list[str]:
    """The sentence, and the reason if there is one."""
    reasons = {
        RejectionReason.SPECK: translate("answer", "(a speck)"),
        RejectionReason.LINE: translate("answer", "(a horizontal line)"),
        RejectionReason.TWO_SHAPES: translate("answer", "(two shapes)"),
    }
    return [
        translate("answer", "This does not look like a digit"),
        *([reasons[rejection]] if rejection in reasons else []),
    ]


def _spoken(reading: DrawingPrediction) -> str:
    """The answer as a sentence, for those who hear it."""
    if reading.digit is None:
        return translate("answer", "No answer yet")
    if reading.rejection:
        return " ".join(_refused(reading.rejection))
    if reading.provisional:
        return translate("answer", "It may become a {digit}").format(digit=reading.digit)
    if reading.runner_up is not None:
        both = {"digit": reading.digit, "other": reading.runner_up}
        return translate("answer", "Not sure: {digit} or {other}").format(**both)
    return translate("answer", "It is a {digit}, {probability} per cent").format(
        digit=reading.digit, probability=f"{100 * reading.probability:.0f}"
    )

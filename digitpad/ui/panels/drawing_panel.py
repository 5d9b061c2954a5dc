"""The canvas with what the network makes of it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDoubleSpinBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import PEN_WIDTHS
from digitpad.core.drawing.strokes import PenSample
from digitpad.ui.theme import SPACE, scaled
from digitpad.ui.widgets.drawing_canvas import DrawingCanvas
from digitpad.ui.widgets.pixels import ImageView
from digitpad.ui.widgets.probability_bars import ProbabilityBars
from digitpad.workspace.digit_reader import Reading
from digitpad.workspace.workspace import Workspace


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
        self.digit = QLabel()
        self.digit.setFont(scaled(self.digit.font(), 4.5))
        self.digit.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.digit.setToolTip(self.tr("The digit that the network considers most likely"))
        self.probability = QLabel()
        self.probability.setFont(scaled(self.probability.font(), 1.4))
        self.bars = ProbabilityBars()
        self.bars.setToolTip(self.tr("How likely the network considers each digit; the ten add up to 100 %"))
        self.pen_width = QDoubleSpinBox()
        self.normalising = QCheckBox(self.tr("Fit and ce&ntre the drawing"))
        self._prepare_controls()
        self._lay_out()
        workspace.reader.read.connect(self._show)

    def _prepare_controls(self) -> None:
        reader = self._workspace.reader
        self.pen_width.setRange(*PEN_WIDTHS)
        self.pen_width.setSingleStep(0.2)
        self.pen_width.setDecimals(1)
        self.pen_width.setSuffix(self.tr(" px"))
        self.pen_width.setValue(reader.pen_width)
        self.pen_width.setToolTip(
            self.tr("How thick the lines are, in pixels of the 28×28. The training images have lines of about 2.4.")
        )
        self.pen_width.setAccessibleName(self.tr("Pen width"))
        self.pen_width.valueChanged.connect(reader.set_pen_width)
        self.normalising.setChecked(reader.normalising)
        self.normalising.setToolTip(
            self.tr(
                "On: the network sees your drawing as its training images were made, 20 pixels large and centred by "
                "its mass. Off: it sees the drawing as it stands, and you see how much that matters."
            )
        )
        self.normalising.toggled.connect(reader.set_normalising)

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
        answer.addStretch(1)
        answer.addWidget(self.digit)
        answer.addWidget(self.probability)
        answer.addStretch(1)
        pen_label = QLabel(self.tr("Pen width"))
        pen_label.setBuddy(self.pen_width)
        controls = QHBoxLayout()
        controls.setSpacing(SPACE)
        controls.addWidget(self.normalising)
        controls.addStretch(1)
        controls.addWidget(pen_label)
        controls.addWidget(self.pen_width)
        # Both keep the room of their widest text, so that nothing moves when the answer changes.
        self.digit.setMinimumWidth(self.digit.fontMetrics().horizontalAdvance("0"))
        self.probability.setMinimumWidth(self.probability.fontMetrics().horizontalAdvance("100.0 %"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        layout.addWidget(self.canvas, 1)
        layout.addLayout(controls)
        layout.addLayout(answer)
        layout.addWidget(self.bars)

    def _draw(self, sample: PenSample) -> None:
        self._workspace.document.extend_stroke([sample])

    def _show(self, reading: Reading) -> None:
        self.canvas.set_image(reading.ink)
        self.seen.set_image(reading.seen)
        self.bars.set_probabilities(reading.probabilities)
        if reading.digit is None:
            self.digit.clear()
            self.probability.clear()
            spoken = self.tr("No answer yet")
        else:
            self.digit.setText(str(reading.digit))
            self.probability.setText(f"{100 * reading.probability:.1f} %")
            spoken = self.tr("It is a {digit}, {probability} per cent").format(
                digit=reading.digit, probability=f"{100 * reading.probability:.0f}"
            )
        self.digit.setAccessibleName(spoken)
        self.bars.setAccessibleName(spoken)

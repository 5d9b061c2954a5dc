"""One image, large, with the network's answer to it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from digitpad.core.drawing.normalise import Ink
from digitpad.core.network import SIDE, Floats
from digitpad.ui.style.type import NAME, px, text_scale
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.widgets.images import ImageView
from digitpad.ui.widgets.labels import push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, horizontal, vertical
from digitpad.ui.widgets.probability_bars import ProbabilityBars

_PIXEL = 7  # pixels on the screen for each one of the image, at 100 %
_BARS = 104  # pixels high at 100 %
_EDGE = 2
_WIDE = 400  # pixels at 100 % from which the answer stands beside the image


class ImageCard(QWidget):
    """An image with its name, ten bars, and buttons: `read` puts it on the canvas, `why` explains the answer, too."""

    def __init__(self, pixel: int = _PIXEL, bars: int = _BARS) -> None:
        """`pixel` and `bars` are the sizes of the image's pixels and of the bars on the screen, at 100 %."""
        super().__init__()
        self._pixel, self._bars = pixel, bars
        self.name = text_label("", NAME)
        self.image = ImageView()
        self.bars = ProbabilityBars()
        self.bars.setAccessibleName(self.tr("Probabilities of the digits for this image"))
        self.bars.setToolTip(self.tr("How probable the network considers each digit"))
        self.buttons = horizontal(None, gap=SPACE)
        self.read = push_button(
            self.tr("Read it here"), self.tr("Put the image on the canvas, where it is read as it is")
        )
        self.why = push_button(
            self.tr("Why?"), self.tr("Put the image on the canvas, and see what speaks for the answer")
        )
        for button in (self.read, self.why):
            self.buttons.addWidget(button, 1)
        answer = vertical(None, Stretched(self.bars), self.buttons, gap=SPACE)
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing(SPACE)
        self._both.addWidget(self.image)
        self._both.addLayout(answer, 1)
        vertical(self, self.name, self._both, SPRING, gap=SPACE)
        self._fit()
        follow_look(self, self._fit)

    def show_image(self, name: str, ink: Ink, probabilities: Floats) -> None:
        """Show an image (28, 28) from 0 to 1 under a name, and the probabilities (10,) of the digits."""
        self.name.setText(name)
        self.image.set_image(ink)
        self.image.setAccessibleName(name)
        self.bars.set_probabilities(probabilities)

    def resizeEvent(self, event: QResizeEvent) -> None:
        wide = self.width() >= px(_WIDE)
        self._both.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._both.setSpacing((3 if wide else 1) * SPACE)
        super().resizeEvent(event)

    def _fit(self) -> None:
        side = SIDE * max(round(self._pixel * text_scale()), 1) + 2 * _EDGE
        self.image.setFixedSize(side, side)
        self.bars.setFixedHeight(px(self._bars))

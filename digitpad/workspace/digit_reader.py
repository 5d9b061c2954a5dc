"""Reads the drawing with the current network, once for each turn of the event loop."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, QTimer, Signal

from digitpad.core.drawing.normalise import PEN_WIDTH, PEN_WIDTHS, normalise, to_input
from digitpad.core.drawing.rasterise import Image, rasterise
from digitpad.core.drawing.strokes import Drawing, paths
from digitpad.core.network import Floats, Network


@dataclass(frozen=True, eq=False)
class Reading:
    """The drawing as pixels (28, 28) as it stands and as the network sees it, and the probabilities (10,), if any."""

    ink: Image
    seen: Image
    probabilities: Floats | None

    @property
    def digit(self) -> int | None:
        return None if self.probabilities is None else int(np.argmax(self.probabilities))

    @property
    def probability(self) -> float:
        """How probable the network holds the digit to be."""
        return 0.0 if self.probabilities is None else float(np.max(self.probabilities))


class DigitReader(QObject):
    """Turns drawing and network into a reading; however often either changes, `read` comes once a turn."""

    read = Signal(Reading)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing: Drawing = ()
        self._network: Network | None = None
        self._pen_width = PEN_WIDTH
        self._normalising = True
        self._images: tuple[Image, Image] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._read_now)

    @property
    def pen_width(self) -> float:
        return self._pen_width

    @property
    def normalising(self) -> bool:
        return self._normalising

    def set_drawing(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._draw_again()

    def set_network(self, network: Network) -> None:
        self._network = network
        self._soon.start()

    def set_pen_width(self, width: float) -> None:
        """The width of the lines in pixels of the 28×28; a width out of range becomes the nearest in it."""
        self._pen_width = float(np.clip(width, *PEN_WIDTHS))
        self._draw_again()

    def set_normalising(self, on: bool) -> None:
        """Whether the network sees the drawing fitted and centred like its training data, or as it stands."""
        self._normalising = on
        self._draw_again()

    def _draw_again(self) -> None:
        self._images = None
        self._soon.start()

    def _read_now(self) -> None:
        # While a network trains, its weights change far more often than the drawing.
        if self._images is None:
            ink = rasterise(paths(self._drawing), self._pen_width)
            seen = normalise(paths(self._drawing), self._pen_width) if self._normalising else ink
            self._images = ink, seen
        ink, seen = self._images
        self.read.emit(Reading(ink, seen, self._probabilities(seen)))

    def _probabilities(self, seen: Image) -> npt.NDArray[np.floating] | None:
        if self._network is None or not self._drawing:
            return None
        X = to_input(seen).astype(self._network.dtype, copy=False)
        probabilities: Floats = self._network.predict_proba(X)[0]
        return probabilities

"""How far a run has come, and the moments of it that one can travel back to, in one track."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from digitpad.ui.style.type import px
from digitpad.ui.theme import colours

_TRACK, _KNOB = 6, 8  # pixels: the track's height, the knob's radius
_APART = 10  # pixels between two notches


class Timeline(QWidget):
    """Filled is learned, notches are kept moments, the knob is the moment shown: full for now, hollow for earlier ones.

    A click or a drag goes to the nearest moment; arrow keys go to the next, Home to the first, End to now.
    """

    moved = Signal(int)  # the number of a moment

    def __init__(self) -> None:
        super().__init__()
        self._places: Sequence[float] = ()
        self._learned = 0.0
        self._at: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_moments(self, places: Sequence[float], learned: float, at: int | None) -> None:
        """Show moments at rising places from 0 to 1, how much of it is learned, and which is shown (None: now)."""
        self._places, self._learned, self._at = places, learned, at
        self.setEnabled(len(places) > 1)
        self.update()

    @property
    def learned(self) -> float:
        """How much of the run is learned, from 0 to 1."""
        return self._learned

    def sizeHint(self) -> QSize:
        return QSize(160, px(24))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = len(self._places) - 1
        here = last if self._at is None else self._at
        targets = {
            Qt.Key.Key_Left: here - 1,
            Qt.Key.Key_Down: here - 1,
            Qt.Key.Key_Right: here + 1,
            Qt.Key.Key_Up: here + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        if event.key() in targets and last >= 0:
            self.moved.emit(min(max(targets[Qt.Key(event.key())], 0), last))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._go_near(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_near(event.position().x())

    def focusInEvent(self, _event: QEvent) -> None:
        self.update()

    def focusOutEvent(self, _event: QEvent) -> None:
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.EnabledChange):
            self.updateGeometry()
            self.update()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = self._track()
        painter.setBrush(QColor(theme.track))
        painter.drawRoundedRect(track, _TRACK / 2, _TRACK / 2)
        learned = QRectF(track)
        learned.setWidth(track.width() * self._learned)
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(learned, _TRACK / 2, _TRACK / 2)
        painter.setBrush(QColor(theme.surface))
        before = -_APART
        for place in self._places:
            x = round(self._x(place))
            if x - before >= _APART:
                before = x
                painter.drawRect(QRectF(x - 0.5, track.top() + 1, 1, _TRACK - 2))
        knob = QPointF(self._knob_x(), track.center().y())
        back = self._at is not None
        painter.setBrush(QColor(theme.surface if back else theme.accent))
        painter.setPen(QPen(QColor(theme.accent), 3 if back else 1))
        radius = px(_KNOB) - (1.5 if back else 0.5)
        painter.drawEllipse(knob, radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.text), 2))
            painter.drawEllipse(knob, radius + 3, radius + 3)

    def _track(self) -> QRectF:
        margin = px(_KNOB) + 4.0
        return QRectF(margin, (self.height() - _TRACK) / 2, max(self.width() - 2 * margin, 1), _TRACK)

    def _x(self, place: float) -> float:
        track = self._track()
        return track.left() + place * track.width()

    def _knob_x(self) -> float:
        return self._x(self._learned if self._at is None else self._places[self._at])

    def _go_near(self, x: float) -> None:
        if self._places:
            distances = [abs(self._x(place) - x) for place in self._places]
            self.moved.emit(distances.index(min(distances)))

"""The progress of work in the background, and a button that ends it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from digitpad.ui.theme import SPACE

_STEPS = 1_000
_AFTER = 200  # milliseconds; what is done before that would only flicker


class WorkBar(QWidget):
    """Appears when work takes longer than a moment, in a place that is kept for it."""

    stopped = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setMaximum(_STEPS)
        self.bar.setAccessibleName(what)
        self.bar.setToolTip(what)
        self.bar.setFormat(f"{what} %p %")
        self.stop = QToolButton()
        self.stop.setText(self.tr("Stop"))
        self.stop.setToolTip(self.tr("End this work; what was shown before stays"))
        self.stop.clicked.connect(self.stopped)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.stop)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER)
        self._soon.timeout.connect(self.show)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Whether work is being done."""
        self.bar.setValue(0)
        if busy:
            self._soon.start()
        else:
            self._soon.stop()
            self.hide()

    def set_progress(self, done: float) -> None:
        """How much of it is done, from 0 to 1."""
        self.bar.setValue(round(done * _STEPS))

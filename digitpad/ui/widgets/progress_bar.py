"""The progress of work in the background, and a button that ends it."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from digitpad.ui.theme import SPACE

_STEPS = 1_000
_PATIENCE = 300  # milliseconds; a bar for shorter work would only flicker


class WorkBar(QWidget):
    """Appears when work takes longer than a moment, in a place that is kept for it.

    Work that was stopped and can be continued leaves a button for that: see `set_stopped`.
    """

    stopped = Signal()
    resumed = Signal()

    def __init__(self, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setMaximum(_STEPS)
        self.bar.setAccessibleName(what)
        self.bar.setToolTip(what)
        self.bar.setFormat(f"{what} %p %")
        self.button = QPushButton()
        self.button.clicked.connect(self._press)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget, stretch in ((self.bar, 1), (self.button, 0)):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            layout.addWidget(widget, stretch)
        self._stopped = self._busy = False
        self._late = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._late.timeout.connect(lambda: self._show(working=True))
        self._show(working=False)

    def set_busy(self, busy: bool) -> None:
        """Whether work is being done."""
        self._busy = busy
        self.bar.setValue(0)
        if busy:
            self._late.start()
        else:
            self._late.stop()
            self._show(working=False)

    def set_progress(self, done: float) -> None:
        """How much of it is done, from 0 to 1."""
        self.bar.setValue(round(done * _STEPS))

    def set_stopped(self, stopped: bool) -> None:
        """Whether the work was stopped and can be continued."""
        if stopped != self._stopped:
            self._stopped = stopped
            self._show(working=False)
            if self._busy:
                self._late.start()

    def _press(self) -> None:
        (self.resumed if self._stopped else self.stopped).emit()

    def _show(self, working: bool) -> None:
        self.bar.setVisible(working and not self._stopped)
        self.button.setVisible(working or self._stopped)
        self.button.setText(self.tr("&Go on") if self._stopped else self.tr("St&op"))
        self.button.setToolTip(
            self.tr("Start this work after all")
            if self._stopped
            else self.tr("End this work; what was shown before stays")
        )

"""The progress of work in the background, and a button that ends it."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from digitpad.ui.theme import SPACE

_STEPS = 1_000


class WorkBar(QWidget):
    """Appears when work takes longer than a moment, in a place that is kept for it.

    Work that was stopped leaves a button to resume it. What `button` does is left to connect.
    """

    def __init__(self, what: str, parent: QWidget | None = None, delay_ms: int = 300) -> None:
        """`delay_ms`: a bar for shorter work would only flicker."""
        super().__init__(parent)
        self.bar = QProgressBar()
        self.bar.setMaximum(_STEPS)
        self.bar.setAccessibleName(what)
        self.bar.setToolTip(what)
        self.bar.setFormat(f"{what} %p %")
        self.button = QPushButton()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        for widget, stretch in ((self.bar, 1), (self.button, 0)):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            layout.addWidget(widget, stretch)
        self._running = self._stopped = False
        self._late = QTimer(self, singleShot=True, interval=delay_ms)
        self._late.timeout.connect(lambda: self._show(bar=True))
        self._show(bar=False)

    def set_state(self, running: bool, stopped: bool, done: float) -> None:
        """Whether work is being done, whether it was stopped, and how much of it is done, from 0 to 1."""
        self.bar.setValue(round(done * _STEPS))
        if (running, stopped) == (self._running, self._stopped):
            return
        self._running, self._stopped = running, stopped
        self._late.stop()
        self._show(bar=False)
        if running:
            self._late.start()

    def _show(self, bar: bool) -> None:
        self.bar.setVisible(bar)
        self.button.setVisible(bar or self._stopped)
        self.button.setText(self.tr("&Go on") if self._stopped else self.tr("St&op"))
        self.button.setToolTip(
            self.tr("Do this work after all")
            if self._stopped
            else self.tr("End this work; what was shown before stays")
        )

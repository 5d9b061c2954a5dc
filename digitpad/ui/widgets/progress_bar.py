"""The progress of work in the background, and a button that ends it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from digitpad.ui.style.type import BUTTON, CAPTION, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import named
from digitpad.ui.widgets.layouts import grid_layout

_STEPS = 1_000
_BAR = 6  # pixels high


class WorkBar(QWidget):
    """What is being done, how far it is, and a button to stop it; in a place that is kept for it.

    It appears when work takes longer than a moment. Work that was stopped leaves a button to resume it. What `button`
    does is left to connect.
    """

    def __init__(self, what: str, delay_ms: int = 300) -> None:
        """`what` is counted, such as “Reading images”; `delay_ms`: a bar for shorter work would only flicker."""
        super().__init__()
        self._what = what
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.label = QLabel()
        self.label.setProperty("quiet", True)
        set_role(self.label, CAPTION)
        self.bar = thin_bar(what, what)
        self.bar.setMaximum(_STEPS)
        self.button = QPushButton()
        set_role(self.button, BUTTON)
        layout = grid_layout(self, SPACE, SPACE // 2)
        layout.setColumnStretch(0, 1)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for widget, place in ((self.label, (0, 0)), (self.bar, (1, 0)), (self.button, (0, 1, 2, 1))):
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
            layout.addWidget(widget, *place)
        self._long = self._short = ""
        self._running = self._stopped = False
        self._late = QTimer(self, singleShot=True, interval=delay_ms)
        self._late.timeout.connect(lambda: self._show(bar=True))
        self._count(0.0, 0)
        self._show(bar=False)

    def set_state(self, running: bool, stopped: bool, done: float, total: int = 0) -> None:
        """Whether work is being done, whether it was stopped, and how much of it is done, from 0 to 1.

        `total` is how many things there are to do, 0 if they are not counted.
        """
        self._count(done, total)
        if (running, stopped) == (self._running, self._stopped):
            return
        self._running, self._stopped = running, stopped
        self._late.stop()
        self._show(bar=False)
        if running:
            self._late.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _count(self, done: float, total: int) -> None:
        self.bar.setValue(round(done * _STEPS))
        if total:
            count = self.tr("{done} of {total}").format(done=f"{round(done * total):,}", total=f"{total:,}")
        else:
            count = self.tr("{done} %").format(done=round(100 * done))
        self._long, self._short = self.tr("{what}: {count}").format(what=self._what, count=count), count
        self._say()

    def _say(self) -> None:
        """All of it, or where there is little room, the count."""
        fits = self.label.fontMetrics().horizontalAdvance(self._long) <= self.label.width()
        self.label.setText(self._long if fits else self._short)

    def _show(self, bar: bool) -> None:
        self.bar.setVisible(bar)
        self.label.setVisible(bar)
        self.button.setVisible(bar or self._stopped)
        self.button.setText(self.tr("&Go on") if self._stopped else self.tr("St&op"))
        self.button.setToolTip(
            self.tr("Do this work after all")
            if self._stopped
            else self.tr("End this work; what was shown before stays")
        )


def thin_bar(name: str, hint: str) -> QProgressBar:
    """A line that grows, without words."""
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setFixedHeight(_BAR)
    named(bar, name, hint)
    return bar

"""Work in the background on something that keeps changing, such as a network that trains."""

from collections.abc import Callable, Hashable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from digitpad.workspace.latest import Latest, Work

_REST = 300  # milliseconds


class Following(QObject):
    """Does the work again as things change, as long as somebody wants it each time.

    What the user chooses replaces the work under way. What changes by itself waits until that is done: if each change
    replaced it, a network that trains would never get an answer. `answered` brings an answer, `failed`
    the exception instead, and `outdated` tells that it may be time to want another. `stopped_changed` tells whether
    what was chosen last was given up.
    """

    answered = Signal(object)
    failed = Signal(Exception)
    invalidated = Signal()
    stopped_changed = Signal(bool)

    def __init__(self, parent: QObject, rest: int = _REST) -> None:
        """`rest` is the pause in milliseconds after an answer, which leaves the processor to a training."""
        super().__init__(parent)
        self._choice: Hashable = None
        self._state: Hashable = None
        self._answered: tuple[Hashable, Hashable] | None = None
        self._stopped = False
        self.work = Latest(self)
        self.work.answered.connect(self._hold)
        self.work.failed.connect(self._fail)
        self._rest = QTimer(self, singleShot=True, interval=rest)
        self._rest.timeout.connect(self.invalidated)

    @property
    def stopped(self) -> bool:
        """Whether what was chosen last was given up."""
        return self._stopped

    def want(self, choice: Hashable, state: Hashable, make: Callable[[], Work]) -> None:
        """Have the work done that `make` gives for what is chosen and its state now, unless that is answered already.

        Both are compared: two are the same if they are equal.
        """
        if choice == self._choice:
            done = self._answered == (choice, state)
            if self._stopped or self.work.busy or self._rest.isActive() or done:
                return
        self._choice, self._state = choice, state
        self._set_stopped(False)
        self.work.start(make())

    def stop(self) -> None:
        """Give up the work under way, until something else is chosen or `go_on` is called."""
        if self.work.busy:
            self.work.stop()
            self._set_stopped(True)
            self.invalidated.emit()

    def rest(self) -> None:
        """Give up the work under way, since nothing is wanted now."""
        self._choice = None
        self._set_stopped(False)
        self.work.stop()

    def go_on(self) -> None:
        """Do the work that was given up after all."""
        self._choice = None  # or it would wait for the work that was given up, if that has not ended yet
        self._set_stopped(False)
        self.invalidated.emit()

    def _set_stopped(self, stopped: bool) -> None:
        if stopped != self._stopped:
            self._stopped = stopped
            self.stopped_changed.emit(stopped)

    @Slot(object)
    def _hold(self, answer: Any) -> None:
        self._answered = self._choice, self._state
        self._rest.start()
        self.answered.emit(answer)

    @Slot(Exception)
    def _fail(self, failure: Exception) -> None:
        self._answered = self._choice, self._state  # trying again would give the same
        self.failed.emit(failure)

"""What the views of the tab Evaluate have in common that compute something of their own."""

from collections.abc import Callable, Hashable
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from digitpad.ui.evaluate.waiting_texts import unusable_text
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.workspace.following import Following
from digitpad.workspace.latest import Work
from digitpad.workspace.workspace import Workspace

_BAR_WIDTH = 36 * SPACE


class Wanted(NamedTuple):
    """Work for a view: what was chosen, what of it changes by itself, and what makes the work; see Following.want."""

    choice: Hashable
    state: Hashable
    make: Callable[[], Work]


class FollowedView(View):
    """Shows the answer of work in the background, its progress beneath, and a button that stops it.

    Subclasses put widgets into `content`, which is hidden until there is an answer, and override `wanted` and
    `show_answer`.
    """

    def __init__(self, workspace: Workspace, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(workspace, title, explanation, parent)
        self.following = Following(workspace)
        self._holder = QWidget()
        policy = self._holder.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._holder.setSizePolicy(policy)
        self._holder.hide()
        self.content = QVBoxLayout(self._holder)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(SPACE)
        self.note = QLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setMinimumWidth(1)
        self.work = self.bar_of_following(self.following, self.title)
        self.work.setFixedWidth(_BAR_WIDTH)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self.note, 1)
        line.addWidget(self.work)
        self.body.addWidget(self._holder, 1)
        self.body.addLayout(line)
        self._connect()

    def wanted(self) -> Wanted | str:
        """The work to be done now, or a sentence that says what is waited for."""
        raise NotImplementedError

    def show_answer(self, answer: Any) -> None:
        """Show what the work has answered."""
        raise NotImplementedError

    def about(self) -> str:
        """A line that says what is shown."""
        return ""

    def refresh(self) -> None:
        self.workspace.evaluation_set.want()
        wanted = self.wanted()
        if isinstance(wanted, Wanted):
            self.following.want(*wanted)
            self.note.setText(self.tr("Stopped before the end.") if self.following.stopped else self.about())
        else:
            self.following.rest()
            self.note.setText(wanted)

    def missing_images(self) -> str:
        """The sentence for images that are not there yet."""
        if self.workspace.evaluation_set.is_unusable:
            return unusable_text()
        return self.tr("Reading the images …")

    def _connect(self) -> None:
        workspace = self.workspace
        self.following.answered.connect(self._take)
        workspace.evaluation_set.changed.connect(self.outdate)
        workspace.models.changed.connect(self.outdate)
        workspace.models.in_use.connect(self.outdate)
        workspace.training.state_changed.connect(self.outdate)

    def reveal(self) -> None:
        """Show `content`, since there is something in it."""
        self._holder.show()

    def _take(self, answer: object) -> None:
        self.reveal()
        self.show_answer(answer)
        self.note.setText(self.about())

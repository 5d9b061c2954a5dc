"""All that the user has kept: to look through, to correct, and to see written again."""

from functools import partial

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.collection.near_duplicates import near_duplicates_task
from digitpad.core.collection.replay import Replay, collected_replay_task
from digitpad.ui.actions import takes_undo
from digitpad.ui.collection.collection_actions import CollectionActions
from digitpad.ui.collection.filters import Filters
from digitpad.ui.collection.grid import DrawingGrid
from digitpad.ui.collection.replay_card import ReplayCard
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.banner import Placeholder
from digitpad.ui.widgets.labels import caption, explanation, named
from digitpad.ui.widgets.layouts import SideBySide, Stretched, fill, horizontal, vertical
from digitpad.workspace.background_task import Request, Status
from digitpad.workspace.workspace import Destination, Workspace

_GRID_HEIGHT = 240  # pixels at the least, at 100 %
_BETWEEN_REPLAYS = 1000  # milliseconds, while a network learns
_CARD, _BESIDE = 224, 300  # pixels of width at 100 %: the large drawing, and what the grid needs beside it


class DrawingsView(View):
    """The grid with its filters; beside it the drawing with the cursor, large."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("My digits"), explanation("drawings"))
        self._collection = workspace.collection
        self._task = self.new_task(_BETWEEN_REPLAYS)
        self._alike = self.new_task()
        self._total = 0  # drawings in the collection, as far as it is known
        self._replayed: int | None = None  # the number of the drawing on the card
        self._asked = 0  # times the collection was asked what there is
        self.filters = Filters(self)
        for box in self.filters.boxes:
            self.controls.addWidget(box)
            box.activated.connect(self.invalidate)
        self.grid = named(
            DrawingGrid(lambda ids, then: self._collection.read(lambda c: c.rows_of(ids), then, lambda: then([]))),
            self.tr("Drawings"),
            self.tr("Arrows and Shift choose · a digit or N says what it is · Delete removes · Shift+Enter reads it"),
        )
        self.grid.setMinimumHeight(px(_GRID_HEIGHT))
        self.commands = CollectionActions(workspace, self.grid, self.filters, self)
        self.chosen = caption()
        hint = self.tr("What can be done with the chosen drawings")
        self.more = self.commands.more_button(self.commands.menu(), hint, self.grid)
        self.card = ReplayCard()
        self.empty = Placeholder(QWidget())
        self.work = self.add_task(workspace.transfer.task, self.tr("Copying drawings"))
        self._compares = self.add_task(self._alike, self.tr("Comparing drawings"))
        self._lay_out()
        self._connect()

    def event(self, event: QEvent) -> bool:
        """In this view, Ctrl+Z undoes what was done to the drawings, and takes no stroke back."""
        can, undo = lambda: self.commands.can_undo, lambda: self.commands.undo()  # events come before there are any
        return takes_undo(event, can, undo) or super().event(event)

    def refresh(self) -> None:
        self._asked += 1
        if not self._collection.exists:
            self._show(self._asked, (np.empty(0, np.int64), 0))
            return
        which, order = self.filters.which, self.filters.order.currentData()
        if self.filters.wants_alike:
            work = partial(near_duplicates_task, self._collection.path, which)
            self._alike.request(Request(which, self._asked, work))
            return
        self._alike.request(None)
        found = partial(self._show, self._asked)
        self._collection.read(
            lambda c: (np.array(c.ids(which, order), np.int64), c.count()), found, self._show_unreadable
        )

    def _lay_out(self) -> None:
        left = QWidget()
        column = vertical(left, gap=SPACE)
        line = horizontal(None, Stretched(self.chosen), self._compares, self.more, gap=SPACE)
        column.addWidget(self.grid, 1)
        column.addLayout(line)
        self._both = SideBySide(left, self.card, _CARD, _BESIDE, line=False)
        fill(self.body, Stretched(self._both), Stretched(self.empty), self.work)
        self._both.hide()
        self._show_bars()

    def _connect(self) -> None:
        for task in (self.workspace.transfer.task, self._alike):
            task.changed.connect(self._show_bars)
        self._collection.changed.connect(self._on_changed)
        self.grid.selectionModel().selectionChanged.connect(self._show_choice)
        self.grid.pointed.connect(lambda _place: self._request_replay())
        self._task.finished.connect(self._show_replay)
        self._alike.finished.connect(self._show_alike)
        self.workspace.models.in_use.connect(lambda _item: self._request_replay())
        self.card.read.clicked.connect(self.commands["use"].trigger)
        self.card.why.clicked.connect(self._explain)
        self.empty.button.clicked.connect(self._fill_place)

    def _on_changed(self) -> None:
        self.filters.set_writers(self._collection.writers)
        self.invalidate()

    def _show(self, asked: int, found: tuple[npt.NDArray[np.int64], int]) -> None:
        """Show the drawings found, and how many there are in all, unless something else was asked for since."""
        if asked != self._asked:
            return
        ids, total = found
        self._total = total
        self.grid.set_drawings(ids)
        self._show_choice()
        self._both.setVisible(len(ids) > 0)
        self.empty.setVisible(not len(ids))
        for box in self.filters.boxes:
            box.setVisible(total > 0)
        count, all_of_them = f"{len(ids):,}", f"{total:,}"
        if not total:
            self.headline.setText(self.tr("Your own digits, once you keep them"))
            words = self.tr(
                "Draw a digit on the left and press its key: the drawing is kept here, on this computer only."
            )
            self.empty.say(words, self.tr("Write 30 digits"))
        elif not len(ids):
            self.headline.setText(self.tr("None of {total} drawings matches").format(total=all_of_them))
            self.empty.say(self.tr("No drawing matches all that is chosen above."), self.tr("Show all"))
        elif len(ids) == total:
            one = self.tr("1 drawing")
            self.headline.setText(one if total == 1 else self.tr("{total} drawings").format(total=all_of_them))
        else:
            self.headline.setText(self.tr("{count} of {total} drawings").format(count=count, total=all_of_them))
        self._request_replay()

    def _show_bars(self) -> None:
        """Give the bars room only while there is something to show: the card takes what the page has."""
        self.work.setVisible(self.workspace.transfer.task.status is not Status.IDLE)
        self._compares.setVisible(self._alike.status is not Status.IDLE)

    def _show_unreadable(self) -> None:
        """The message strip says why."""
        self._both.hide()
        self.empty.show()
        self.empty.say(self.tr("The drawings that were kept cannot be read. They stay as they are."))

    def _show_alike(self, groups: list[tuple[int, ...]]) -> None:
        """Show the drawings of each group together, and choose all but the first of each."""
        if not self.filters.wants_alike:
            return
        self._show(self._asked, (np.array([number for group in groups for number in group], np.int64), self._total))
        if groups:
            copies = [number for group in groups for number in group[1:]]
            self.grid.choose_ids(copies)
            text = self.tr("1 drawing looks like a copy of another, and is chosen")
            if len(copies) > 1:
                text = self.tr("{count} drawings look like copies of others, and are chosen")
            self.headline.setText(text.format(count=f"{len(copies):,}"))

    def _fill_place(self) -> None:
        """Do what the empty place offers."""
        if self.filters.label.isVisible():
            self.filters.show_all()
            self.invalidate()
        else:
            self.workspace.go_to(Destination.WRITE)

    def _show_choice(self) -> None:
        count = self.grid.chosen_count
        self.commands.refresh()
        self.chosen.setText(
            self.tr("{count} chosen · 0 to 9, N relabel · Delete removes").format(count=f"{count:,}")
            if count > 1
            else self.tr("0 to 9, N relabel · Delete removes")
        )

    def _request_replay(self) -> None:
        number, item = self.grid.current_id, self.workspace.models.current
        if not self.isVisible() or number is None or item is None:
            self._task.request(None)
            return
        path, model = self._collection.path, item.model
        work = partial(collected_replay_task, path, number, model.network, model.normalisation)
        self._task.request(Request((number, item.key), (self._asked, model.network), work))

    def _show_replay(self, found: tuple[CollectedDrawing, Replay]) -> None:
        again = self.grid.current_id == self._replayed
        self._replayed = self.grid.current_id
        self.card.show_drawing(*found, again=again)
        if self.grid.hasFocus() and not again:
            self.card.start()

    def _explain(self) -> None:
        self.commands["use"].trigger()
        self.workspace.go_to(Destination.WHY)

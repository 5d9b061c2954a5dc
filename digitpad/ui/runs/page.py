"""The page Runs: the curves of the ticked runs above the list of all."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from digitpad.core.runs.store import KeptRun
from digitpad.ui.actions import takes_undo
from digitpad.ui.runs.overlay_view import OverlayView
from digitpad.ui.runs.run_actions import RunActions
from digitpad.ui.runs.run_model import RunModel, size_text
from digitpad.ui.runs.run_table import RunTable
from digitpad.ui.runs.sweep_bar import SweepBar
from digitpad.ui.style.room import Room
from digitpad.ui.style.type import CAPTION, TITLE, px, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.view_tools import ExportButton
from digitpad.ui.widgets.labels import named
from digitpad.ui.widgets.layouts import Stretched, fill, horizontal, vertical
from digitpad.workspace.run_library import RunsDeleted
from digitpad.workspace.workspace import Notice, Workspace

_MOST_COMPARED = 10  # runs of a sweep that are overlaid by themselves
_PLOT = 200  # pixels high at the least
_SELECT_ROW = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows


class RunsPage(QWidget):
    """Joins the list of runs and their curves to the library of runs."""

    def __init__(self, workspace: Workspace, compare: Callable[[int, int], object]) -> None:
        """`compare` opens the comparison of two models by their keys."""
        super().__init__()
        self._workspace = workspace
        self._library = workspace.training.run_library
        self.model = RunModel(lambda group, name: self._library.annotate(group.runs, name=name), self)
        hint = self.tr("Space overlays a run · Enter reads with its model · F2 renames · Delete deletes")
        self.table = named(RunTable(self.model), self.tr("Runs"), hint)
        self.overlay = OverlayView()
        self.sweep = SweepBar(workspace.sweeps, workspace.training.run_library)
        self._taken = ""  # a shared run that is not listed yet
        self._compared: tuple[int, set[str]] = (0, set())  # a sweep, and its runs that were ticked as they ended
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search names and notes"))
        self.search.setAccessibleName(self.tr("Search names and notes"))
        self.search.setToolTip(self.tr("Show only runs whose name or note has these words"))
        self.search.setMinimumWidth(px(160))
        self.room_taken = QLabel()
        set_role(self.room_taken, CAPTION)
        self.empty = QLabel(
            self.tr("Every training is kept here, with its curves and its network. There is none yet: F5 trains.")
        )
        self.empty.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        set_role(self.empty, TITLE)
        self.commands = RunActions(workspace, self.model, self.table, compare, self)
        self.take_settings = self.commands.button("settings")
        self.compare = self.commands.button("compare")
        self._tools = self.commands.tools()
        hint = self.tr("What else can be done with the chosen runs")
        self.more = self.commands.more_button(self.commands.menu(), hint, self.table)
        self._lay_out()
        self._connect()
        self._show()

    def set_room(self, room: Room) -> None:
        """Take the margins of a window; where it is narrow, columns and buttons give way."""
        margin = room.page_margin
        self._column.setContentsMargins(margin, 2 * SPACE if room.narrow else 3 * SPACE, margin, 2 * SPACE)
        self.table.set_narrow(room.narrow)
        self.compare.setVisible(not room.narrow)
        self.room_taken.setVisible(not room.narrow)
        for tool in self._tools[:2]:
            tool.setVisible(not room.narrow)
        self.overlay.smoothing.setVisible(not room.narrow)

    def set_presenting(self, on: bool) -> None:
        """Leave out, or show again, what is not for the back row."""
        for each in (self.search, self.take_settings, *self._tools[2:], self.more):
            each.setVisible(not on)

    def showEvent(self, event: QShowEvent) -> None:
        self._library.refresh()
        super().showEvent(event)

    def event(self, event: QEvent) -> bool:
        """On this page, Ctrl+Z brings back what was deleted, and takes no stroke back."""
        return takes_undo(event, lambda: self._library.can_undo_delete, self._undo_delete) or super().event(event)

    def _lay_out(self) -> None:
        export = ExportButton(
            self._workspace,
            self.tr("Runs"),
            self.overlay,
            self.overlay.table,
            lambda: [self.overlay.quantity, self.overlay.across, self.overlay.smoothing, self.overlay.log],
        )
        self.overlay.top.addWidget(export)
        self.overlay.plot.setMinimumHeight(_PLOT)
        line = horizontal(
            None, Stretched(self.search), self.take_settings, self.compare, *self._tools, self.more, gap=SPACE
        )
        self._runs = QWidget()  # hidden while there are none
        runs = vertical(self._runs, self.sweep, gap=2 * SPACE)
        fill(runs, Stretched(self.overlay, 3), line, Stretched(self.table, 2), self.room_taken)
        layout = self._column = QVBoxLayout(self)
        layout.setSpacing(2 * SPACE)
        fill(layout, self.empty, Stretched(self._runs), Stretched(None, 0))

    def _connect(self) -> None:
        library = self._library
        library.changed.connect(self._show)
        library.happened.connect(self._on_happened)
        self._workspace.training.state_changed.connect(self._refresh)
        self.model.dataChanged.connect(lambda: self._show_curves())
        self.search.textChanged.connect(self.model.set_words)

    def _show(self) -> None:
        """List the runs, keeping what is chosen and ticked."""
        listing = self._library.listing
        chosen = {self._taken} if self._taken else {group.first.key for group in self.table.chosen()}
        first = not self.model.groups
        with_focus = self.table.hasFocus()
        self.model.set_groups(listing.groups, listing.differing, listing.best)
        for row, group in enumerate(self.model.groups):
            if not chosen.isdisjoint(group.key):
                self._taken = ""
                self.table.selectionModel().select(self.model.index(row, 0), _SELECT_ROW)
        if first and self.model.groups and not chosen:
            self.model.tick(self.model.groups[0], True)
            self.table.selectRow(0)
        self._compare_sweep()
        self._show_curves()
        if with_focus and self.model.groups:
            self.table.setFocus()
        elif with_focus:
            self.setFocus()  # so that Ctrl+Z still means the runs
        count = listing.count
        said = (
            self.tr("{count} runs, {size} of at most {limit}")
            if count != 1
            else self.tr("1 run, {size} of at most {limit}")
        )
        self.room_taken.setText(
            said.format(count=count, size=size_text(listing.bytes), limit=size_text(self._library.limit))
        )
        self.room_taken.setToolTip(
            self.tr(
                "Beyond that, the oldest runs without a star lose their moments, then their weights; settings and "
                "curves stay."
            )
        )
        self.empty.setVisible(not count)
        self._runs.setVisible(bool(count))

    def _on_happened(self, event: object) -> None:
        if isinstance(event, RunsDeleted):
            self._offer_undo(event.runs)

    def choose(self, key: str) -> None:
        """Choose a run once it is listed."""
        self._taken = key

    def _compare_sweep(self) -> None:
        """Overlay the runs of a sweep of this session as they end, and nothing else."""
        news = self._workspace.sweeps.news
        if news is None:
            return
        if news.number != self._compared[0]:
            self._compared = news.number, set()
            for group, _ in self.model.ticked:
                self.model.tick(group, False)
        seen = self._compared[1]
        for group in self.model.groups:
            keys = {run.key for run in group.runs if run.entry.sweep == news.number and not run.is_under_way}
            if keys and not keys & seen and len(self.model.ticked) < _MOST_COMPARED:
                self.model.tick(group, True)
            seen |= keys

    def _show_curves(self) -> None:
        ticked = [group for group, _ in self.model.ticked]
        runs = [run for group in ticked for run in group.runs]
        known = {run.key: (run, history) for run, history in self._library.histories(runs, self._show_curves)}
        self.overlay.set_ticked(
            [(group, [known[run.key] for run in group.runs if run.key in known]) for group in ticked]
        )

    def _offer_undo(self, runs: tuple[KeptRun, ...]) -> None:
        gone = self.tr("“{name}” was deleted.") if len(runs) == 1 else self.tr("{count} runs were deleted.")
        text = gone.format(name=runs[0].record.title, count=len(runs))
        self._workspace.tell(Notice(text, self.tr("Undo"), self._library.undo_delete))

    def _undo_delete(self) -> None:
        self._library.undo_delete()
        self._workspace.tell(Notice(self.tr("What was deleted is back.")))

    def _refresh(self) -> None:
        if self.isVisible():
            self._library.refresh()

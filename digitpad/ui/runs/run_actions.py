"""What can be done with the chosen runs."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton, QToolButton, QWidget

from digitpad.core.runs.groups import RunGroup
from digitpad.core.runs.share import ENDING
from digitpad.core.runs.store import KeptRun
from digitpad.ui import dialogs
from digitpad.ui.actions import Actions, Row
from digitpad.ui.runs.run_model import RunModel
from digitpad.ui.runs.run_table import RunTable
from digitpad.ui.style.icons import fit_icon, icon
from digitpad.ui.widgets.labels import follow, push_button
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Destination, Workspace

_MENU = (
    ("use", "settings", "compare", "go_on"),
    ("rename", "note", "star", "delete", "undo_delete"),
    ("share", "take_in"),
    ("limit",),
)
_TOOLS = ("note", "star", "delete")


class RunActions(Actions):
    """Uses, names and deletes the chosen runs of the table, and compares two."""

    def __init__(
        self,
        workspace: Workspace,
        model: RunModel,
        table: RunTable,
        show_both: Callable[[int, int], object],
        parent: QWidget,
    ) -> None:
        """`show_both` opens the comparison of two models by their keys."""
        super().__init__(parent)
        self._open_comparison = show_both
        training = workspace.training
        self._workspace, self._training, self._library = workspace, training, training.run_library
        self._model, self._table, self._window = model, table, parent
        self.add(self._rows())
        self._add_conditions()
        table.asked.connect(lambda name: self[name].trigger())
        table.selectionModel().selectionChanged.connect(lambda: self.show_state())
        model.modelReset.connect(self.show_state)
        model.dataChanged.connect(lambda: self.show_state())
        training.state_changed.connect(lambda: self.show_state())
        self.show_state()

    def menu(self) -> QMenu:
        """All of them."""
        menu = QMenu(self._window)
        menu.setToolTipsVisible(True)
        for names in _MENU:
            if not menu.isEmpty():
                menu.addSeparator()
            menu.addActions([self[name] for name in names])
        return menu

    def button(self, name: str) -> QPushButton:
        """A button that does the same as an action, whenever that can be done."""
        button = push_button(self[name].text(), "", flat=True)
        follow(button, self[name])
        return button

    def tools(self) -> list[QToolButton]:
        """Buttons with icons for the most usual."""
        buttons = []
        for name in _TOOLS:
            button = QToolButton()
            button.setDefaultAction(self[name])
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
            button.setAccessibleName(self[name].text().rstrip("…"))
            fit_icon(button)
            buttons.append(button)
        return buttons

    def show_state(self) -> None:
        """Enable what can be done now."""
        self.refresh()
        chosen = self._table.chosen()
        starred = bool(chosen) and all(group.star for group in chosen)
        self["star"].setText(self.tr("Remove the star") if starred else self.tr("Star"))
        self["star"].setData("star-filled" if starred else "star")
        self["star"].setIcon(icon(self["star"].data()))

    def _rows(self) -> tuple[Row, ...]:
        tr = self.tr
        use, go_on = tr("Read the drawing with the run’s model (Enter)"), tr("Resume the run where it was interrupted")
        settings = tr("Put the settings of the chosen run into the form of Train")
        compare = tr("Compare the models of the two chosen, or two ticked, runs image by image")
        star = tr("A run with a star keeps everything, however full the disk is")
        undo = tr("Bring back what was deleted last (Ctrl+Z)")
        share = tr("Write all of the run into one file, for another computer or somebody else")
        take_in = tr("Take in a run that was shared; the file can be dropped on the window, too")
        delete = tr("Delete the chosen runs; that can be undone (Delete)")
        return (
            Row("use", tr("Read with its model"), use, self._use),
            Row("settings", tr("Use its settings"), settings, self._take_settings),
            Row("compare", tr("Two models…"), compare, self._compare),
            Row("go_on", tr("Go on with it"), go_on, self._go_on),
            Row("rename", tr("Rename"), tr("Give the run another name (F2)"), self._rename),
            Row("note", tr("Note…"), tr("Write down what the run shows"), self._note, icon="note"),
            Row("star", tr("Star"), star, self._star, icon="star"),
            Row("delete", tr("Delete"), delete, self._delete, icon="clear"),
            Row("undo_delete", tr("Undo the deletion"), undo, self._library.undo_delete),
            Row("share", tr("Share…"), share, self._share),
            Row("take_in", tr("Open a shared run…"), take_in, self._take_in),
            Row("limit", tr("Disk space…"), tr("Set how much disk space all runs may take"), self._ask_for_limit),
        )

    def _add_conditions(self) -> None:
        def one() -> bool:
            return len(self._table.chosen()) == 1

        def idle() -> bool:
            return self._training.state is TrainingState.IDLE

        self.enable_when(one, "use", "rename", "note")
        self.enable_when(lambda: one() and not self._table.chosen()[0].first.is_under_way, "share")
        self.enable_when(lambda: one() and idle(), "settings")
        self.enable_when(lambda: one() and idle() and self._table.chosen()[0].first.is_interrupted, "go_on")
        self.enable_when(lambda: len(self._pair()) == 2, "compare")
        self.enable_when(lambda: bool(self._table.chosen()), "star", "delete")
        self.enable_when(lambda: self._library.can_undo_delete, "undo_delete")

    def _pair(self) -> list[RunGroup]:
        """The two runs to compare: those chosen, or else those ticked."""
        chosen = self._table.chosen()
        return chosen if len(chosen) == 2 else [group for group, _ in self._model.ticked][:3]

    def _runs(self) -> list[KeptRun]:
        return [run for group in self._table.chosen() for run in group.runs]

    def _use(self) -> None:
        chosen = self._table.chosen()
        if chosen:
            self._library.open_models([chosen[0].first])

    def _compare(self) -> None:
        self._library.open_models([group.first for group in self._pair()], self._show_both)

    def _show_both(self, a: int, b: int) -> None:
        self._open_comparison(a, b)
        self._workspace.go_to(Destination.EVALUATE)

    def _take_settings(self) -> None:
        chosen = self._table.chosen()
        if chosen:
            record = chosen[0].first.record
            plan = replace(self._training.plan, settings=record.settings, fine_tune=False)
            self._training.set_plan(plan.with_reading(record.sources.data, record.sources.reading))
            self._workspace.go_to(Destination.CURVES)

    def _go_on(self) -> None:
        chosen = self._table.chosen()
        if chosen and self._library.claim_interrupted(chosen[0].first):
            self._training.resume_interrupted()

    def _rename(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        if rows:
            self._table.edit(rows[0])

    def _note(self) -> None:
        chosen = self._table.chosen()
        if not chosen:
            return
        text, accepted = QInputDialog.getMultiLineText(
            self._window, self.tr("Note"), self.tr("What “{name}” shows:").format(name=chosen[0].title), chosen[0].note
        )
        if accepted:
            self._library.annotate(chosen[0].runs, note=text.strip())

    def _star(self) -> None:
        chosen = self._table.chosen()
        self._library.annotate(self._runs(), star=not all(group.star for group in chosen))

    def _delete(self) -> None:
        self._library.delete(self._runs())

    def _share(self) -> None:
        run = self._table.chosen()[0].first
        kinds = ((self.tr("Shared runs (*.zip)"), ENDING),)
        path = dialogs.ask_where_to_save(self._window, self._workspace, run.record.title, kinds)
        if path:
            self._library.share(run, path, partial(dialogs.tell_saved, self._workspace, path))

    def _take_in(self) -> None:
        path = dialogs.ask_for_file(self._window, self._workspace, "run")
        if path:
            self._library.take_in(path)

    def _ask_for_limit(self) -> None:
        limit, accepted = QInputDialog.getInt(
            self._window,
            self.tr("Disk space"),
            self.tr(
                "How many GB runs may take. Beyond that, the oldest without a star lose their moments, then their "
                "weights."
            ),
            self._library.limit // 10**9,
            1,
            1_000,
        )
        if accepted:
            self._library.set_limit(limit * 10**9)

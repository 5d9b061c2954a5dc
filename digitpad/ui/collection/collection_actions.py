"""What can be done with the chosen drawings of the collection."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QWidget

from digitpad.core.collection.query import part_text
from digitpad.core.dataset import Split
from digitpad.core.network import CLASSES
from digitpad.core.readers.options import DataOptions
from digitpad.ui import dialogs
from digitpad.ui.actions import Actions, Row
from digitpad.ui.collection.filters import Filters
from digitpad.ui.collection.grid import DrawingGrid
from digitpad.workspace.collection.kept_drawings import DrawingsRelabelled, DrawingsRemoved, Labels
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Destination, Notice, Workspace

_SETS = "learn", "validate", "test"
_LABELS = tuple(f"label_{digit}" for digit in range(CLASSES))


class CollectionActions(Actions):
    """Relabels and removes the chosen drawings of a grid, both of which can be undone, and puts one on the canvas."""

    def __init__(self, workspace: Workspace, grid: DrawingGrid, filters: Filters, parent: QWidget) -> None:
        super().__init__(parent)
        self._back: Callable[[], object] | None = None  # undoes what was done last
        self._filters, self._transfer = filters, workspace.transfer
        self._workspace, self._collection, self._grid = workspace, workspace.collection, grid
        self.add(self._rows())
        self.enable_when(lambda: grid.chosen_count > 0, *_LABELS, "label_none", "delete")
        self.enable_when(lambda: grid.current_id is not None, "use")
        # Near-duplicates are no part that can be named.
        self.enable_when(lambda: grid.count > 0 and not filters.wants_alike, "export", "export_numbers")
        self.enable_when(self._may_learn, *_SETS)
        grid.asked.connect(lambda name: self[name].trigger())
        grid.opened.connect(lambda _place: self._use())
        self._collection.happened.connect(self._tell)
        self._transfer.task.finished.connect(self._tell)
        workspace.training.state_changed.connect(lambda: self.refresh())
        self.refresh()

    def menu(self) -> QMenu:
        """All of them."""
        menu = QMenu(self._parent)
        menu.setToolTipsVisible(True)
        menu.addAction(self["use"])
        self.add_menu(menu, self.tr("&It is"), _LABELS, ["label_none"])
        menu.addSeparator()
        menu.addAction(self["delete"])
        menu.addSeparator()
        self.add_menu(menu, self.tr("&Train with these"), _SETS)
        menu.addSeparator()
        menu.addActions([self[name] for name in ("export", "export_numbers", "import")])
        return menu

    @property
    def can_undo(self) -> bool:
        """Whether something was relabelled or removed, and not brought back."""
        return self._back is not None

    def undo(self) -> None:
        """Undo what was relabelled or removed last."""
        back, self._back = self._back, None
        if back:
            back()
            self._workspace.tell(Notice(self.tr("Undone: the drawings are as they were.")))

    def _rows(self) -> list[Row]:
        tr = self.tr
        use = tr("Put the drawing on the canvas, where it is read again (double click)")
        hint = tr("Label the chosen drawings as this digit; can be undone")
        learn = tr("Plan a training on the digits that are shown, except those held out")
        validate = tr("While it trains, show how well it reads the digits that are shown, except those held out")
        test = tr("At the end, report how well it reads the shown digits that are held out: no training learns them")
        export = tr("Write the drawings that are shown to a file, to take them along or to hand them in")
        numbers = tr("Write the drawings that are shown to a file with a number in place of each name")
        add = tr("Add the drawings of exported files, such as those of a class, that are not here yet")
        rows = [
            Row("use", tr("&Read it here"), use, self._use),
            Row("delete", tr("&Delete"), tr("Remove the chosen drawings; can be undone (Delete)"), self._delete),
            Row("learn", tr("&Learn from them"), learn, self._learn),
            Row("validate", tr("&Validate with them"), validate, partial(self._judge, Split.VALIDATION)),
            Row("test", tr("Te&st with them"), test, partial(self._judge, Split.TEST)),
            Row("export", tr("&Export…"), export, self._export),
            Row("export_numbers", tr("Export &without names…"), numbers, partial(self._export, anonymous=True)),
            Row("import", tr("I&mport…"), add, self._import),
            Row("label_none", tr("&No digit"), hint, partial(self._relabel, None)),
        ]
        return rows + [
            Row(name, tr("A {digit}").format(digit=digit), hint, partial(self._relabel, digit))
            for digit, name in enumerate(_LABELS)
        ]

    def _use(self) -> None:
        number = self._grid.current_id
        if number is not None:
            self._collection.put_on_canvas(number)

    def _relabel(self, label: int | None) -> None:
        self._collection.relabel(dict.fromkeys(self._grid.chosen_ids(), label))

    def _delete(self) -> None:
        self._collection.remove(self._grid.chosen_ids())

    def _may_learn(self) -> bool:
        idle = self._workspace.training.state is TrainingState.IDLE
        return idle and self._grid.count > 0 and not self._filters.wants_alike

    def _learn(self) -> None:
        """By these drawings, with the validation and test images that were chosen before."""
        plan = self._workspace.training.plan
        before = plan.reading_of(plan.source)
        options = DataOptions(validation=before.validation, test=before.test)
        self._workspace.training.open_data(Path(part_text(self._filters.which)), options)
        self._workspace.go_to(Destination.CURVES)

    def _judge(self, split: Split) -> None:
        """Take these drawings as the validation or test images of the data that is planned."""
        plan = self._workspace.training.plan
        before, part = plan.reading_of(plan.source), part_text(self._filters.which)
        options = replace(before, validation=part) if split is Split.VALIDATION else replace(before, test=part)
        self._workspace.training.open_data(Path(plan.source), options)
        self._workspace.go_to(Destination.CURVES)

    def _export(self, anonymous: bool = False) -> None:
        tr = self.tr
        kinds = [(tr("Drawings, to import again (*.zip)"), ".zip")]
        if not anonymous:  # images have no names
            kinds += [
                (tr("Images of the digits, for NumPy (*.npz)"), ".npz"),
                (tr("A table of pixels (*.csv)"), ".csv"),
            ]
            kinds.append((tr("A folder in MNIST’s form (*.idx)"), ".idx"))
        path = dialogs.ask_where_to_save(self._parent, self._workspace, self.tr("My digits"), kinds)
        if path:
            self._transfer.export(path, self._filters.which, anonymous)

    def _import(self) -> None:
        found = dialogs.ask_for_files(self._parent, self._workspace, "drawings")
        if found:
            self._transfer.import_files(found)

    def _go_back(self, numbers: Sequence[int], call: Callable[[], object]) -> None:
        """Undo something, and choose the drawings that it was done to."""
        self._grid.choose_next(numbers)
        call()

    def _tell(self, event: object) -> None:
        if isinstance(event, DrawingsRelabelled):
            self._tell_relabelled(event.before)
        elif isinstance(event, DrawingsRemoved):
            self._tell_removed(event.numbers)
        elif isinstance(event, Path):  # exported
            dialogs.tell_saved(self._workspace, event)

    def _tell_relabelled(self, before: Labels) -> None:
        one = self.tr("1 drawing has another label.")
        many = self.tr("{count} drawings have another label.")
        text = one if len(before) == 1 else many.format(count=f"{len(before):,}")
        self._back = partial(self._go_back, [*before], partial(self._collection.relabel, before, tell=False))
        self._workspace.tell(Notice(text, self.tr("Undo"), self.undo))

    def _tell_removed(self, numbers: tuple[int, ...]) -> None:
        one = self.tr("1 drawing was removed.")
        many = self.tr("{count} drawings were removed.")
        text = one if len(numbers) == 1 else many.format(count=f"{len(numbers):,}")
        self._back = partial(self._go_back, numbers, partial(self._collection.restore, numbers))
        self._workspace.tell(Notice(text, self.tr("Undo"), self.undo))

"""How well models read each other's handwriting: a table of writers and models."""

from collections.abc import Iterator, Sequence
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from digitpad.core.evaluation.comparison import writer_table_task
from digitpad.core.files import Table
from digitpad.core.scoring import HitCounts, wilson
from digitpad.ui.style.type import rounded
from digitpad.ui.view import View
from digitpad.ui.widgets.banner import Placeholder
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.labels import caption, explanation, named, push_button
from digitpad.ui.widgets.titles import model_title
from digitpad.workspace.background_task import Request
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Destination, Workspace

_MOST = 4  # models beside each other: for more there is no room
_LEAST = 128  # pixels of the table's height at 100 %


class WriterTableView(View):
    """A row for each writer's held-out digits and one for MNIST, a column for each model that is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Who reads whom?"), explanation("writers"))
        self._task = self.new_task(1000)
        self._chosen: tuple[int, ...] | None = None  # keys of models; None: the latest ones
        self._asked = 0
        self._models: tuple[ModelEntry, ...] = ()  # those in the table
        self._rows: Sequence[HitCounts] = ()
        self._in_work: tuple[ModelEntry, ...] = ()
        self.models = push_button(self.tr("Choose &models…"), self.tr("Choose up to four models to compare"))
        self.menu = QMenu(self.models)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.models.setMenu(self.menu)
        self.controls.addWidget(self.models)
        self.grid = FigureTable(scrolls=True)
        hint = self.tr("How many digits each model reads correctly; point at a share for its range")
        named(self.grid, self.tr("Writers and models"), hint)
        self.grid.setMinimumHeight(rounded(_LEAST))
        self.about = caption(self.tr("Right answers on each writer’s held-out digits, and on MNIST’s test images."))
        self.empty = Placeholder(QWidget())
        self.work = self.add_task(self._task, self.tr("Reading everyone’s digits"))
        for part in (self.about, self.grid, self.empty, self.work):
            self.body.addWidget(part, 0 if part in (self.about, self.work) else 1)
        self.empty.button.clicked.connect(lambda: workspace.go_to(Destination.WRITE))
        self._task.finished.connect(self._show)
        workspace.collection.changed.connect(self._ask_again)
        self.invalidate_on(workspace.models.changed, workspace.training.state_changed)

    def refresh(self) -> None:
        there = self.workspace.collection.exists
        models = self._wanted()
        self.models.setVisible(there)
        self.empty.setVisible(not there)
        for part in (self.grid, self.about):
            part.setVisible(there and bool(self._rows))
        if not there:
            self.empty.say(
                self.tr("Nobody has kept any digits yet. Write some, or import those of a class."),
                self.tr("Write 30 digits"),
            )
        place, some = self.workspace.collection.path, [each.model for each in models]
        version = self._asked, *(each.network for each in some)
        work = partial(writer_table_task, place, some)
        self._task.request(Request(tuple(each.key for each in models), version, work) if there and models else None)
        self._in_work = models

    def table(self) -> Table:
        columns: dict[str, Sequence[str | int]] = {"writer": [row.name for row in self._rows]}
        columns["digits"] = [row.n for row in self._rows]
        for place, entry in enumerate(self._models):
            columns[f"right by {entry.model.name}"] = [row.hits[place] for row in self._rows]
        return columns

    def _ask_again(self) -> None:
        self._asked += 1
        self.invalidate()

    def _wanted(self) -> tuple[ModelEntry, ...]:
        """The models that are chosen, but for one that trains; else that in use, the built-in one and the latest."""
        library = self.workspace.models
        items = [each for each in library.items if not self.workspace.training.trains(each.key)]
        if self._chosen is not None:
            return tuple(each for each in items if each.key in self._chosen)
        first = [each for each in (library.current, *items[:1]) if each in items]
        some = dict.fromkeys(each.key for each in [*first, *reversed(items)] if each is not None)
        return tuple(each for each in items if each.key in [*some][:_MOST])

    def _fill_menu(self) -> None:
        self.menu.clear()
        chosen = [each.key for each in self._wanted()]
        for entry in self.workspace.models.items:
            action = self.menu.addAction(model_title(entry.model.name).text.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(entry.key in chosen)
            action.setEnabled(entry.key in chosen or len(chosen) < _MOST)
            action.toggled.connect(partial(self._choose, entry.key))

    def _choose(self, key: int, on: bool) -> None:
        others = [each.key for each in self._wanted() if each.key != key]
        self._chosen = (*others, key) if on else tuple(others)
        self.invalidate()

    def _show(self, rows: list[HitCounts]) -> None:
        self._models, self._rows = self._in_work, [*rows[-1:], *rows[:-1]]  # MNIST first
        names = [model_title(each.model.name).text for each in self._models]
        self.grid.set_heads([self.tr("digits"), *names], [self.tr("How many digits the row is about"), *names])
        texts = [[f"{row.n:,}", *(f"{100 * accuracy:.1f} %" for accuracy in row.accuracies)] for row in self._rows]
        hints = [[row.name, *self._in_words(row, names)] for row in self._rows]
        self.grid.set_rows([row.name for row in self._rows], texts, hints=hints)
        for part in (self.grid, self.about):
            part.setVisible(bool(rows))
        self._say_best(names)

    def _in_words(self, row: HitCounts, names: Sequence[str]) -> Iterator[str]:
        """How well each model reads a writer."""
        for name, hits in zip(names, row.hits, strict=True):
            low, high = (f"{100 * end:.1f}" for end in wilson(hits, row.n))
            text = self.tr("{model} reads {hits} of {n} digits by {writer}; 95 %: {low} to {high}")
            yield text.format(model=name, hits=f"{hits:,}", n=f"{row.n:,}", writer=row.name, low=low, high=high)

    def _say_best(self, names: Sequence[str]) -> None:
        """Which model reads the writers best, all together."""
        writers = self._rows[1:]
        n = sum(row.n for row in writers)
        hits = [sum(each) for each in zip(*(row.hits for row in writers), strict=True)]
        if n and names:
            text = self.tr("{model} reads these hands best: {hits} of {n} digits")
            best = [name for name, each in zip(names, hits, strict=True) if each == max(hits)]
            if len(best) > 1:
                text = self.tr("{model} read these hands alike: {hits} of {n} digits")
            models = self.tr(" and ").join(best)
            self.headline.setText(text.format(model=models, hits=f"{max(hits):,}", n=f"{n:,}"))
        else:
            self.headline.setText(self.title)

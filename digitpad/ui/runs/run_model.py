"""The table of runs: its rows, columns and order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from digitpad.core.runs.groups import RunGroup
from digitpad.core.runs.record import RunStatus, shown_value
from digitpad.core.runs.store import KeptRun
from digitpad.core.training.settings import SETTINGS

translate = QCoreApplication.translate
tr = partial(translate, "run_model")

NAME, CURVES = 0, 1
GROUP = Qt.ItemDataRole.UserRole
COLOUR = Qt.ItemDataRole.UserRole + 1  # of a row that is overlaid: the name of a colour in the theme
COLOURS = ("training", "validation", "third", "hidden_layer", "output_layer")

Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True)
class Column:
    """What a column says of a row, and what it sorts by."""

    title: str
    text: Callable[[RunGroup], str]
    key: Callable[[RunGroup], Any]
    hint: str = ""
    figures: bool = True


class RunModel(QAbstractTableModel):
    """Rows of runs, found by words and sorted by a column; those that are ticked are overlaid, each in a colour.

    `dataChanged` tells that others are ticked.
    """

    def __init__(self, rename: Callable[[RunGroup, str], object] = lambda *_: None, parent: Any = None) -> None:
        """`rename` gives a run the name that was typed."""
        super().__init__(parent)
        self._rename = rename
        self._all: tuple[RunGroup, ...] = ()
        self._by_key: dict[str, RunGroup] = {}  # of a group's first run
        self.groups: list[RunGroup] = []  # the rows in their order
        self._words = ""
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._ticked: list[str] = []  # by the same key; that of one deleted stays, it may come back
        self._best: float | None = None
        self.columns: list[Column] = _columns(())

    @property
    def ticked(self) -> list[tuple[RunGroup, str]]:
        """The rows that are overlaid, each with the name of its colour, in the order in which they were ticked."""
        there = [self._by_key[key] for key in self._ticked if key in self._by_key]
        return [(group, COLOURS[number % len(COLOURS)]) for number, group in enumerate(there)]

    def set_groups(self, groups: Sequence[RunGroup], differing: Sequence[str], best: float | None = None) -> None:
        """Show these runs, with a column for each of these settings, and the best test accuracy of all marked."""
        self.beginResetModel()
        self._all = tuple(groups)
        self._by_key = {group.first.key: group for group in groups}
        self.columns = _columns(differing)
        members = {run.key: group.first.key for group in groups for run in group.runs}
        ticked = [members.get(key, key) for key in self._ticked]  # a newer seed leads a group
        self._ticked = list(dict.fromkeys(ticked))
        self._best = best
        self._arrange()
        self.endResetModel()

    def set_words(self, words: str) -> None:
        """Show only runs whose name or note has all these words."""
        self.beginResetModel()
        self._words = words
        self._arrange()
        self.endResetModel()

    def tick(self, group: RunGroup, on: bool | None = None) -> None:
        """Overlay a run, or no longer; None changes what is."""
        key = group.first.key
        if on is None or on is not (key in self._ticked):
            if key in self._ticked:
                self._ticked.remove(key)
            else:
                self._ticked.append(key)
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.groups) - 1, 0))

    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.groups)

    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.groups):
            return None
        group, column = self.groups[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(group)
            case Qt.ItemDataRole.EditRole:
                return group.title
            case Qt.ItemDataRole.CheckStateRole if index.column() == NAME:
                return Qt.CheckState.Checked if group.first.key in self._ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ToolTipRole:
                return _details(group)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}: {column.text(group)}"
        if role == GROUP:
            return group
        if role == COLOUR:
            return self._colour(group.first.key)
        return None

    def is_best(self, index: Index) -> bool:
        """Whether the cell has the best test accuracy of all."""
        column = self.columns[index.column()]
        return column.key is _accuracy and self.groups[index.row()].test.mean == self._best is not None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and section < len(self.columns):
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.title
            if role == Qt.ItemDataRole.ToolTipRole:
                return column.hint or tr("Click to sort by this")
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.figures else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.column() == NAME:
            usual |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return usual

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        group = self.groups[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.tick(group)
            return True
        if role == Qt.ItemDataRole.EditRole and value.strip() != group.title:
            self._rename(group, value.strip())
            return True
        return False

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the usual order, the newest first."""
        self.beginResetModel()
        self._sorted_by = (column, order) if column >= 0 else None
        self._arrange()
        self.endResetModel()

    def _arrange(self) -> None:
        self.groups = [group for group in self._all if not self._words or group.matches(self._words)]
        if self._sorted_by and self._sorted_by[0] < len(self.columns):
            column, order = self._sorted_by
            self.groups.sort(key=self.columns[column].key, reverse=order is Qt.SortOrder.DescendingOrder)

    def _colour(self, key: str) -> str:
        return next((colour for group, colour in self.ticked if group.first.key == key), "")


def _columns(differing: Sequence[str]) -> list[Column]:
    tr = translate
    return [
        Column(tr("run_model", "run"), lambda group: group.title, lambda group: group.title.casefold(), figures=False),
        Column(
            tr("run_model", "curves"),
            lambda _group: "",
            _accuracy,
            tr("run_model", "Accuracy over the epochs: training solid, validation dashed"),
            figures=False,
        ),
        *(_setting_column(name) for name in differing),
        Column(
            tr("run_model", "test accuracy"),
            accuracy_text,
            _accuracy,
            tr("run_model", "The share of test images read correctly at the end, ± from seed to seed; how a run ended"),
        ),
        Column(tr("run_model", "took"), _took, lambda group: group.seconds),
        Column(tr("run_model", "begun"), lambda group: when(group.first.raw["begun"]), lambda group: group.first.key),
        Column(
            tr("run_model", "size"),
            lambda group: size_text(group.bytes),
            lambda group: group.bytes,
            tr("run_model", "What it takes on the disk"),
        ),
    ]


def _setting_column(name: str) -> Column:
    setting = SETTINGS[name]
    title = setting.title[0].lower() + setting.title[1:]
    return Column(
        translate("settings", title),
        lambda group: shown_value(setting, group.value(name)),
        lambda group: group.value(name),
        translate("settings", setting.help),
        figures=not setting.choices,
    )


def _accuracy(group: RunGroup) -> float:
    return -1.0 if group.test.mean is None else group.test.mean


def accuracy_text(group: RunGroup) -> str:
    """The test accuracy, and how the run ended unless it came to its end; what it is doing instead of having one."""
    parts = [_ending(group.first)] if len({run.entry.status for run in group.runs}) == 1 else []
    if group.test.mean is not None:
        parts.append(str(group.test))
    return " · ".join(filter(None, parts)) or "–"


def _ending(run: KeptRun) -> str:
    words = {
        RunStatus.STOPPED: tr("stopped"),
        RunStatus.STOPPED_EARLY: tr("stopped early"),
        RunStatus.DIVERGED: tr("diverged"),
        RunStatus.UNDER_WAY: tr("training"),
    }
    if run.is_interrupted:
        return tr("interrupted")
    return words.get(RunStatus(run.entry.status), "")


def _took(group: RunGroup) -> str:
    seconds = group.seconds
    text = f"{seconds:.{int(seconds < 10)}f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
    return text if len(group.runs) == 1 else f"{len(group.runs)} × {text}"


def when(begun: str) -> str:
    """A time of today by its hour, other times by their day."""
    try:
        time = datetime.fromisoformat(begun)
    except ValueError:
        return begun
    today = datetime.now().date()
    if time.date() == today:
        return f"{time:%H:%M}"
    if time.date() == today - timedelta(days=1):
        return tr("yesterday")
    return f"{time:%Y-%m-%d}"


def size_text(size: float) -> str:
    """Bytes as people read them."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def _details(group: RunGroup) -> str:
    """All that columns may have no room for."""
    record = group.first.record
    lines = [
        group.title,
        group.note,
        tr("begun {when}, {epochs} epochs, {took}, {size}").format(
            when=record.begun.replace("T", " "), epochs=record.epochs, took=_took(group), size=size_text(group.bytes)
        ),
        tr("test accuracy: {share}").format(share=accuracy_text(group)),
        ", ".join(f"{each.title} {shown_value(each, group.value(name))}" for name, each in list(SETTINGS.items())[:9]),
    ]
    if record.removed:
        lines.append(tr("Removed to save disk space: {what}").format(what=", ".join(record.removed)))
    return "\n".join(filter(None, lines))

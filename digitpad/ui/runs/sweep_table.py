"""What a sweep has come to: a sentence, a picture and a table."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from digitpad.core.runs.title import shown_value
from digitpad.core.sweeps.results import SweepResults
from digitpad.core.sweeps.sweep import in_words
from digitpad.ui.runs.sweep_picture import SweepPicture
from digitpad.ui.style.type import CAPTION, NAME, TEXT, font_of, px
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import Headline, caption

_ROW = 32


class SweepTableDialog(QDialog):
    """A row for each combination of values, or each seed; it follows the sweep while that is under way."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Results of the sweep"))
        self.headline = Headline()
        self.picture = SweepPicture()
        self.table = QTableWidget()
        self.table.setProperty("rows", True)
        self.table.setProperty("frameless", True)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(self.tr("Results of the sweep"))
        self.table.setToolTip(self.tr("Mean ± standard deviation over the seeds; the best by validation in bold"))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.note = caption()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 3 * SPACE)
        layout.setSpacing(2 * SPACE)
        for widget, stretch in ((self.headline, 0), (self.picture, 1), (self.table, 1), (self.note, 0)):
            layout.addWidget(widget, stretch)

    def sizeHint(self) -> QSize:
        return QSize(px(760), px(560))

    def show_results(self, results: SweepResults) -> None:
        """Show this, which may be the beginning of more."""
        self.picture.set_results(results)
        self.headline.say(*self._sentences(results))
        dots = self.tr("Filled dots are validation, hollow ones test.")
        why = self.tr("Chosen by the validation images alone: a choice by the test images would flatter itself.")
        self.note.setText(f"{dots} {why}" if results.sweep.varied else dots)
        heads = [*(each.title.lower() for each in results.settings), self.tr("runs")]
        heads += [self.tr("validation"), self.tr("test"), self.tr("diverged")]
        table = self.table
        table.setColumnCount(len(heads))
        table.setHorizontalHeaderLabels(heads)
        table.setRowCount(len(results.rows))
        table.horizontalHeader().setFont(font_of(CAPTION))
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnHidden(len(heads) - 1, not any(row.diverged for row in results.rows))
        table.verticalHeader().setDefaultSectionSize(px(_ROW))
        for number, row in enumerate(results.rows):
            group = row.group
            texts = [shown_value(each, value) for each, value in zip(results.settings, row.values, strict=True)]
            texts += [str(len(group.runs)), str(group.validation), str(group.test), str(row.diverged or "")]
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                item.setFont(font_of(NAME if number == results.best else TEXT))
                table.setItem(number, column, item)

    def _sentences(self, results: SweepResults) -> tuple[str, ...]:
        """What it came to, and perhaps a shorter sentence."""
        if not results.runs:
            return (self.tr("No run has ended yet"),)
        if not results.sweep.varied:
            said = self.tr("{share} of the test images read right, over {count} seeds")
            return (said.format(share=results.whole.test, count=len(results.runs)),)
        if results.best is None:
            return (self.tr("Without validation images there is nothing to choose by"),)
        best = results.rows[results.best]
        values = in_words(results.sweep.varied, best.values)
        said = self.tr("Best on validation: {values}, which reads {share} of the test images right")
        short = self.tr("Best on validation: {values}")
        return said.format(values=values, share=best.group.test), short.format(values=values)

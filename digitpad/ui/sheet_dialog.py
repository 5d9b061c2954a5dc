"""What was found on a photographed sheet, digit by digit, before it is kept."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontMetrics, QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from digitpad.core.collection.query import NO_DIGIT
from digitpad.core.sheets.reading import FoundDigit, FoundDigits
from digitpad.ui import dialogs
from digitpad.ui.style.type import CAPTION, TEXT, TITLE, font_of
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.image_list import ImageList, label_of_key
from digitpad.ui.widgets.images import ink_to_qimage
from digitpad.ui.widgets.labels import caption, label_of, make_primary, named, per_cent, push_button, text_label
from digitpad.ui.widgets.layouts import Stretched, fill, horizontal, resize_dialog, vertical
from digitpad.workspace.workspace import Notice, Workspace

tr = partial(QCoreApplication.translate, "sheet")
_PALE = 0.3  # of the ink: what is left out
_WIDTH, _HEIGHT = 880, 640  # pixels at 100 %


class FoundDigitList(ImageList):
    """The digits that were found: a click or Space leaves one out or takes it in, a digit or N says what it is."""

    def __init__(self, digits: tuple[FoundDigit, ...]) -> None:
        self.digits = list(digits)
        self.taken = [not each.doubt for each in digits]
        super().__init__(2, CAPTION)
        self._images.set_images(self.digits, np.arange(len(digits), dtype=np.intp), self._image, self._words_of)
        self._fit()
        self.chosen.connect(self._toggle)

    @property
    def kept(self) -> list[FoundDigit]:
        """Those that are not left out."""
        return [each for each, taken in zip(self.digits, self.taken, strict=True) if taken]

    @property
    def pointed_digit(self) -> FoundDigit | None:
        """The one with the cursor."""
        at = self.currentIndex()
        return self.digits[self._images.place(at)] if at.isValid() and at.flags() else None

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and label_of_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at, label = self.currentIndex(), label_of_key(event)
        if at.isValid() and event.key() == Qt.Key.Key_Space:
            self._toggle(self._images.place(at))
        elif at.isValid() and label:
            place = self._images.place(at)
            self.digits[place] = replace(self.digits[place], label=None if label == NO_DIGIT else int(label))
            self.taken[place] = True
            self._show_changes()
        else:
            super().keyPressEvent(event)

    def _toggle(self, place: int) -> None:
        self.taken[place] = not self.taken[place]
        self._show_changes()

    def _show_changes(self) -> None:
        self.setAccessibleDescription(str(self.currentIndex().data() or ""))
        everything = self._images.index(0, 0), self._images.index(self._images.rowCount() - 1, self._images.columns - 1)
        self._images.dataChanged.emit(*everything)

    def _image(self, place: int) -> QImage:
        ink = self.digits[place].prediction.seen
        return ink_to_qimage(ink if self.taken[place] else ink * np.float32(_PALE))

    def _words_of(self, place: int) -> str:
        each = self.digits[place]
        label = "–" if each.label is None else str(each.label)
        if not self.taken[place]:
            return _left_out().format(label=label)
        if each.prediction.digit == each.label:
            return label
        return tr("{label}, read {answer}").format(label=label, answer=each.prediction.digit)

    def _widest_words(self) -> int:
        return QFontMetrics(font_of(self.role)).horizontalAdvance(_left_out().format(label=0))


class SheetDialog(QDialog):
    """Leave out what is not to be kept. Enter keeps the rest, Esc keeps nothing."""

    def __init__(self, parent: QWidget, workspace: Workspace, found: FoundDigits) -> None:
        super().__init__(parent)
        self._workspace, self._found = workspace, found
        self.setWindowTitle(self.tr("Sheet") if found.empty is not None else self.tr("Digits on a picture"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        hint = self.tr("A click or Space leaves a digit out, or takes it in; 0 to 9 and N say what it is")
        self.grid = named(FoundDigitList(found.digits), self.tr("The digits that were found"), hint)
        self.words = caption()
        names = [(name, name) for name in workspace.collection.writers]
        self.writer = combo_box(names, self.tr("Written by"), self.tr("Who wrote it; another name can be typed"))
        self.writer.setEditable(True)
        self.writer.setCurrentText(workspace.collection.writer)
        self.keep = push_button("", self.tr("Keep the digits that are not left out in My digits; can be undone"))
        make_primary(self.keep)
        self.cancel = push_button(self.tr("Cancel"), self.tr("Keep nothing (Esc)"))
        self.cancel.setAutoDefault(False)
        self._lay_out()
        self.keep.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)
        self.grid.model().dataChanged.connect(self._show)
        self.grid.pointed.connect(lambda _place: self._show())
        self.grid.setFocus()
        self._show()
        resize_dialog(self, _WIDTH, _HEIGHT)

    def accept(self) -> None:
        self._workspace.collection.set_writer(self.writer.currentText())
        self._workspace.sheets.keep(self._found, self.grid.kept, partial(_tell_kept, self._workspace))
        super().accept()

    def _lay_out(self) -> None:
        foot = horizontal(None, label_of(self.writer, self.tr("Written &by")), gap=SPACE)
        fill(foot, Stretched(self.writer), self.cancel, self.keep)
        column = vertical(self, gap=SPACE, margins=(3 * SPACE, 2 * SPACE))
        column.addWidget(text_label(self._title(), TITLE))
        column.addWidget(text_label(self._advice(), TEXT, quiet=True))
        column.addWidget(self.grid, 1)
        column.addWidget(self.words)
        column.addLayout(foot)

    def _title(self) -> str:
        count, empty = len(self._found.digits), self._found.empty
        if empty is None:
            return self.tr("{count} digits on the picture").format(count=count)
        doubtful = sum(bool(each.doubt) for each in self._found.digits)
        counted = (
            (count, self.tr("{n} digits on the sheet")),
            (doubtful, self.tr("{n} of them doubtful")),
            (empty, self.tr("{n} boxes empty")),
        )
        return ", ".join(words.format(n=n) for n, words in counted if n)

    def _advice(self) -> str:
        if self._found.empty is None:
            return self.tr(
                "No sheet was found, so each digit has the label that the model in use reads. "
                "Look through them: 0 to 9 say what one is, a click leaves it out."
            )
        return self.tr(
            "What looks crossed out, or like no digit, is left out. A click takes it in, or leaves another one out."
        )

    def _show(self) -> None:
        count = len(self.grid.kept)
        one, many = self.tr("&Keep 1 digit"), self.tr("&Keep {count} digits")
        self.keep.setText(one if count == 1 else many.format(count=count))
        self.keep.setEnabled(count > 0)
        digit = self.grid.pointed_digit
        self.words.setText(_told(digit) if digit else "")


def _left_out() -> str:
    return tr("{label}, left out")


def _told(each: FoundDigit) -> str:
    """What the model makes of a digit, in a sentence."""
    answer = each.prediction
    share = per_cent(answer.probability)
    if not each.doubt:
        return tr("Read as {digit} ({share})").format(digit=answer.digit, share=share)
    doubt = tr("not like a digit")
    if each.struck_out:
        doubt = tr("crossed out or smeared")
    sentence = tr("Seems to be {doubt}; nearest: {digit} ({share})")
    return sentence.format(doubt=doubt, digit=answer.digit, share=share)


def _tell_kept(workspace: Workspace, numbers: list[int], known: int) -> None:
    """Say how many digits were kept, which can be undone."""
    text = tr("1 digit was kept.") if len(numbers) == 1 else tr("{count} digits were kept.")
    text = text.format(count=len(numbers))
    if known:
        text += " " + tr("{count} were there already.").format(count=known)
    undo = partial(workspace.collection.write, lambda collection: collection.remove(numbers))
    workspace.tell(Notice(text, tr("Undo"), undo))


def print_sheet(parent: QWidget, workspace: Workspace) -> None:
    """Ask where to, and write a sheet to write digits on there."""
    letter = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    kinds = (
        (tr("A page to print (*.pdf)"), ".pdf"),
        (tr("A picture (*.png)"), ".png"),
    )
    path = dialogs.ask_where_to_save(parent, workspace, tr("Sheet of digits"), kinds)
    if path:
        workspace.write_sheet(path, "letter" if letter else "A4", partial(_show_sheet, workspace, path))


def _show_sheet(workspace: Workspace, path: Path) -> None:
    """Open a sheet that was written, to be printed."""
    dialogs.tell_saved(workspace, path)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

"""Questions to the user, and the few texts that open in a box."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from html import escape
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QGridLayout, QMessageBox, QVBoxLayout, QWidget

from digitpad import __version__
from digitpad.core.collection.archive import Imported
from digitpad.core.files import is_kind
from digitpad.ui.style.type import TITLE, px
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.labels import explanation, push_button, rich_label, selectable, text_label
from digitpad.ui.widgets.layouts import SPRING, Stretched, fill, horizontal, in_scroll_area, vertical
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Notice, Workspace

_WIDTH, _MOST = 560, 0.9  # pixels at 100 %, and of the window's own size
_MARGIN, _INDENT = 3 * SPACE, 15  # pixels; the second is Qt's own, where there is no picture

tr = partial(QCoreApplication.translate, "dialogs")


def dropped(event: QDropEvent) -> Path | None:
    """The first file or folder of those that are dragged."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if urls and urls[0].isLocalFile() else None


def tell_imported(workspace: Workspace, imported: object) -> None:
    """Say how many drawings were added, if that is what came of a transfer."""
    if not isinstance(imported, Imported):
        return
    added, total = f"{imported.added:,}", f"{imported.added + imported.known:,}"
    text = tr("{added} of {total} drawings are new, and were added.")
    workspace.tell(Notice(text.format(added=added, total=total)))


Asked = Literal["model", "run", "picture", "drawings", "data", "folder"]


def ask_for_file(parent: QWidget, workspace: Workspace, what: Asked) -> Path | None:
    """The model, shared run, picture, file or folder of training data the user names, if any."""
    return next(iter(ask_for_files(parent, workspace, what)), None)


def ask_for_files(parent: QWidget, workspace: Workspace, what: Asked) -> list[Path]:
    """The same; of exported drawings there may be several files."""
    pictures = "*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff *.heic *.heif"
    title, *kinds = {
        "model": (tr("Open a model"), tr("Models (*.npz *.safetensors)")),
        "run": (tr("Open a shared run"), tr("Shared runs (*.zip)")),
        "picture": (tr("Open a picture"), tr("Pictures ({endings})").format(endings=pictures)),
        "drawings": (tr("Import drawings"), tr("Drawings (*.zip)")),
        "data": (tr("Open training data"),),
        "folder": (tr("Open a folder of training data"),),
    }[what]
    filters, folder = ";;".join((*kinds, tr("All files (*)"))), str(workspace.folder)
    if what == "folder":
        names = [QFileDialog.getExistingDirectory(parent, title, folder)]
    elif what == "drawings":
        names = QFileDialog.getOpenFileNames(parent, title, folder, filters)[0]
    else:
        names = [QFileDialog.getOpenFileName(parent, title, folder, filters)[0]]
    found = [Path(name) for name in names if name]
    if found:
        workspace.folder = found[0].parent
    return found


def save_model(parent: QWidget, workspace: Workspace, item: ModelEntry) -> bool:
    """Ask where to and save the model there; returns whether it was saved."""
    kinds = (
        (tr("Models (*.npz)"), ".npz"),
        (tr("For PyTorch, and for digitpad again (*.safetensors)"), ".safetensors"),
    )
    return _write_model(parent, workspace, item, kinds, workspace.save_model)


def tell_saved(workspace: Workspace, path: Path) -> None:
    """Say where a file went, and offer to show it there."""
    text = tr("Saved “{name}”.").format(name=path.name)
    folder = QUrl.fromLocalFile(str(path.parent))
    workspace.tell(Notice(text, tr("Show in folder"), lambda: QDesktopServices.openUrl(folder)))


def export_model(parent: QWidget, workspace: Workspace, item: ModelEntry) -> bool:
    """Ask where to and write the model there for another program; returns whether it was written."""
    kinds = (
        (tr("A page to draw on, for a phone (*.html)"), ".html"),
        (tr("A script to read, for NumPy alone (*.py)"), ".py"),
        (tr("ONNX, pixels from 0 to 255 (*.onnx)"), ".onnx"),
        (tr("ONNX, pixels from 0.0 to 1.0 (*.float.onnx)"), ".float.onnx"),
    )
    return _write_model(parent, workspace, item, kinds, workspace.export_model)


def _write_model(
    parent: QWidget,
    workspace: Workspace,
    item: ModelEntry,
    kinds: Sequence[tuple[str, str]],
    write: Callable[[int, Path], bool],
) -> bool:
    path = ask_where_to_save(parent, workspace, item.model.name, kinds)
    if path is None or not write(item.key, path):
        return False
    tell_saved(workspace, path)
    return True


def ask_where_to_save(
    parent: QWidget, workspace: Workspace, name: str, kinds: Sequence[tuple[str, str]]
) -> Path | None:
    """The file the user names, if any: `kinds` are those to choose from, each with the suffix its files have."""
    suggestion = workspace.folder / (re.sub(r"[^\w-]+", "-", name) + kinds[0][1])
    title = tr("Save “{name}”").format(name=name)
    filters = ";;".join((*(text for text, _ in kinds), tr("All files (*)")))
    chosen, chosen_filter = QFileDialog.getSaveFileName(parent, title, str(suggestion), filters)
    if not chosen:
        return None
    path = Path(chosen)
    workspace.folder = path.parent
    if path.name.lower().endswith(tuple(suffix for _, suffix in kinds)):
        return path
    path = path.with_name(path.name + dict(kinds).get(chosen_filter, kinds[0][1]))
    # The file dialog has only asked about the name without the suffix.
    question = tr("{name} exists already. Replace it?").format(name=path.name)
    may_write = not is_kind(path, Path.exists) or _may(parent, title, question, tr("Replace"), tr("Keep it"))
    return path if may_write else None


def may_discard_training(parent: QWidget, began: str) -> bool:
    """Ask whether what is kept of an interrupted training may be deleted."""
    return _may(
        parent,
        tr("Discard the training"),
        tr("Everything that the training started at {time} has learned will be deleted.").format(time=began),
        tr("Discard"),
        tr("Keep it"),
    )


def _may(parent: QWidget, title: str, question: str, yes: str, no: str) -> bool:
    """Ask about what cannot be undone: Return and Esc are a no."""
    box = _box(parent, title, question)
    may = box.addButton(yes, QMessageBox.ButtonRole.DestructiveRole)
    safe = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(safe)
    box.setEscapeButton(safe)
    box.exec()
    return box.clickedButton() is may


def _box(parent: QWidget, title: str, text: str) -> QMessageBox:
    """A box without a picture, and so without a place for one at the left."""
    box = QMessageBox(QMessageBox.Icon.NoIcon, title, text, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    grid = box.layout()
    if isinstance(grid, QGridLayout):
        grid.setContentsMargins(_MARGIN - _INDENT, _MARGIN, _MARGIN, 2 * SPACE)
        grid.setVerticalSpacing(SPACE)
    return box


def may_close_models(parent: QWidget, workspace: Workspace) -> bool:
    """Ask about models that are not saved; returns False when the user would rather not close."""
    return _may_lose(parent, workspace, workspace.models.unsaved, tr("Close without saving"))


def may_remove_model(parent: QWidget, workspace: Workspace, item: ModelEntry) -> bool:
    """Ask about the model if it is not saved; returns False when the user would rather not remove it."""
    unsaved = () if item.saved else (item,)
    return _may_lose(parent, workspace, unsaved, tr("Remove without saving"))


def _may_lose(parent: QWidget, workspace: Workspace, unsaved: Sequence[ModelEntry], lose: str) -> bool:
    if not unsaved:
        return True
    names = ", ".join(f"“{item.model.name}”" for item in unsaved)
    one = len(unsaved) == 1
    title = tr("A model is not saved") if one else tr("Models are not saved")
    text = tr("{names} is not saved.") if one else tr("{names} are not saved.")
    box = _box(parent, title, text.format(names=names))
    save = box.addButton(tr("Save…"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(lose, QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(cancel)
    box.exec()
    if box.clickedButton() is save:
        return all(save_model(parent, workspace, item) for item in unsaved)
    return box.clickedButton() is discard


def explain(parent: QWidget) -> None:
    """The network in a few lines."""
    TextDialog(
        parent,
        tr("How it works"),
        tr("From your drawing to ten probabilities"),
        explanation("how-it-works"),
    ).exec()


def show_shortcuts(parent: QWidget, groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> None:
    """The keys of the window's actions, menu by menu, and those that work where the keyboard's focus is."""
    where = (
        (tr("Tab, Shift+Tab"), tr("to the next part of the window, and back")),
        (tr("0 to 9, N"), tr("keep the drawing as this digit, or as no digit")),
        (tr("Arrow keys"), tr("from image to image, cell to cell, point to point")),
        (tr("Enter"), tr("put the image with the frame on the canvas")),
        (tr("Shift+Enter"), tr("the same, and look inside")),
        (tr("+, −, Home"), tr("zoom a plot or a map, and show all of it again")),
        (tr("S"), tr("sort a table by the column of the cursor")),
        (tr("Esc"), tr("dismiss a message, a cursor or a box")),
    )
    text = rows_as_html((*groups, (tr("Where the keyboard is"), where)))
    title = tr("Everything works without a mouse")
    TextDialog(parent, tr("Keyboard shortcuts"), title, text).exec()


def about(parent: QWidget) -> None:
    """Version and licences."""
    TextDialog(
        parent,
        tr("About digitpad"),
        tr("digitpad {version}").format(version=__version__),
        explanation("about"),
    ).exec()


class TextDialog(QDialog):
    """Rich text under a title. Esc, Return and the button close it."""

    def __init__(self, parent: QWidget, name: str, title: str, text: str) -> None:
        """`name` is that of the box, `title` the sentence above the text."""
        super().__init__(parent)
        self.setWindowTitle(name)
        self._page = QWidget()
        self.text = selectable(rich_label(text))
        self.text.setOpenExternalLinks(True)
        page = QVBoxLayout(self._page)
        page.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, SPACE)
        page.setSpacing(SPACE)
        fill(page, text_label(title, TITLE), self.text, SPRING)
        close = push_button(self.tr("Close"), self.tr("Close this box (Esc)"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = horizontal(None, SPRING, close, margins=(3 * SPACE, 2 * SPACE))
        vertical(self, Stretched(in_scroll_area(self._page)), foot, gap=0)

    def sizeHint(self) -> QSize:
        parent = self.parentWidget()
        most = parent.size() * _MOST if parent else QSize(px(_WIDTH), px(_WIDTH))
        width = min(px(_WIDTH), most.width())
        return QSize(width, min(self._page.heightForWidth(width) + px(64) + 2 * SPACE, most.height()))


def rows_as_html(groups: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> str:
    """Groups of names with what belongs to each, as a table with a heading for each group."""
    parts = []
    for heading, rows in groups:
        parts.append(f'<tr><td colspan="2"><br><b>{escape(heading)}</b></td></tr>')
        parts += [
            f'<tr><td style="padding-right: 24px">{escape(name)}</td><td>{escape(text)}</td></tr>'
            for name, text in rows
        ]
    return f'<table cellpadding="2">{"".join(parts)}</table>'

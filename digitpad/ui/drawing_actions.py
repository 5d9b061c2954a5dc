"""What can be done with what lies on the canvas: rows for the table of actions, and what they do."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from digitpad.core.network import SIDE
from digitpad.core.sheets.reading import FoundDigits
from digitpad.ui import dialogs
from digitpad.ui.actions import Row
from digitpad.ui.camera_dialog import CameraDialog
from digitpad.ui.draw.answer import told
from digitpad.ui.draw.panel import DrawingPanel
from digitpad.ui.picture_dialog import PictureDialog
from digitpad.ui.sheet_dialog import SheetDialog
from digitpad.ui.widgets.images import ink_to_qimage
from digitpad.workspace.drawing.picture_reader import PictureRead
from digitpad.workspace.workspace import Notice, Workspace

tr = partial(QCoreApplication.translate, "drawing")

NUMBER = ("split_digit", "join_digits", "find_digits")
_COPY = 10  # pixels of a copied drawing for each of its own


def drawing_rows(workspace: Workspace, drawing: DrawingPanel, window: QWidget) -> tuple[Row, ...]:
    """Undo, copy and paste, tools, pictures and the digits of a number."""
    document, width = workspace.document, drawing.closer.pen_width
    copy = tr("Put the drawing on the clipboard as a picture, and the digit or number that was read as a text")
    paste = tr("Read what is written on the picture on the clipboard; it takes the place of the drawing")
    adjust = tr("Frame what is to be read on the picture that lies on the canvas, turn it, or say which side is ink")
    again, empty = tr("Bring back what was undone"), tr("Empty the canvas; can be undone")
    numbers = workspace.numbers
    picture = tr("Read what is written on a photograph, a scan or a screenshot; it can be dropped on the window, too")
    camera = tr("Read what is written on a picture that the camera takes")
    split = tr("Split the chosen digit in two, between its strokes or where its ink is thinnest")
    join = tr("Join the chosen digit and the next into one")
    find = tr("Find out again which ink belongs to which digit")
    return (
        Row("open_picture", tr("Open &picture…"), picture, lambda: open_picture(workspace, window), ("Ctrl+Shift+O",)),
        Row("take_picture", tr("&Take a picture…"), camera, lambda: CameraDialog(window, workspace).open()),
        Row("undo", tr("&Undo"), tr("Undo the last stroke"), document.undo, ("Ctrl+Z",), "undo"),
        Row("redo", tr("&Redo"), again, document.redo, ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
        Row("clear", tr("&Clear"), empty, document.clear, ("Ctrl+Backspace", "Delete"), "clear"),
        Row("copy", tr("C&opy drawing and answer"), copy, lambda: copy_drawing(workspace), ("Ctrl+C",)),
        Row("paste", tr("P&aste picture"), paste, lambda: paste_picture(workspace), ("Ctrl+V",)),
        Row("adjust_picture", tr("A&djust picture…"), adjust, lambda: adjust_picture(workspace, window)),
        *(
            Row(name, text, words, partial(drawing.use_tool, name), keys, name, checkable=True)
            for name, text, words, keys in (
                ("pen", tr("&Pen"), tr("Draw"), ("P",)),
                ("eraser", tr("&Eraser"), tr("Rub out; the right button and a pen’s other end do so, too"), ("E",)),
                ("select", tr("&Select"), tr("Choose strokes, to move and to scale them"), ("S",)),
            )
        ),
        Row("split_digit", tr("Spl&it digit"), split, numbers.split, ("Ctrl+K",)),
        Row("join_digits", tr("&Join with the next digit"), join, numbers.join, ("Ctrl+J",)),
        Row("find_digits", tr("&Find the digits again"), find, numbers.find_again),
        Row("thicker", tr("&Thicker pen"), tr("Draw with thicker lines"), width.stepUp, ("Ctrl+Up",)),
        Row("thinner", tr("T&hinner pen"), tr("Draw with thinner lines"), width.stepDown, ("Ctrl+Down",)),
    )


def open_picture(workspace: Workspace, window: QWidget) -> None:
    """Ask for a picture and read it."""
    path = dialogs.ask_for_file(window, workspace, "picture")
    if path:
        workspace.pictures.open(path)


def paste_picture(workspace: Workspace) -> None:
    """Read the picture on the clipboard, or say that there is none."""
    found: QMimeData | None = QGuiApplication.clipboard().mimeData()  # None before anything was copied, on some systems
    files = [Path(url.toLocalFile()) for url in found.urls() if url.isLocalFile()] if found else []
    if found and found.hasImage():
        workspace.pictures.paste(QGuiApplication.clipboard().image(), tr("Clipboard"))
    elif files:
        workspace.pictures.open(files[0])
    else:
        workspace.tell(Notice(tr("There is no picture on the clipboard; copy one first.")))


def show_picture_read(workspace: Workspace, window: QWidget, picture: PictureRead) -> None:
    """Say what was read on a picture and offer to adjust that; ask where it is not clear."""
    if not picture.is_clear:
        PictureDialog(window, workspace, picture).open()
        return
    text = f"{picture.name}: {told(picture.reading, workspace.models.classes)}"
    adjust = partial(_adjust, workspace, window, picture)
    workspace.tell(Notice(text, tr("Adjust…"), adjust))


def show_sheet_read(workspace: Workspace, window: QWidget, found: FoundDigits) -> None:
    """Let the user look through the digits that were found before they are kept."""
    if found.digits:
        SheetDialog(window, workspace, found).open()
    else:
        workspace.tell(Notice(tr("All boxes of the sheet are empty.")))


def picture_on_canvas(workspace: Workspace) -> PictureRead | None:
    """The picture that lies on the canvas, if one does."""
    picture, image = workspace.pictures.latest, workspace.document.image
    return picture if picture and image is not None and picture.layer is image else None


def adjust_picture(workspace: Workspace, window: QWidget) -> None:
    """Adjust what was read on the picture that lies on the canvas."""
    if picture := picture_on_canvas(workspace):
        _adjust(workspace, window, picture)


def _adjust(workspace: Workspace, window: QWidget, picture: PictureRead) -> None:
    PictureDialog(window, workspace, picture).open()


def copy_drawing(workspace: Workspace) -> None:
    """Put the drawing on the clipboard as a picture, and what was read as a text, if it is a digit or number."""
    latest = workspace.classifier.latest
    text = ""
    if latest and latest.number and latest.number.is_number:
        text = latest.number.text
    elif latest and latest.digit is not None and not latest.rejection:
        text = str(latest.digit)
    if latest is None or not latest.ink.any():
        workspace.tell(Notice(tr("There is nothing to copy; draw a digit first.")))
        return
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text)
    # Data of Qt's own: PySide crashes at the program's end if the clipboard still has any that Python made.
    clipboard.mimeData().setImageData(ink_to_qimage(latest.ink).scaled(_COPY * SIDE, _COPY * SIDE))
    alone, both = (
        tr("Copied as a picture."),
        tr("Copied: “{text}”, and its picture."),
    )
    workspace.tell(Notice(both.format(text=text) if text else alone))

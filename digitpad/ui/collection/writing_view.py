"""A guided session: which digit to write now, and how far one is."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFont
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from digitpad.core.pictures.decode import is_picture
from digitpad.ui import dialogs
from digitpad.ui.sheet_dialog import print_sheet
from digitpad.ui.style.type import NAME, TEXT, TITLE, Role, set_role
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.labels import check_box, explanation, push_button, text_label
from digitpad.ui.widgets.layouts import SPRING, fill, horizontal, vertical
from digitpad.ui.widgets.progress_bar import thin_bar
from digitpad.workspace.workspace import Destination, Workspace

_DIGIT = Role(144, QFont.Weight.DemiBold)
_COUNTS = 10, 30, 100


class WritingView(View):
    """Asks for digits, which are written on the canvas at the left."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Write digits"), explanation("write"))
        self._session = workspace.writing
        self.count = combo_box(
            [(self.tr("{count} digits").format(count=count), count) for count in _COUNTS],
            self.tr("Number of digits"),
            self.tr("How many digits to write; thirty take about two minutes"),
        )
        self.count.setCurrentIndex(1)
        self.start = QPushButton(self.tr("&Start writing"))
        self.start.setProperty("primary", True)
        self.start.setToolTip(self.tr("Be asked for one digit after the other, each as often as any other"))
        self.print_sheet = push_button(
            self.tr("&Print a sheet…"),
            self.tr("Save a sheet with boxes for a hundred digits, to print and to write on"),
        )
        self.read_sheet = push_button(
            self.tr("&Read a sheet…"),
            self.tr("Keep the digits on a photograph of a sheet; it can be dropped here, too"),
        )
        hint = self.tr("Keep a digit and ask for the next a moment after the pen was lifted")
        self.goes_on = check_box(self.tr("&Go on when the pen rests"), hint)
        self.goes_on.setChecked(self._session.goes_on)
        self.wish = text_label("", TITLE)
        self.digit = QLabel()
        set_role(self.digit, _DIGIT)
        self.bar = thin_bar(self.tr("Digits written"), self.tr("How many of the digits are written or skipped"))
        self.keys = text_label("", TEXT, quiet=True)
        self.outcome = text_label("", NAME)
        self.teach = push_button(self.tr("Teach the &model"), self.tr("Let the model in use learn from these digits"))
        self.buttons: list[QPushButton] = []
        self._lay_out()
        self.start.clicked.connect(self._start)
        self.teach.clicked.connect(lambda: workspace.go_to(Destination.TEACH))
        self.print_sheet.clicked.connect(lambda: print_sheet(self, workspace))
        self.read_sheet.clicked.connect(self._read_sheet)
        self.setAcceptDrops(True)
        self.goes_on.toggled.connect(lambda on: setattr(self._session, "goes_on", on))
        self.invalidate_on(self._session.changed, workspace.collection.changed)

    def refresh(self) -> None:
        session = self._session
        runs, over = session.is_running, session.place > 0 and not session.is_running
        self._asking.setVisible(runs)
        self._planning.setVisible(not runs)
        self.outcome.setVisible(over)
        self.teach.setVisible(over and session.kept_count > 0)
        if runs:
            wanted = session.wanted
            self.headline.setText(
                self.tr("Digit {place} of {count}").format(place=session.place + 1, count=session.count)
            )
            self.wish.setText(self.tr("Write an") if wanted == 8 else self.tr("Write a"))
            self.digit.setText(str(wanted))
            self.bar.setMaximum(session.count)
            self.bar.setValue(session.place)
            self.keys.setText(
                self.tr(
                    "On the canvas: Enter or Space goes on, Backspace writes it again, Shift+Enter skips, Esc ends."
                )
            )
        else:
            self.headline.setText(self.tr("Write digits one after another, to teach from"))
            one = self.tr("1 digit kept.")
            many = self.tr("{count} digits kept.").format(count=session.kept_count)
            self.outcome.setText(one if session.kept_count == 1 else many)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _photograph(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read a photograph that is dropped here as a sheet."""
        path = _photograph(event)
        if path:
            event.acceptProposedAction()
            self.workspace.sheets.open(path)

    def _read_sheet(self) -> None:
        path = dialogs.ask_for_file(self, self.workspace, "picture")
        if path:
            self.workspace.sheets.open(path)

    def _start(self) -> None:
        self._session.start(self.count.currentData())
        self.workspace.go_to(Destination.CANVAS)

    def _lay_out(self) -> None:
        self._planning = QWidget()
        planning = vertical(self._planning, gap=2 * SPACE)
        what = self.tr(
            "Each digit is asked for as often as any other, in random order. Write it on the canvas, with mouse, "
            "finger or pen; it is kept under the writer’s name below the canvas."
        )
        line = horizontal(None, self.start, self.count, self.teach, SPRING, gap=2 * SPACE)
        fill(planning, self.outcome, text_label(what, TEXT, quiet=True), line, self.goes_on)
        paper = self.tr(
            "Or write on paper: print a sheet, fill it in, and photograph it. Each digit gets the label of its box."
        )
        sheets = horizontal(None, self.print_sheet, self.read_sheet, SPRING, gap=2 * SPACE)
        planning.addWidget(text_label(paper, TEXT, quiet=True))
        planning.addLayout(sheets)
        self._bar = self.add_task(self.workspace.sheets.task, self.tr("Reading the sheet"))
        planning.addWidget(self._bar)
        self._asking = QWidget()
        buttons = horizontal(None, gap=SPACE)
        session = self._session
        for text, hint, call in (
            (
                self.tr("Ne&xt"),
                self.tr("Keep it, and go on to the next digit (Enter or Space)"),
                session.keep_and_go_on,
            ),
            (self.tr("&Again"), self.tr("Write this digit again, or the one before (Backspace)"), session.write_again),
            (self.tr("Sk&ip"), self.tr("Go on without this digit (Shift+Enter)"), session.skip),
            (self.tr("En&d"), self.tr("Ask for no more; what was written is kept (Esc)"), session.stop),
        ):
            button = push_button(text, hint)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the canvas
            button.clicked.connect(call)
            buttons.addWidget(button)
            self.buttons.append(button)
        buttons.addStretch(1)
        vertical(self._asking, self.wish, self.digit, self.bar, self.keys, buttons, gap=SPACE)
        fill(self.body, self._asking, self._planning, SPRING)


def _photograph(event: QDropEvent) -> Path | None:
    """The picture that is dragged, if it is one."""
    path = dialogs.dropped(event)
    return path if path and is_picture(path) else None

"""Pinned drawings: how the answers to them change while a network learns."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from digitpad.core.drawing.normalise import to_input
from digitpad.core.files import Table
from digitpad.core.network import CLASSES, PIXELS, Floats
from digitpad.core.training.history import Numbers
from digitpad.ui.plots.plot import Plot
from digitpad.ui.plots.ranges import epochs_to_show
from digitpad.ui.style.type import CAPTION, line_px, px
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.view import View
from digitpad.ui.widgets.figure_table import FigureTable
from digitpad.ui.widgets.forms import combo_box, refill
from digitpad.ui.widgets.image_list import ImageList
from digitpad.ui.widgets.labels import caption, explanation, named, per_cent, push_button
from digitpad.ui.widgets.layouts import Stretched, fill, vertical
from digitpad.ui.widgets.painting import digit_colours
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction
from digitpad.workspace.drawing.pinned_drawings import MAX_PINS, Pin, ProbabilityTrace
from digitpad.workspace.workspace import Notice, Workspace

_LATEST = -1
_SIGN = 16  # pixels at 100 %
_BOTTOM, _TOP, _MARKS = -2.0, 106.0, 103.0  # per cent; there is room for the lines at zero and for the marks


class DigitCurves(Plot):
    """A curve for each digit; triangles above mark where the answer changed, in the colour of the new one."""

    def __init__(self) -> None:
        super().__init__()
        self._times = np.empty(0)
        self._changes: list[tuple[float, int]] = []
        self._curves = [self.plot() for _ in range(CLASSES)]
        self._triangles = pg.ScatterPlotItem(symbol="t", size=9, pxMode=True)
        self.addItem(self._triangles)
        self.set_axis_labels(self.tr("epochs"), self.tr("probability, %"))
        self.apply_colours()
        self._follow()

    def minimumSizeHint(self) -> QSize:
        return QSize(px(240), px(240))

    def set_trace(self, times: Numbers, P: Numbers, changes: Sequence[tuple[float, int]]) -> None:
        """Show probabilities (n, 10) at times (n,) in epochs, and the changes: when, and to which digit."""
        self._times = times
        for curve, values in zip(self._curves, P.T, strict=True):
            curve.setData(times, 100 * values)
        if list(changes) != self._changes:
            self._changes = list(changes)
            self._show_changes()
        self._follow()

    def apply_colours(self) -> None:
        super().apply_colours()
        for curve, (colour, style) in zip(self._curves, _styles(), strict=True):
            pen = self.line_pen(colour)
            pen.setStyle(style)
            curve.setPen(pen)
        self._show_changes()

    def _stops(self) -> Numbers:
        return self._times

    def _ranges(self) -> tuple[float, float, float, float]:
        return *epochs_to_show(self._times), _BOTTOM, _TOP

    def _show_changes(self) -> None:
        at, brushes = [], []
        digits = digit_colours()
        for time, digit in self._changes:
            at.append(time)
            brushes.append(digits[digit])
        self._triangles.setData(at, [_MARKS] * len(at), brush=brushes, pen=None)


class PinnedView(View):
    """The pins in a row, and below them the course of the one that is chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, self.tr("Pinned"), explanation("pinned"))
        self.pinned = workspace.pinned
        self._shown: list[Pin] = []
        self._pixels: Floats = np.empty((0, PIXELS))  # of the drawings that are shown
        self._pointed: float | None = None
        hint = self.tr("The drawings that are followed; choose one to see how its answer has changed")
        self.pins = named(ImageList(2, CAPTION), self.tr("Pinned drawings"), hint)
        hint = self.tr("Follow the drawing on the canvas while networks learn; up to eight at a time")
        self.pin = push_button(self.tr("&Pin this drawing"), hint)
        self.pin.clicked.connect(self._pin)
        hint = self.tr("Stop following the chosen drawing, and discard the history of its answers")
        self.unpin = push_button(self.tr("&Unpin"), hint)
        self.unpin.clicked.connect(self._unpin)
        self.run = combo_box((), self.tr("Run"), self.tr("Which training to show: each begins a new curve"))
        self.values = caption()
        hint = self.tr("Which line is whose, and the probabilities at the cursor, or the latest ones")
        self.legend = named(FigureTable(dense=True), self.tr("Which line is whose, and the probabilities"), hint)
        self.legend.set_signs(_signs())
        follow_look(self.legend, lambda: self.legend.set_signs(_signs()))
        hint = self.tr("Show the whole curves again after zooming or moving")
        self.show_all = push_button(self.tr("Show all"), hint)
        self.plot = QWidget()
        self._plot_column = vertical(self.plot, self.legend, self.values, gap=SPACE)
        self.curves: DigitCurves | None = None
        self._lay_out()
        self.invalidate_on(self.pinned.changed, workspace.classifier.predicted)
        self.invalidate_on(self.pins.pointed, self.run.activated)

    def refresh(self) -> None:
        if self.curves is None:
            # Plots take a while to make; the window should not wait for one that nobody looks at yet.
            hint = self.tr(
                "Triangles mark where the answer changed. The wheel zooms, dragging moves; with the keyboard, "
                "arrows move the cursor, + and − zoom."
            )
            self.curves = named(DigitCurves(), self.tr("Plot of the ten probabilities over the epochs"), hint)
            self.curves.pointed.connect(self._point)
            self.show_all.clicked.connect(self.curves.show_all)
            self._plot_column.insertWidget(1, self.curves, 1)
        self._show_list()
        self._show_runs()
        self.pin.setEnabled(self._readable is not None and len(self._shown) < MAX_PINS)
        self.unpin.setVisible(self._chosen() is not None)
        trace = self._trace()
        if trace is None:
            self.curves.set_trace(np.empty(0), np.empty((0, CLASSES)), ())
        else:
            changes = [(each.at, each.after) for each in trace.changes]
            self.curves.set_trace(np.array(trace.times), np.array(trace.probabilities), changes)
        self._show_values()

    def table(self) -> Table:
        trace = self._trace()
        if trace is None:
            return {}
        P, names = np.array(trace.probabilities), self.workspace.models.classes
        return {
            "epochs": trace.times,
            **{f"probability of {name}": P[:, digit].tolist() for digit, name in enumerate(names)},
        }

    def _lay_out(self) -> None:
        self.controls.addWidget(self.pin)
        self.controls.addWidget(self.unpin)
        self._run_name = self.add_control(self.tr("&Run"), self.run)
        self.controls.addWidget(self.show_all)
        fill(self.body, self.pins, Stretched(self.plot), Stretched(None, 0))

    @property
    def _readable(self) -> DrawingPrediction | None:
        """The answer to the drawing on the canvas, if there is a drawing."""
        latest = self.workspace.classifier.latest
        return latest if latest and latest.probabilities is not None else None

    def _pin(self) -> None:
        if self._readable:
            self.pinned.pin(self._readable.seen)
            self._show_list()
            self.pins.point_at(self.pins.count - 1)

    def _unpin(self) -> None:
        pin_again = self.pinned.unpin(self.pins.current or 0)
        self.workspace.tell(Notice(self.tr("The drawing was unpinned."), self.tr("Undo"), pin_again))

    def _chosen(self) -> Pin | None:
        return None if self.pins.current is None else self._shown[self.pins.current]

    def _trace(self) -> ProbabilityTrace | None:
        """What is to be shown: the course of the chosen pin in the chosen run."""
        pin = self._chosen()
        if pin is None or not pin.traces:
            return None
        wanted = self.run.currentData()
        return next((each for each in pin.traces if each.run == wanted), pin.traces[-1])

    def _name(self, trace: ProbabilityTrace) -> str:
        return trace.name or self.tr("this run")

    def _show_list(self) -> None:
        pins, chosen = list(self.pinned.pins), self.pins.current or 0
        if pins != self._shown:
            self._shown, self._pixels = pins, np.array([to_input(pin.seen)[0] for pin in pins])
        self.pins.set_images(self._pixels, np.arange(len(pins)), lambda number: self._answer(pins[number]))
        self.pins.setFixedHeight(self.pins.cell.height())
        self.pins.setVisible(bool(pins))
        if pins and self.pins.current is None:
            self.pins.point_at(min(chosen, len(pins) - 1))

    def _answer(self, pin: Pin) -> str:
        """The latest answer to a drawing, and how sure it is."""
        latest = pin.traces[-1].latest if pin.traces else None
        if latest is None:
            return "–"
        return f"{self.workspace.models.classes[int(latest.argmax())]} · {per_cent(float(latest.max()))}"

    def _show_runs(self) -> None:
        pin = self._chosen()
        names = [(self.tr("the latest"), _LATEST)]
        names += [(self._name(each), each.run) for each in reversed(pin.traces if pin else [])]
        refill(self.run, names, self.run.currentData())

    def _point(self, place: float | None) -> None:
        """Read out the values at a time in epochs, or the latest."""
        self._pointed = place
        if self.curves:
            self.curves.set_cursor(place)
        self._show_values()

    def _show_values(self) -> None:
        trace = self._trace()
        self.headline.setText(self._sentence(trace))
        self.plot.setVisible(trace is not None)
        for part in (self._run_name, self.run, self.show_all):
            part.setVisible(trace is not None)
        if trace is None:
            return
        at = np.inf if self._pointed is None else self._pointed
        place = min(int(np.searchsorted(trace.times, at)), len(trace.times) - 1)
        P = np.asarray(trace.probabilities[place])
        self.legend.set_heads(self.workspace.models.classes, ["{digit}"] * CLASSES, classes=True)
        self.legend.set_rows(["%"], [[f"{100 * each:.1f}" for each in P]], strong=P[None] == P.max())
        text = self.tr("{run}, epoch {epoch}: probabilities in %; triangles mark where the answer changed")
        self.values.setText(text.format(run=self._name(trace), epoch=f"{trace.times[place]:.2f}"))

    def _sentence(self, trace: ProbabilityTrace | None) -> str:
        """What became of the answer, or what is to be done for there to be one."""
        if trace is None and not self._shown:
            return self.tr("Draw a digit and pin it to see how its answer changes while a network learns")
        if trace is None:
            return self.tr("Train a network (F5) to see how the answer to this drawing changes")
        names = self.workspace.models.classes
        if not trace.changes:
            return self.tr("The answer has been {digit} from the beginning").format(digit=names[trace.answer or 0])
        last = trace.changes[-1]
        if len(trace.changes) == 1:
            text = self.tr("The answer changed once, in epoch {epoch}, from {before} to {after}")
        else:
            text = self.tr("The answer changed {count} times, last in epoch {epoch} from {before} to {after}")
        before, after = names[last.before], names[last.after]
        return text.format(count=len(trace.changes), epoch=f"{last.at:.1f}", before=before, after=after)


def _styles() -> list[tuple[QColor, Qt.PenStyle]]:
    """The colour and style of each digit's curve; from 5 on dashed, since few people can tell ten colours apart."""
    dashed = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine
    return [(colour, dashed[digit >= 5]) for digit, colour in enumerate(digit_colours())]


def _signs() -> list[QIcon]:
    """A piece of each digit's curve."""
    side, icons = px(_SIGN), []
    for colour, style in _styles():
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setPen(QPen(colour, line_px(2), style))
        painter.drawLine(0, side // 2, side, side // 2)
        painter.end()
        icons.append(QIcon(pixmap))
    return icons

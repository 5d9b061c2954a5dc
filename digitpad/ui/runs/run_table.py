"""The list of runs, painted as the window is: coloured ticks, stars, thumbnails of curves."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from digitpad.core.runs.groups import RunGroup
from digitpad.ui.runs.run_model import COLOUR, CURVES, GROUP, NAME, RunModel
from digitpad.ui.style.icons import icon
from digitpad.ui.style.type import CAPTION, TEXT, font_of, px
from digitpad.ui.style.type import NAME as NAME_ROLE
from digitpad.ui.theme import SPACE, colours, follow_look

_ROW = 32
_BOX = 18  # the side of a tick box
_STAR = 16
_MOST_ROWS = 8  # without scrolling
_MOST_NAME = 200  # pixels that a name may take from other columns

Index = QModelIndex | QPersistentModelIndex


class RunDelegate(QStyledItemDelegate):
    """Paints the cells."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = colours(), option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hover:
            painter.fillRect(rect, QColor(theme.soft if chosen else theme.hover))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(theme.line))
        painter.setPen(QColor(theme.on_soft if chosen else theme.text))
        if index.column() == NAME:
            self._paint_name(painter, rect, index, option)
        elif index.column() == CURVES:
            _paint_curves(painter, QRectF(rect), index.data(GROUP))
        else:
            model = index.model()
            best = isinstance(model, RunModel) and model.is_best(index)
            painter.setFont(font_of(NAME_ROLE if best else TEXT))
            inner = rect.adjusted(SPACE, 0, -SPACE, 0)
            painter.drawText(inner, index.data(Qt.ItemDataRole.TextAlignmentRole), index.data())
        painter.restore()

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the box ticks."""
        if index.column() == NAME and isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonRelease:
            reach = QRect(option.rect.left(), option.rect.top(), px(_BOX) + 2 * SPACE, option.rect.height())
            if reach.contains(event.position().toPoint()):
                return model.setData(index, None, Qt.ItemDataRole.CheckStateRole)
        return False

    def _paint_name(self, painter: QPainter, rect: QRect, index: Index, option: QStyleOptionViewItem) -> None:
        theme, side = colours(), px(_BOX)
        box = QRectF(rect.left() + SPACE, rect.center().y() - side / 2 + 0.5, side, side)
        colour = index.data(COLOUR)
        pen = painter.pen()
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(QColor(getattr(theme, colour) if colour else theme.field_edge), 1))
        painter.setBrush(QColor(getattr(theme, colour) if colour else theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        if focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(box.adjusted(-3, -3, 3, 3), 6, 6)
        if colour:
            icon("check", theme.surface).paint(painter, box.toRect().adjusted(2, 2, -2, -2))
        painter.setPen(pen)
        painter.setFont(font_of(NAME_ROLE))
        group: RunGroup = index.data(GROUP)
        left = round(box.right()) + px(12)
        room = rect.right() - left - (px(_STAR) + SPACE if group.star else 0)
        text = painter.fontMetrics().elidedText(group.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if group.star:
            at = left + painter.fontMetrics().horizontalAdvance(text) + SPACE
            star = QRect(at, rect.center().y() - px(_STAR) // 2, px(_STAR), px(_STAR))
            icon("star-filled", theme.warning_sign).paint(painter, star)


def _paint_curves(painter: QPainter, rect: QRectF, group: RunGroup) -> None:
    """The accuracies of the newest run, in what range they have."""
    theme = colours()
    lines = group.first.raw["curve"]
    values = [each for line in lines for each in line]
    if len(values) < 4:
        return
    low, high = min(values), max(values)
    inner = rect.adjusted(SPACE, 7, -SPACE, -7)
    for line, colour, style in zip(
        lines, (theme.training, theme.validation), (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine), strict=True
    ):
        painter.setPen(QPen(QColor(colour), 1.5, style))
        step = inner.width() / max(len(line) - 1, 1)
        span = (high - low) or 1.0
        painter.drawPolyline(
            QPolygonF(
                [
                    QPointF(inner.left() + at * step, inner.bottom() - (value - low) / span * inner.height())
                    for at, value in enumerate(line)
                ]
            )
        )


class RunTable(QTableView):
    """Space overlays the chosen runs, Enter uses one, Delete deletes, F2 renames."""

    asked = Signal(str)  # for an action

    def __init__(self, model: RunModel) -> None:
        super().__init__()
        self.setModel(model)
        self._model = model
        self._narrow = False
        self._widths: list[int] = []  # that the columns want
        self.setItemDelegate(RunDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("frameless", True)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setProperty("plain", True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.DescendingOrder)
        header.setHighlightSections(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(24)
        header.sortIndicatorChanged.connect(self._sort)
        self.doubleClicked.connect(lambda _index: self.asked.emit("use"))
        model.modelReset.connect(self._measure)
        self._measure()
        follow_look(self, self._measure)

    def chosen(self) -> list[RunGroup]:
        """The chosen rows, from top to bottom."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self._model.groups[row] for row in rows if row < len(self._model.groups)]

    def set_narrow(self, narrow: bool) -> None:
        """Leave out columns at the right, and the thumbnails, where there is little room."""
        self._narrow = narrow
        self.fit_columns()

    def fit_columns(self) -> None:
        """Make each column as wide as what it says. The name takes the rest; where that is too little, others go."""
        widths = self._widths
        self.verticalHeader().setDefaultSectionSize(px(_ROW) + 1)
        header = self.horizontalHeader()
        header.setFont(font_of(CAPTION))
        shown = set(range(len(widths)))
        last = len(widths) - 1
        going = [last, last - 1, last - 2, CURVES, *range(last - 4, CURVES, -1)]
        if self._narrow:
            shown.difference_update(going[:4])
        for number in going:
            if sum(widths[each] for each in shown) > self.viewport().width():
                shown.discard(number)
        for number, width in enumerate(widths):
            self.setColumnHidden(number, number not in shown)
            stretches = number == NAME
            mode = QHeaderView.ResizeMode.Stretch if stretches else QHeaderView.ResizeMode.Fixed
            header.setSectionResizeMode(number, mode)
            if not stretches:
                header.resizeSection(number, width)
        rows = min(max(self._model.rowCount(), 3), _MOST_ROWS)
        self.setMinimumHeight(rows * (px(_ROW) + 1) + header.sizeHint().height() + 4)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())  # the page scrolls when rows have no room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit_columns()

    def _measure(self) -> None:
        self._widths = [self._width_of(number) for number in range(len(self._model.columns))]
        self.fit_columns()

    def _width_of(self, number: int) -> int:
        """The room that a column wants."""
        if number == CURVES:
            return px(64)
        texts = {self._model.columns[number].text(group) for group in self._model.groups[:100]}
        if number == NAME:
            names = QFontMetrics(font_of(NAME_ROLE))
            widest = max(map(names.horizontalAdvance, texts), default=0)
            return min(widest, px(_MOST_NAME)) + px(_BOX) + px(_STAR) + 5 * SPACE
        return max(map(self.fontMetrics().horizontalAdvance, [self._model.columns[number].title, *texts])) + 3 * SPACE

    def event(self, event: QEvent) -> bool:
        """Delete means a run here, and not the drawing."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.ShortcutOverride
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() is QAbstractItemView.State.EditingState:  # the Enter that ends a name, too, comes here
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Space:
                for group in self.chosen():
                    self._model.tick(group)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.asked.emit("use")
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.asked.emit("delete")
            case _:
                super().keyPressEvent(event)

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._model.sort(column, order)

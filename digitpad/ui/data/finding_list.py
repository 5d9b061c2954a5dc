"""What would spoil a training, each with a button that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QRect, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from digitpad.core.data_checks.findings import Finding
from digitpad.ui.style.icons import ICON_PX, icon
from digitpad.ui.style.type import TEXT, px
from digitpad.ui.theme import SPACE, colours
from digitpad.ui.widgets.labels import text_label

translate = QCoreApplication.translate

_RADIUS = 8


def remedy_texts() -> dict[str, str]:
    """What the buttons say, by the names of findings."""
    return {
        "inverted": translate("findings", "Exchange ink and background"),
        "faint": translate("findings", "Read with full ink"),
        "turned": translate("findings", "Turn the images"),
        "framing": translate("findings", "Fit and centre"),
        "shared": translate("findings", "Leave those out"),
        "repeated": translate("findings", "Leave those out"),
    }


class _Banner(QWidget):
    """The ground of a warning, with its sign at the left."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, side = colours(), px(ICON_PX)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.warning_edge))
        painter.setBrush(QColor(theme.warning))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        place = QRect(2 * SPACE, (self.height() - side) // 2, side, side)
        icon("warning", theme.warning_sign).paint(painter, place)
        painter.end()


class FindingList(QWidget):
    """A banner for each finding; `mended` has the options that a button stands for."""

    mended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[QWidget] = []
        self.buttons: list[QPushButton] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings."""
        for old in self._rows:
            old.hide()
            old.deleteLater()
        self._rows, self.buttons = [self._row(each) for each in findings], []
        for row in self._rows:
            self._layout.addWidget(row)
            self.buttons += row.findChildren(QPushButton)
        self.setVisible(bool(findings))

    @property
    def texts(self) -> list[str]:
        """What is said."""
        return [label.text() for row in self._rows for label in row.findChildren(QLabel) if label.text()]

    def _row(self, finding: Finding) -> QWidget:
        row = _Banner()
        line = QHBoxLayout(row)
        line.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        line.setSpacing(2 * SPACE)
        line.addSpacing(px(ICON_PX))
        line.addWidget(text_label(finding.text, TEXT), 1)
        if finding.remedy is not None:
            text = remedy_texts().get(finding.name, self.tr("Mend it"))
            button = QPushButton(text)
            button.setToolTip(self.tr("Read the file with {option}").format(option=finding.option))
            button.setAccessibleName(text)
            button.setAccessibleDescription(finding.text)
            button.clicked.connect(lambda _on=False, remedy=finding.remedy: self.mended.emit(remedy))
            line.addWidget(button)
        return row

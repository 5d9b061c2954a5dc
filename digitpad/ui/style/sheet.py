"""The style sheet: the shapes and colours of all controls."""

from functools import lru_cache
from string import Template

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from digitpad import paths
from digitpad.ui.style.colours import Colours
from digitpad.ui.style.type import px, rounded

_CONTROL = 32  # pixels high at 100 %
_PRIMARY = 48
_BOX, _RING = 16, 5  # of a box or a round one to tick, and its edge when that is ticked

_SHEET = Template("""/* $font: another one is given to all texts by another sheet */
QMainWindow, QDialog, QMessageBox { background: $window; }
QLabel[quiet="true"] { color: $second; }
QLabel[problem="true"] { color: $warning_sign; }
QFrame[banner="true"] { background: $warning; border: 1px solid $warning_edge; border-radius: 8px; }
QStatusBar { background: $window; border-top: 1px solid $line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $second; }
QToolTip { background: $raised; color: $text; border: 1px solid $axis; padding: 4px 8px; }

QPushButton, QToolButton[shape="button"] {
    background: $raised; color: $text; border: 1px solid $axis; border-radius: 8px;
    min-height: ${inner}px; padding: 0 12px;
}
QPushButton:hover, QToolButton[shape="button"]:hover { background: $hover; }
QPushButton:pressed, QPushButton:checked, QToolButton[shape="button"]:pressed { background: $sunken; }
QPushButton:focus, QToolButton[shape="button"]:focus {
    border: 2px solid $accent; padding: 0 11px; min-height: ${inner2}px;
}
QPushButton:disabled, QToolButton[shape="button"]:disabled { color: $bar; border-color: $line; }
QPushButton[primary="true"] {
    background: $accent; color: $on_accent; border: 2px solid $accent; padding: 0 20px; font-weight: 600;
    min-height: ${primary}px;
}
QPushButton[small="true"] { min-height: ${inner2}px; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[primary="true"]:focus { border-color: $text; }
QPushButton[primary="true"]:disabled { background: $sunken; border-color: $sunken; color: $bar; }
QPushButton[flat="true"] { background: transparent; border: 2px solid transparent; padding: 0 4px; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 2px solid $accent; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton::menu-indicator { image: none; width: 0; }
QPushButton[link="true"] {
    background: transparent; border: none; color: $accent; font-weight: 600; padding: 0 4px; min-height: 0;
}
QPushButton[link="true"]:hover, QPushButton[link="true"]:focus { text-decoration: underline; }

QToolButton { background: transparent; border: 2px solid transparent; border-radius: 8px; padding: 4px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $sunken; }
QToolButton:checked { background: $soft; color: $on_soft; }
QToolButton[label] { background: transparent; border: 1px solid $line; color: $second; }
QToolButton[label="digit"] { padding: 0; }
QToolButton[label="best"] { padding: 0; color: $text; }
QToolButton[label="words"] { padding: 0 8px; min-height: ${inner}px; }
QToolButton[label]:hover { background: $hover; color: $text; }
QToolButton[label]:checked { background: $soft; border-color: $accent; color: $on_soft; }
QToolButton[label="digit"]:disabled, QToolButton[label="words"]:disabled { border-color: transparent; color: $second; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QAbstractSpinBox, QComboBox, QPlainTextEdit, QTextEdit {
    background: $raised; color: $text; border: 1px solid $field_edge; border-radius: 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit, QAbstractSpinBox { min-height: ${inner}px; padding: 0 8px; }
QComboBox { min-height: ${inner}px; padding: 0 8px; combobox-popup: 0; }
QComboBox:hover, QAbstractSpinBox:hover { background: $hover; }
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
    border: 2px solid $accent; padding: 0 7px; min-height: ${inner2}px;
}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled { color: $bar; border-color: $line; }
QAbstractSpinBox[wrong="true"] { border: 2px solid $warning_edge; padding: 0 7px; min-height: ${inner2}px; }
QComboBox[flat="true"] { background: transparent; border: none; padding: 0; }
QComboBox[flat="true"]:focus { border: 2px solid $accent; }
QComboBox::drop-down { border: none; width: ${side}px; }
QComboBox::down-arrow { image: url("$icons/down-$shade.svg"); width: ${box}px; height: ${box}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: ${side}px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url("$icons/up-$shade.svg"); width: ${arrow}px; height: ${arrow}px; }
QAbstractSpinBox::down-arrow { image: url("$icons/down-$shade.svg"); width: ${arrow}px; height: ${arrow}px; }
QComboBox QAbstractItemView, QListView, QTableView, QTreeView {
    background: $raised; color: $text; border: 1px solid $axis;
    selection-background-color: $soft; selection-color: $on_soft; outline: none;
}
QComboBox QAbstractItemView::item { min-height: ${inner2}px; padding: 0 8px; }
QTableView { gridline-color: $line; }
QTableView[frameless="true"] { background: transparent; border: none; }
QTableView[tiles="true"] { selection-background-color: transparent; }
QTableView[rows="true"]::item { border-bottom: 1px solid $line; padding: 0 5px; color: $text; }
QTableView[rows="true"]::item:selected { background: $soft; color: $on_soft; }
QTableView[dense="true"]::item:selected { border: 2px solid $accent; color: $text; }
QTableView QTableCornerButton::section { background: $surface; border: none; border-bottom: 1px solid $line; }
QTableView[dense="true"] QHeaderView::section { padding: 0; }
QHeaderView { background: transparent; }
QHeaderView::section {
    background: $surface; color: $second; border: none; border-bottom: 1px solid $line; padding: 4px 8px;
}

QCheckBox, QRadioButton { spacing: 8px; min-height: ${inner}px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: ${box}px; height: ${box}px; border: 1px solid $field_edge; background: $raised;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: ${round}px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url("$icons/check-$on_shade.svg"); }
QRadioButton::indicator:checked {
    background: $raised; border: ${ring}px solid $accent; width: ${dot}px; height: ${dot}px;
}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    border: 2px solid $accent; width: ${box2}px; height: ${box2}px;
}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { border-color: $line; background: $sunken; }
QCheckBox:disabled, QRadioButton:disabled { color: $bar; }

QMenuBar { background: $window; color: $text; border-bottom: 1px solid $line; padding: 0 8px; }
QMenuBar::item { padding: 6px 12px; background: transparent; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $axis; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 28px; border-radius: 4px; }
QMenu::item:selected { background: $soft; color: $on_soft; }
QMenu::item:disabled { color: $bar; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }

QSlider::groove:horizontal { height: 6px; border-radius: 3px; background: $sunken; }
QSlider::sub-page:horizontal { height: 6px; border-radius: 3px; background: $accent; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -5px 0; border-radius: 8px; background: $accent; }
QSlider::handle:horizontal:focus { border: 2px solid $text; width: 12px; height: 12px; }
QSlider::sub-page:horizontal:disabled, QSlider::handle:horizontal:disabled { background: $bar; }
QProgressBar { border: none; border-radius: 3px; background: $sunken; height: 6px; color: $second; }
QProgressBar::chunk { border-radius: 3px; background: $accent; }

QScrollBar:vertical { width: 12px; background: transparent; margin: 0; }
QScrollBar:horizontal { height: 12px; background: transparent; margin: 0; }
QScrollBar::handle { background: $bar; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page, QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: $line; }
QScrollArea[frameless="true"], QListView[frameless="true"] { background: transparent; border: none; }
""")


def style_sheet(colours: Colours) -> str:
    """The sheet for a theme at the size that text has now."""
    return _sheet(colours, QApplication.font())


@lru_cache(4)  # all parts of the window ask for it
def _sheet(colours: Colours, font: QFont) -> str:
    inner = rounded(_CONTROL) - 2  # without the edges
    box, ring = 2 * px(_BOX / 2), px(_RING)
    return _SHEET.substitute(
        vars(colours),
        font=font.toString(),
        inner=inner,
        inner2=inner - 2,
        primary=rounded(_PRIMARY) - 4,
        side=px(24),
        arrow=px(16),
        box=box,
        box2=box - 2,
        round=box // 2,
        ring=ring,
        dot=box + 2 - 2 * ring,
        icons=paths.ICONS.as_posix(),
        shade="dark" if colours.dark else "light",
        on_shade="on-dark" if colours.dark else "on-light",
    )

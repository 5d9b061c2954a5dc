"""Tables of figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from digitpad.ui.style.type import CAPTION, TEXT, font_of, set_application_font
from digitpad.ui.widgets.figure_table import FigureTable


def test_a_long_name_of_a_column_takes_several_lines_where_the_table_is_narrow(qtbot: QtBot) -> None:
    table = FigureTable()
    qtbot.addWidget(table)
    table.set_heads(["digits", "64 hidden units, 5 epochs, MNIST hand-in"])
    table.set_rows(["MNIST test"], [["10,000", "96.4 %"]])
    table.resize(900, 200)
    table.show()
    header = table.horizontalHeader()
    one = header.height()
    table.resize(300, 200)
    qtbot.waitUntil(lambda: header.height() >= one + 12)
    assert table.sizeHint().height() >= header.height() + table.rowHeight(0)
    table.resize(900, 200)
    qtbot.waitUntil(lambda: header.height() == one)


def test_the_names_of_rows_and_columns_follow_the_size_of_text(qtbot: QtBot) -> None:
    table = FigureTable()
    qtbot.addWidget(table)
    table.set_heads(["digits"])
    table.set_rows(["MNIST test"], [["10,000"]])
    model, font = table.model(), Qt.ItemDataRole.FontRole
    usual = QApplication.font()
    try:
        set_application_font(2.0)
        assert model.headerData(0, Qt.Orientation.Horizontal, font) == font_of(CAPTION)
        assert model.headerData(0, Qt.Orientation.Vertical, font) == font_of(TEXT)
    finally:
        QApplication.setFont(usual)

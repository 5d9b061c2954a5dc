"""Tables of figures."""

from pytestqt.qtbot import QtBot

from digitpad.ui.widgets.figure_table import FigureTable


def test_a_long_name_of_a_column_takes_several_lines_where_the_table_is_narrow(qtbot: QtBot) -> None:
    table = FigureTable()
    qtbot.addWidget(table)
    table.set_heads(["digits", "64 hidden units, 5 epochs, MNIST hand-in"])
    table.set_rows(["MNIST test"], [["10,000", "96.4 %"]])
    table.resize(900, 200)
    table.show()
    header = table.horizontalHeader()
    line = header.fontMetrics().height()
    one = header.height()
    table.resize(300, 200)
    qtbot.waitUntil(lambda: header.height() >= one + line)
    assert table.sizeHint().height() >= header.height() + table.rowHeight(0)
    table.resize(900, 200)
    qtbot.waitUntil(lambda: header.height() == one)

"""What the table of runs says of each."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.runs.groups import grouped
from digitpad.core.runs.record import RunStatus
from digitpad.core.runs.store import RunStore
from digitpad.ui.runs.run_model import RunModel
from digitpad.ui.runs.run_table import RunTable
from tests.core.runs.test_store import keep_run


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (RunStatus.COMPLETE, "50.00 %"),
        (RunStatus.STOPPED_EARLY, "stopped early · 50.00 %"),
        (RunStatus.STOPPED, "stopped · 50.00 %"),
        (RunStatus.DIVERGED, "diverged · 50.00 %"),
    ],
)
def test_it_says_how_a_run_ended(tmp_path: Path, status: RunStatus, said: str) -> None:
    keep_run(tmp_path, status=status, test_accuracy=0.5)
    model = RunModel()
    model.set_groups(grouped(RunStore(tmp_path).runs()), ())
    (column,) = (number for number, each in enumerate(model.columns) if each.title == "test accuracy")
    assert model.data(model.index(0, column)) == said


def test_the_rows_are_not_measured_again_for_another_width(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_run(tmp_path, test_accuracy=0.5)
    model = RunModel()
    table = RunTable(model)
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    model.set_groups(grouped(RunStore(tmp_path).runs()), ())
    shown = [not table.isColumnHidden(each) for each in range(len(model.columns))]
    monkeypatch.setattr(model, "columns", [])  # what it would ask for its texts
    table.resize(200, 300)
    assert sum(not table.isColumnHidden(each) for each in range(len(shown))) < sum(shown)

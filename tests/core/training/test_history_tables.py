"""What of a history goes into a file."""

from digitpad.core.engine.steps import GradientStats
from digitpad.core.files import csv_text
from digitpad.core.runs.figures import epoch_table, health_table, rate_table
from digitpad.core.training.events import Batches, EpochDone
from digitpad.core.training.history import History

HISTORY = History([EpochDone(1, 0.5, 0.75, 0.25, 0.875, 2.5, 0.125, 0.0625)])
HISTORY.batches.extend([Batches(0.5, 2.0, 0.25, 0.125), Batches(1.0, 1.0, 0.5, 0.0625)])
HISTORY.health.extend([(0.5, GradientStats(4.0, 3.0, 0.5, 0.25))])
HISTORY.pace.extend([(0.75, 1000.0)])


def test_rates_are_listed_in_the_order_of_time_each_where_it_was_recorded() -> None:
    assert csv_text(rate_table(HISTORY)).splitlines()[1:] == [
        "0.5,2.0,0.25,0.125,,",
        "0.75,,,,1000.0,",
        f"1.0,1.0,0.5,0.0625,,{HISTORY.epochs[0].dead_units}",
    ]


def test_epochs_and_gradients_have_a_row_each() -> None:
    table = epoch_table(HISTORY)
    assert table["epoch"] == [1]
    assert (table["training cost"], table["validation cost"]) == ([0.5], [HISTORY.epochs[0].validation_cost])
    assert (table["training accuracy"], table["learning rate"]) == ([0.75], [HISTORY.epochs[0].learning_rate])
    assert csv_text(health_table(HISTORY)).splitlines()[1:] == ["0.5,4.0,3.0,0.5,0.25"]


def test_without_a_history_the_tables_are_empty() -> None:
    for table in (epoch_table, health_table, rate_table):
        assert not any(map(len, table(History()).values()))

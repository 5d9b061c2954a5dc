"""What keeping checkpoints costs a training.

    python -m benchmarks.checkpoints [--turns N] [--write]

The default preset, and the same with 4,096 hidden units, train for turns of eleven seconds with checkpoints every five
seconds. For each checkpoint the training stands still while its state is copied; then a thread writes it, which costs
the training nothing while there is another core, and else the processor's time that is told here. Medians and ranges of
the turns.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.page import options, report, spread, table
from digitpad.core.blas import limit_blas_threads
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.runs.checkpoint_writer import CheckpointWriter
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.events import StepsDone
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.trainer import Trainer

SECONDS = 11.0
UNITS = (256, 4_096)

SECTION = """
## Checkpoints

{text}

{machine}; {turns} turns. Made by

    python -m benchmarks.checkpoints --turns {turns}

{table}"""


class Turn(NamedTuple):
    """Seconds in a turn: for which the training stood still, and in which another thread used the processor."""

    still: float
    writing: float
    checkpoints: int


def turn(events: Iterator[object], keeper: CheckpointWriter, folder: RunFolder) -> Turn:
    still, written = 0.0, set[str]()
    began, all_threads, this_thread = time.perf_counter(), time.process_time(), time.thread_time()
    while time.perf_counter() - began < SECONDS:
        while not isinstance(next(events), StepsDone):
            pass
        asked = time.perf_counter()
        keeper.keep()
        still += time.perf_counter() - asked
        written |= {path.name for path in folder.path.glob("*.npz")}
    writing = (time.process_time() - all_threads) - (time.thread_time() - this_thread)
    return Turn(still, writing, len(written))


def measured(hidden_units: int, turns: int) -> list[str]:
    preset = PRESETS["default"]
    settings = preset.settings.with_value("hidden_units", hidden_units).with_value("epochs", 100)  # longer than a turn
    datasets = open_datasets(preset.data)
    taken = []
    with tempfile.TemporaryDirectory() as runs:
        for _ in range(turns):
            trainer = Trainer(datasets.training, datasets.validation, settings, compiled=True)
            events = trainer.run()
            next(events)
            folder = RunFolder.begin(Path(runs))
            keeper = CheckpointWriter(folder, trainer, DataSources(preset.data))
            taken.append(turn(events, keeper, folder))
            keeper.finish()
    columns = (
        [1000 * each.still / each.checkpoints for each in taken],
        [1000 * each.writing / each.checkpoints for each in taken],
        [100 * each.still / SECONDS for each in taken],
        [100 * (each.still + each.writing) / SECONDS for each in taken],
    )
    return [f"{hidden_units:,}", *(spread(numbers) for numbers in columns)]


def main() -> None:
    arguments = options(__doc__, turns=7).parse_args()
    limit_blas_threads()
    heads = (
        "hidden units",
        "stands still for one, ms",
        "a thread writes it, ms",
        "% of the time, with a second core",
        "% of the time, without one",
    )
    rows = [measured(units, arguments.turns) for units in UNITS]
    report("benchmarks.checkpoints", __doc__, SECTION, arguments, table=table(heads, rows))


if __name__ == "__main__":
    main()

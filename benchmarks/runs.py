"""How long a list of runs takes: ten of them, and a thousand, each of a thousand epochs.

    python -m benchmarks.runs [--turns N]

In each turn a new process' work is done anew: reading the index, checking that no record has changed, understanding the
records, and bringing runs together that differ by their seed alone. Medians of the turns.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from digitpad.core.runs.comparison import differing_settings, grouped
from digitpad.core.runs.record import RunRecord, RunStatus, versions
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import RunStore
from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings

SIZES = (10, 1_000)
EPOCHS = 1_000


def make_runs(path: Path, count: int) -> None:
    history = History([EpochDone(each + 1, 1.0, 0.9, 1.0, 0.9, 0.1, 0.01, 0.0) for each in range(EPOCHS)])
    for number in range(count):
        folder = path / f"{number + 1:06d} 2026-11-30 10.00.00.000000"
        folder.mkdir(parents=True)
        settings = TrainingSettings(seed=number % 5, epochs=EPOCHS, learning_rate=0.001 * (1 + number // 5))
        record = RunRecord(settings, DataSources("mnist"), "f", versions=versions(), status=RunStatus.COMPLETE)
        record = replace(record.with_history(history, 100.0), test_accuracy=0.98)
        (folder / "record.json").write_text(record.to_text(), encoding="utf-8")
        np.savez(folder / "history.npz", **history.to_arrays())  # type: ignore[arg-type]
        (folder / "complete").touch()


def seconds(path: Path) -> tuple[float, float]:
    """To list the runs, and to bring them together and find their differences."""
    began = time.perf_counter()
    runs = RunStore(path).runs()
    listed = time.perf_counter()
    differing_settings(grouped(runs))
    return listed - began, time.perf_counter() - listed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=9)
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        for count in SIZES:
            path = Path(folder) / str(count)
            make_runs(path, count)
            first = seconds(path)
            again = [seconds(path) for _ in range(turns)]
            listing, grouping = (1_000 * statistics.median(each[part] for each in again) for part in (0, 1))
            print(
                f"{count:5,} runs: {listing:6.1f} ms to list, {grouping:6.1f} ms to compare; "
                f"without an index {1_000 * first[0]:.0f} ms"
            )


if __name__ == "__main__":
    main()

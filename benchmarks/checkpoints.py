"""What keeping checkpoints costs a training.

    python -m benchmarks.checkpoints [--turns N] [--write]

The default preset, and one with 4,096 hidden units, train with checkpoints every five seconds and without, in turns of
eleven seconds: two checkpoints each. How fast they are is counted in steps; how long the training stands still for a
checkpoint is the time until it may go on, while a thread writes.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import machine, table, write_section
from digitpad.core.blas import limit_blas_threads
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.training.checkpoint_keeper import CheckpointKeeper
from digitpad.core.training.events import StepsDone
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.run_folder import RunFolder
from digitpad.core.training.sources import Sources
from digitpad.core.training.trainer import Trainer

SECONDS = 11.0
UNITS = (256, 4_096)

SECTION = """
## Checkpoints

{text}
{machine}; {turns} turns. Made by

    python -m benchmarks.checkpoints --turns {turns}

{table}"""


def turn(trainer: Trainer, events: Iterator[object], keeper: CheckpointKeeper | None) -> tuple[float, float]:
    """Steps a second, and the longest time that `keep` took, in seconds."""
    before, longest, began = trainer.step, 0.0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        while not isinstance(next(events), StepsDone):
            pass
        if keeper:
            asked = time.perf_counter()
            keeper.keep()
            longest = max(longest, time.perf_counter() - asked)
    return (trainer.step - before) / (time.perf_counter() - began), longest


def measured(hidden_units: int, turns: int) -> list[str]:
    preset = PRESETS["default"]
    settings = preset.settings.with_value("hidden_units", hidden_units).with_value("epochs", 10_000)
    datasets = open_datasets(preset.data)
    trainer = Trainer(datasets.training, datasets.validation, settings, compiled=True)
    events = trainer.run()
    next(events)
    ratios, stands = [], []
    with tempfile.TemporaryDirectory() as runs:
        for _ in range(turns):
            keeper = CheckpointKeeper(RunFolder.begin(Path(runs)), trainer, Sources(preset.data))
            usual, _ = turn(trainer, events, None)
            kept, longest = turn(trainer, events, keeper)
            keeper.end(over=True)
            ratios.append(kept / usual)
            stands.append(1000 * longest)
    speed = f"{statistics.median(ratios):.1%} ({min(ratios):.1%} to {max(ratios):.1%})"
    return [f"{hidden_units:,}", speed, f"{statistics.median(stands):.1f} ({min(stands):.1f} to {max(stands):.1f}) ms"]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--turns", type=int, default=7, help="with checkpoints and without, each")
    parser.add_argument("--write", action="store_true", help="write the section in docs/speed.md")
    arguments = parser.parse_args()
    limit_blas_threads()
    heads = ("hidden units", "speed, of that without checkpoints: median (range)", "stands still for one, at most")
    rows = [measured(units, arguments.turns) for units in UNITS]
    text = (__doc__ or "").split("\n\n", 2)[2]
    section = SECTION.format(text=text, machine=machine(), turns=arguments.turns, table=table(heads, rows))
    print(section)
    if arguments.write:
        write_section("benchmarks.checkpoints", section)


if __name__ == "__main__":
    main()

"""The recipes, presets that do what the sheets of courses and books ask for, trained and measured.

    python -m benchmarks.recipes [--seeds N] [--write docs/recipes.md] [NAME ...]

Each is trained with the seeds 0 to N - 1 (one seed where no number is drawn), in one thread. Rewrites the rows that it
measured and leaves the others as they are.
"""

import argparse
import re
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.scoring import score
from digitpad.core.training.presets import PRESETS, RECIPES
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from digitpad.core.training.trainer import Trainer

# A preset, with another value of a setting where the sheet has several.
VARIANTS = {"cmu, 400 units": ("cmu", {"hidden_units": 400})}
NAMES = ("hand-in", *RECIPES, *VARIANTS)
_PUBLISHED = {"hand-in": "0.9519, on other images", "cmu, 400 units": "0.9811"}
_SEEDLESS = ("cmu-regression",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--seeds", type=int, default=5, metavar="N")
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    limit_blas_threads(1)
    for name in arguments.names or NAMES:
        accuracies = measure(name, range(1 if name in _SEEDLESS else arguments.seeds))
        row = f"| {name} | {published(name)} | {summed_up(accuracies)} | {len(accuracies)} |"
        print(row, flush=True)
        if arguments.write:
            write_row(arguments.write, name, row)


def preset_of(name: str) -> tuple[str, TrainingSettings]:
    """The data and the settings of a recipe or a variant of one."""
    base, changes = VARIANTS.get(name, (name, {}))
    preset = PRESETS[base]
    settings = preset.settings
    for each, value in changes.items():
        settings = settings.with_value(each, SETTINGS[each].parse(str(value)))
    return preset.data, settings


def published(name: str) -> str:
    return _PUBLISHED.get(name) or PRESETS[name].published or "none"


def summed_up(accuracies: list[float]) -> str:
    """Their mean, and from which to which they go."""
    mean = f"{statistics.fmean(accuracies):.4f}"
    return mean if len(accuracies) == 1 else f"{mean} ({min(accuracies):.4f} to {max(accuracies):.4f})"


def measure(name: str, seeds: Iterable[int]) -> list[float]:
    """Train by a recipe with each of the seeds: the share of the test images that is then read correctly."""
    data, settings = preset_of(name)
    datasets = open_datasets(data)
    compiled = settings.for_kernels and kernels.load(warm_up.Training.of(settings))
    accuracies = []
    for seed in seeds:
        started = time.process_time()
        trainer = Trainer(datasets.training, datasets.validation, replace(settings, seed=seed), compiled=compiled)
        for _ in trainer.run():
            pass
        accuracies.append(score(trainer.network(), datasets.test).accuracy)
        seconds = time.process_time() - started
        print(f"{name}, seed {seed}: {accuracies[-1]:.4f}, {seconds:.0f} s of a processor", file=sys.stderr, flush=True)
    return accuracies


def write_row(page: Path, name: str, row: str) -> None:
    """Put the row in place of the one that the page has for this recipe."""
    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(rf"^\| {re.escape(name)} \|.*$", lambda _: row, text, flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    main()

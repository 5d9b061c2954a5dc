"""digitpad train"""

import argparse
import json
import sys
import time
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from digitpad.cli.plots import check_plots, write_plots
from digitpad.core.errors import ModelError
from digitpad.core.files import check_can_write
from digitpad.core.models.model import Model
from digitpad.core.models.npz import write_model
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.scoring import score
from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer

_REPORTED = ("train_cost", "train_accuracy", "validation_cost", "validation_accuracy")


def train(arguments: argparse.Namespace) -> bool:
    """Train a new network as asked, report it, and write what was asked for; returns whether it ran to its end."""
    preset = PRESETS[arguments.preset]
    settings = replace(preset.settings, **_given(arguments))
    if arguments.out:
        check_can_write(arguments.out, ModelError)
    if arguments.plots:
        check_plots(arguments.plots)
    datasets = open_datasets(arguments.data or preset.data, arguments.test)
    if not arguments.json:
        print(datasets, flush=True)

    trainer = Trainer(datasets.training, datasets.validation, settings)
    history = History()
    started = time.perf_counter()
    complete = _run(trainer, history)
    seconds = time.perf_counter() - started

    in_sample, test = (score(trainer.network, part).accuracy for part in (datasets.training, datasets.test))
    if arguments.json:
        report = {
            "settings": asdict(settings),
            "seed": settings.seed,
            "seconds": seconds,
            "in_sample_accuracy": in_sample,
            "test_accuracy": test,
            "history": [{name: getattr(epoch, name) for name in _REPORTED} for epoch in history.epochs],
        }
        print(json.dumps(report))
    else:
        print(f"{trainer.epoch} of {settings.epochs} epochs in {seconds:.1f} s")
        print(f"in-sample accuracy {in_sample:.4f}, test accuracy {test:.4f}")
    if arguments.out:
        data = datasets.training.name_and_size
        write_model(arguments.out, Model(trainer.network, arguments.out.stem, data, trainer.epoch, test))
        _tell_written(arguments, arguments.out)
    if arguments.plots:
        write_plots(arguments.plots, history)
        _tell_written(arguments, arguments.plots)
    return complete


def _tell_written(arguments: argparse.Namespace, path: Path) -> None:
    if not arguments.json:
        print(f"wrote {path}")


def _given(arguments: argparse.Namespace) -> dict[str, Any]:
    """The settings named on the command line."""
    values = {field.name: getattr(arguments, field.name) for field in fields(TrainingSettings)}
    return {name: value for name, value in values.items() if value is not None}


def _run(trainer: Trainer, history: History) -> bool:
    """Train with a progress bar; an interrupt stops the training, not the program. Returns whether it was complete."""
    with tqdm(total=trainer.total_steps, unit="step", disable=not sys.stderr.isatty(), dynamic_ncols=True) as bar:
        try:
            for event in trainer.run():
                history.extend([event])
                if isinstance(event, EpochDone):
                    bar.set_description(f"epoch {event.epoch}/{trainer.settings.epochs}", refresh=False)
                    bar.set_postfix_str(f"validation {event.validation_accuracy:.4f}", refresh=False)
                else:
                    bar.update()
        except KeyboardInterrupt:
            return False
    return True

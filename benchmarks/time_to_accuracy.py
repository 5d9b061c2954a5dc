"""How long training takes until 98 % of MNIST's test images are read correctly.

    python -m benchmarks.time_to_accuracy [--environment FOLDER] [--seeds N] [--write]

digitpad with its preset `default`, beside scikit-learn's MLPClassifier and neural-network-digits with the best of a few
settings each: those with which 98 % of the validation images are read first. After each epoch the test images are read,
which is not counted; nothing is decided by them. All learn from MNIST's training images but 10,000 for validation;
neural-network-digits keeps back a tenth by itself. Each uses one thread: a second one gains little with matrices this
small, and loses much when the machine has other things to do. The seconds are the processor's, from which other
programs take nothing away.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.page import machine, table, write_section
from benchmarks.training.environment import environment_python, one_thread, versions
from digitpad.core import warm_up
from digitpad.core.dataset import Datasets, Split
from digitpad.core.jit import kernels
from digitpad.core.network import SIDE, Floats, Labels
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.training.events import EpochDone
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.trainer import Trainer

ENOUGH = 0.98
PATIENCE = 60.0  # seconds, then a run is given up

# After each epoch: the validation accuracy, and what reads other images.
Read = Callable[[Floats], Labels]
Epochs = Iterator[tuple[float, Read]]


@lru_cache
def data() -> Datasets:
    return open_datasets("mnist")


@lru_cache
def photos() -> tuple[npt.NDArray[np.uint8], Labels]:
    """Training and validation images as bytes."""
    parts = data().training, data().select(Split.VALIDATION)
    X, y = np.concatenate([part.X for part in parts]), np.concatenate([part.y for part in parts])
    return np.rint((X + 1) * 127.5).astype(np.uint8).reshape(-1, SIDE, SIDE), y


def from_zero_to_one(X: Floats) -> Floats:
    """The images as most scale them; scikit-learn learns them better than from -1 to 1."""
    return (X + 1) / 2


def digitpad(seed: int) -> Epochs:
    settings = replace(PRESETS["default"].settings, seed=seed)
    trainer = Trainer(data().training, data().validation, settings, compiled=True)
    for event in trainer.run():
        if isinstance(event, EpochDone):
            yield event.validation_accuracy, trainer.network().predict


def scikit_learn(seed: int, **settings: Any) -> Epochs:
    from sklearn.neural_network import MLPClassifier

    training, validation = data().training, data().select(Split.VALIDATION)
    X, unseen = from_zero_to_one(training.X), from_zero_to_one(validation.X)
    model = MLPClassifier(random_state=seed, **settings)
    while True:
        model.partial_fit(X, training.y, classes=np.arange(10))  # one epoch
        yield model.score(unseen, validation.y), lambda X: model.predict(from_zero_to_one(X))


def neural_network_digits(seed: int, hidden: int, epochs: int, lr: float, **settings: Any) -> Epochs:
    """Its trainer, with the learning rate falling along a cosine as its window does it."""
    from nn_digits.neural_net.training import Trainer as DigitsTrainer

    trainer = DigitsTrainer((hidden,), seed=seed, photos_and_digits=photos())
    for epoch in range(epochs):
        result = trainer.run_epoch(lr * 0.5 * (1 + np.cos(np.pi * epoch / epochs)), **settings)
        yield result["val_acc"], lambda X: trainer.net.predict(from_zero_to_one(X)).argmax(axis=1)


# The best two of some ten of each that were tried once, Adam and varied images among them.
SCIKIT_LEARN: list[dict[str, Any]] = [
    {"hidden_layer_sizes": (512,), "solver": "sgd", "batch_size": 128, "learning_rate_init": 0.2},
    {"hidden_layer_sizes": (512,), "solver": "sgd", "batch_size": 128, "learning_rate_init": 0.1},
]
PLAIN = {"rotation": 0, "shift": 0}
NEURAL_NETWORK_DIGITS: list[dict[str, Any]] = [
    {"hidden": 256, "epochs": 6, "lr": 0.2, "batch": 128, **PLAIN},
    {"hidden": 256, "epochs": 8, "lr": 0.1, "batch": 64, **PLAIN},
]
TRIED_WITH = (100, 101)  # seeds that are not measured


def seconds_to(epochs: Epochs, good_enough: Callable[[float, Read], bool]) -> float:
    """The seconds of training until then, or infinity if it does not come to that."""
    total = 0.0
    while total < PATIENCE:
        started = time.process_time()
        step = next(epochs, None)
        total += time.process_time() - started
        if step is None:
            break
        if good_enough(*step):
            return total
    return float("inf")


def slowest(begin: Callable[[int], Epochs]) -> float:
    """The seconds to the accuracy on validation images, with the seed that takes longest."""
    return max(seconds_to(begin(seed), lambda accuracy, _: accuracy >= ENOUGH) for seed in TRIED_WITH)


def whole_run(seed: int) -> tuple[float, float]:
    """The seconds the preset takes to its end, and the share of the test images that is then read correctly."""
    started = time.process_time()
    *_, (_, read) = digitpad(seed)
    return time.process_time() - started, correct(read)


def correct(read: Read) -> float:
    """The share of the test images that is read correctly."""
    return float(np.mean(read(data().test.X) == data().test.y))


SECTION = """
## Time to accuracy

{text}
{machine}; {versions}. Made by

    python -m benchmarks.time_to_accuracy --seeds {seeds}

{times}
To its end, the preset takes {whole_seconds} seconds and reads {whole_accuracies} % of the test images.

Tried on the validation images, with two other seeds, of which the slower counts:

{tried}"""


def measure(seeds: int) -> str:
    """The section for the page. Runs inside the environment with all libraries."""
    warnings.simplefilter("ignore")
    data(), photos(), kernels.load(warm_up.Training.of(PRESETS["default"].settings))  # what is done once is not counted
    learners: dict[str, Callable[[int], Epochs]] = {"digitpad, preset default": digitpad}
    tried = []
    for learner, candidates in ((scikit_learn, SCIKIT_LEARN), (neural_network_digits, NEURAL_NETWORK_DIGITS)):
        name = learner.__name__.replace("_", "-")
        seconds = [slowest(partial(learner, **each)) for each in candidates]
        learners[name] = partial(learner, **candidates[int(np.argmin(seconds))])
        tried += [[name, _settings(each), _seconds(one)] for each, one in zip(candidates, seconds, strict=True)]
    times: dict[str, list[float]] = {name: [] for name in learners}
    for seed in range(seeds):  # all take turns
        for name, begin in learners.items():
            times[name].append(seconds_to(begin(seed), lambda _, read: correct(read) >= ENOUGH))
    whole = [whole_run(seed) for seed in range(seeds)]
    return SECTION.format(
        text=(__doc__ or "").split("\n\n", 2)[2],
        machine=machine(),
        versions=versions(Path(sys.executable)),
        seeds=seeds,
        times=table(
            [f"seconds until {ENOUGH:.0%} of the test images are read", "median", "range", "reached"],
            [[name, _seconds(statistics.median(own)), _range(own), _reached(own)] for name, own in times.items()],
        ),
        whole_seconds=_range([seconds for seconds, _ in whole]),
        whole_accuracies=f"{100 * min(each for _, each in whole):.2f} to {100 * max(each for _, each in whole):.2f}",
        tried=table(["", "settings", f"seconds until {ENOUGH:.0%}"], tried),
    )


def _seconds(value: float) -> str:
    return f"{value:.1f}" if np.isfinite(value) else f"more than {PATIENCE:g}"


def _range(values: list[float]) -> str:
    return f"{_seconds(min(values))} to {_seconds(max(values))}"


def _reached(values: list[float]) -> str:
    return f"{sum(map(np.isfinite, values))} of {len(values)}"


def _settings(settings: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in settings.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    cache = Path(tempfile.gettempdir()) / "digitpad-benchmarks"
    parser.add_argument("--environment", type=Path, default=cache, help="where the libraries are or will be installed")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write the section in docs/speed.md")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        section = measure(arguments.seeds)
        print(section)
        if arguments.write:
            write_section("benchmarks.time_to_accuracy", section)
        return
    python = environment_python(arguments.environment)
    command = [str(python), "-m", "benchmarks.time_to_accuracy", "--inside", *sys.argv[1:]]
    subprocess.run(command, check=True, env=one_thread())


if __name__ == "__main__":
    main()

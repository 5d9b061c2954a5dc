"""Contestants that take turns, so that whatever slows the machine down slows down all of them."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.training.contestants import LIMIT
from benchmarks.training.environment import one_thread
from benchmarks.training.task import Task

# All must come to the same cost after so many steps, with a weight decay strong enough to tell whether it is there.
# After many more steps, roundings have made some hidden units answer where others do not.
_CHECKED_STEPS, _CHECKED_DECAY = 3, 10.0
_TOLERANCE = 1e-5

Times = dict[str, npt.NDArray[np.float64]]


class Race:
    """A process for each contestant, asked one after the other."""

    def __init__(self, python: Path, names: Iterable[str]) -> None:
        self._python = python
        self._workers = {name: self._started(name) for name in names}

    def _started(self, name: str) -> subprocess.Popen[str]:
        command = [str(self._python), "-m", "benchmarks.training.worker", name]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=one_thread())

    def begin(self, task: Task, names: Sequence[str]) -> None:
        """Every one learns for an epoch; raises RuntimeError unless all compute the same."""
        short = replace(task, images=_CHECKED_STEPS * task.batch, weight_decay=_CHECKED_DECAY)
        usual, spread = self._costs(short, names)
        if not spread < _TOLERANCE:
            raise RuntimeError(f"{task}: the costs after {_CHECKED_STEPS} steps differ by {spread:.1e} of {usual:.6f}")
        later = self._costs(task, names)[1]
        print(f"{task}, noise {task.noise}: the same cost within {spread:.0e}, after an epoch {later:.0e}", flush=True)

    def _costs(self, task: Task, names: Sequence[str]) -> tuple[float, float]:
        """The median of the costs after an epoch of the task, and their largest relative difference from it."""
        answers = {name: self._ask(name, do="begin", task=asdict(task)) for name in names}
        costs = np.array([cost for name, cost in answers.items() if name != LIMIT])
        usual = float(np.median(costs))
        return usual, float(np.abs(costs / usual - 1).max())

    def epochs(self, task: Task, names: Sequence[str], rounds: int) -> Times:
        """The seconds of an epoch of each contestant, in each round (rounds,)."""
        self.begin(task, names)
        return self._rounds(names, rounds, do="epoch")

    def reading(self, one: bool, names: Sequence[str], rounds: int) -> Times:
        """The seconds each takes to read 10,000 images, or to get the probabilities of one (rounds,)."""
        return self._rounds(names, rounds, do="read", one=one)

    def _rounds(self, names: Sequence[str], rounds: int, **order: Any) -> Times:
        answers = [[self._ask(name, **order) for name in names] for _ in range(rounds)]
        return dict(zip(names, np.array(answers).T, strict=True))

    def _ask(self, name: str, **order: Any) -> float:
        worker = self._workers[name]
        assert worker.stdin
        assert worker.stdout
        assert worker.stderr
        worker.stdin.write(json.dumps(order) + "\n")
        worker.stdin.flush()
        answer = worker.stdout.readline()
        if not answer:
            raise RuntimeError(f"{name} ended:\n{worker.stderr.read()}")
        return float(json.loads(answer))

    def close(self) -> None:
        for worker in self._workers.values():
            assert worker.stdin
            worker.stdin.close()
            worker.wait()

"""One contestant in a process of its own, on one core. Reads orders, a line of JSON each, and answers with a number.

    {"do": "begin", "task": {…}}   make the network; answers with the cost of all images after one epoch
    {"do": "epoch"}                seconds an epoch takes
    {"do": "read", "one": false}   seconds it takes to read 10,000 images, or to get the probabilities of one

Measured is the processor's time, of all threads there may be, from which other programs take nothing away.
"""

import json
import os
import sys
import time
import timeit
from collections.abc import Callable
from functools import partial
from typing import Any

from benchmarks.training.contestants import CONTESTANTS, LIMIT
from benchmarks.training.task import Task, unseen


def seconds_of(action: Callable[[], object]) -> float:
    """The time `action` takes, repeated for so long that a cache left cold by the others does not count."""
    repetitions, seconds = timeit.Timer(action, timer=time.process_time).autorange()
    return seconds / repetitions


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print does not belong to the answers
    name = sys.argv[1]
    contestant: Any = None
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "begin":
            contestant = None  # frees its memory first
            task = Task(**order["task"])
            contestant = CONTESTANTS[name](task)
            contestant.epoch()
            result = 0.0 if name == LIMIT else task.cost(contestant.network())
        elif order["do"] == "epoch":
            result = seconds_of(contestant.epoch)
        else:
            X, y = unseen()
            one = X[:1].copy()
            reading = partial(contestant.probabilities, one) if order["one"] else partial(contestant.accuracy, X, y)
            reading()
            result = seconds_of(reading)
        answers.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()

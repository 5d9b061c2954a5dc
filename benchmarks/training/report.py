"""The tables."""

from collections.abc import Iterable

import numpy as np

from benchmarks.page import table
from benchmarks.training.contestants import LIMIT
from benchmarks.training.race import Times
from benchmarks.training.task import Task

MetricBuffers = dict[Task, Times]


def ratios(times: Times) -> Times:
    """Multiples of the time of the dense products alone, within each round."""
    return {name: own / times[LIMIT] for name, own in times.items()}


def quartiles(values: Iterable[float]) -> tuple[float, float, float]:
    """The median, and the first and the third quartile."""
    low, median, high = np.percentile(list(values), [25, 50, 75])
    return float(median), float(low), float(high)


def learning_table(results: MetricBuffers) -> str:
    """Contestants in rows, fastest first, tasks in columns."""
    all_ratios = {task: ratios(times) for task, times in results.items()}
    names = next(iter(results.values()))
    order = sorted(names, key=lambda name: sum(np.median(np.log(each[name])) for each in all_ratios.values()))
    rows = [[name, *(_spread(each[name]) for each in all_ratios.values())] for name in order]
    limits = [f"{np.median(times[LIMIT]) / task.steps * 1e6:,.0f} µs" for task, times in results.items()]
    return table(["", *(str(task) for task in results)], [*rows, ["1.00 is a step of", *limits]])


def growth_table(results: MetricBuffers, of: str) -> str:
    """The time of an epoch for the dense products alone, and the median multiples of it (rows: tasks)."""
    names = [name for name in next(iter(results.values())) if name != LIMIT]
    rows = []
    for task, times in results.items():
        limit = f"{np.median(times[LIMIT]) * 1e3:,.1f} ms"
        multiples = ratios(times)
        rows.append([f"{getattr(task, of):,}", limit, *(f"{np.median(multiples[name]):.2f}" for name in names)])
    return table([of, LIMIT, *names], rows)


def reading_table(many: Times, one: Times) -> str:
    rows = [
        [name, f"{quartiles(many[name])[0] * 1e3:,.1f} ms", f"{quartiles(one[name])[0] * 1e6:,.1f} µs"]
        for name in sorted(many, key=lambda name: np.median(many[name]))
    ]
    return table(["", "10,000 images", "one image"], rows)


def _spread(values: Iterable[float]) -> str:
    median, low, high = quartiles(values)
    return f"{median:.2f} ({low:.2f} to {high:.2f})"

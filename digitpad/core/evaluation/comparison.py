"""Whether one of two networks is better than the other on the same images, and how models read several writers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.core.dataset import Dataset
from digitpad.core.evaluation.evaluation import Predictions, predict_task
from digitpad.core.models.model import Model
from digitpad.core.network import Labels
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.collected import held_out_by_writer
from digitpad.core.scoring import HitCounts, hit_counts_task
from digitpad.core.tasks import Task, part_of_task

# The chance of being wrong that is taken when a difference is called more than chance.
LEVEL = 0.05


class Group(Enum):
    """Which of two networks, A and B, read an image correctly."""

    BOTH = "both"
    ONLY_A = "only A"
    ONLY_B = "only B"
    NEITHER = "neither"


class Verdict(Enum):
    A_BETTER = "A better"
    B_BETTER = "B better"
    CHANCE = "chance would explain it"


@dataclass(frozen=True)
class Comparison:
    """How many images fall into each group."""

    counts: dict[Group, int]

    @property
    def n(self) -> int:
        return sum(self.counts.values())

    @property
    def accuracies(self) -> tuple[float, float]:
        """Those of A and of B."""
        both = self.counts[Group.BOTH]
        return (both + self.counts[Group.ONLY_A]) / self.n, (both + self.counts[Group.ONLY_B]) / self.n

    @cached_property
    def p(self) -> float:
        """How probable it is that chance makes at least this difference between two equally good networks.

        McNemar's exact test (McNemar 1947), two-sided: if they are equally good, each image that just one of them reads
        correctly is as probably A's as B's, so that A's number k among these n follows a binomial distribution with
        1/2: p = 2 sum_{i <= min(k, n - k)} (n choose i) / 2^n, or 1 if that is more.
        """
        only_a, only_b = self.counts[Group.ONLY_A], self.counts[Group.ONLY_B]
        n = only_a + only_b
        ways, total = 1, 0
        for i in range(min(only_a, only_b) + 1):
            total += ways
            ways = ways * (n - i) // (i + 1)
        return min(2 * total / (1 << n), 1.0)

    @property
    def verdict(self) -> Verdict:
        if self.p >= LEVEL:
            return Verdict.CHANCE
        return Verdict.A_BETTER if self.counts[Group.ONLY_A] > self.counts[Group.ONLY_B] else Verdict.B_BETTER


def grouped(a: Labels, b: Labels, y: Labels) -> dict[Group, npt.NDArray[np.intp]]:
    """The indices of the images in each group, given the answers of A and of B and the labels, each (n,)."""
    hit_a, hit_b = a == y, b == y
    where = {
        Group.BOTH: hit_a & hit_b,
        Group.ONLY_A: hit_a & ~hit_b,
        Group.ONLY_B: ~hit_a & hit_b,
        Group.NEITHER: ~hit_a & ~hit_b,
    }
    return {group: np.flatnonzero(there) for group, there in where.items()}


def comparison(groups: dict[Group, npt.NDArray[np.intp]]) -> Comparison:
    """The sizes of the groups."""
    return Comparison({group: len(indices) for group, indices in groups.items()})


@dataclass(frozen=True, eq=False)
class ModelComparison:
    """Two models A and B, their answers to the same images, and the groups these fall into, surest mistakes first."""

    models: tuple[Model, Model]
    images: Dataset
    a: Predictions
    b: Predictions
    groups: dict[Group, npt.NDArray[np.intp]]
    result: Comparison


def compare_task(models: tuple[Model, Model], images: Dataset) -> Task[ModelComparison]:
    """Have two models read the same images, and compare their answers."""
    A, B = models
    a = yield from part_of_task(predict_task(A.network, images.X, images.y), 0, 0.5)
    b = yield from part_of_task(predict_task(B.network, images.X, images.y), 0.5, 1)
    sureness = np.where(a.correct, 0, a.confidence) + np.where(b.correct, 0, b.confidence)
    sureness -= np.where(a.correct & b.correct, np.minimum(a.confidence, b.confidence), 0)
    groups = {
        group: places[np.argsort(-sureness[places], kind="stable")]
        for group, places in grouped(a.y_pred, b.y_pred, images.y).items()
    }
    return ModelComparison(models, images, a, b, groups, comparison(groups))


def writer_table_task(place: Path, models: Sequence[Model]) -> Task[list[HitCounts]]:
    """A row for each writer's held-out digits in the collection at `place`, and a last one for MNIST's test set.

    Raises DataError when there is no collection, CollectionError when it cannot be read.
    """
    sets = (*held_out_by_writer(place).values(), open_datasets("mnist").test)
    return (yield from hit_counts_task(sets, [model.network for model in models]))

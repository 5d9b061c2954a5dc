"""How training images fall into batches, and what is recorded of each batch."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digitpad.core.training.events import Batches
from digitpad.core.training.run_state import RunState

_MAX_POINTS = 200_000  # of batches in a run's history


class Batching(NamedTuple):
    """How many images an epoch has, in batches of which size, for how many epochs."""

    images: int
    batch_size: int
    epochs: int

    @property
    def steps_per_epoch(self) -> int:
        return -(-self.images // self.batch_size)

    @property
    def total_steps(self) -> int:
        return self.steps_per_epoch * self.epochs

    def share_after(self, steps: int) -> float:
        """The share of an epoch that is done after this many of its steps."""
        return min(steps * self.batch_size, self.images) / self.images


def batches(batching: Batching, state: RunState, before: int, rates: Sequence[float]) -> Iterator[Batches]:
    """Each batch since the step `before` of the epoch; in a very long run, averages over groups that ended there.

    `rates` (n,) are the learning rates of these steps.
    """
    done, size = state.steps_in_epoch, batching.batch_size
    group = -(-batching.total_steps // _MAX_POINTS)
    for start in range(before // group * group, done, group):
        end = min(start + group, batching.steps_per_epoch)
        if end <= done:
            images = min(end * size, batching.images) - start * size
            cost, hits = sum(state.costs[start:end].tolist()), sum(state.hits[start:end].tolist())
            at = state.epoch + batching.share_after(end)
            yield Batches(at, cost / images, hits / images, rates[end - 1 - before])

"""Teaching a model a writer's digits: the run that does it, and what it did, before and after."""

from dataclasses import dataclass, replace
from pathlib import Path

from digitpad import paths
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.collected import held_out_digits, other_writers, teaching_source
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.scoring import Interval, score_task, wilson
from digitpad.core.tasks import Task, part_of_task
from digitpad.core.training.settings import TrainingSettings

# Chosen by benchmarks/teaching.py on other writers than those whose figures docs/collection.md has.
SETTINGS = TrainingSettings(
    epochs=5,
    learning_rate=0.005,
    augmentation=Augmentation(shift=0.5, rotation=8, scale=0.08, shear=0.1, elastic=2.5, thickness=0.3),
)
MOST_LOST = 5  # of a thousand of MNIST's test images, for a result to be accepted


def teaching_spec(
    writer: str, base: Model, seed: int = 0, wait_for_kernels: bool = False, out: Path | None = None
) -> RunSpec:
    """The run that fine-tunes `base` on the writer's digits in the collection, and rehearses what it knew."""
    sources = DataSources(teaching_source(writer))
    return RunSpec(sources, replace(SETTINGS, seed=seed), base, wait_for_kernels=wait_for_kernels, out=out)


def taught_model(model: Model, base: Model) -> Model:
    """The model of such a run with what its base knows beside: what is no digit, and the form of its drawings."""
    return replace(model, detector=base.detector, normalisation=base.normalisation)


@dataclass(frozen=True)
class BeforeAfter:
    """How many of n images were read correctly before and after."""

    name: str
    n: int
    before: int
    after: int

    @property
    def accuracies(self) -> tuple[float, float]:
        """Before and after."""
        return self.before / self.n, self.after / self.n

    @property
    def intervals(self) -> tuple[Interval, Interval]:
        """Of the accuracies, 95 % (Wilson)."""
        return wilson(self.before, self.n), wilson(self.after, self.n)


@dataclass(frozen=True)
class TeachingReport:
    """What teaching did to the writer's digits that were held out, to other writers' (if there are), and to MNIST's
    test set."""

    held_out: BeforeAfter
    others: BeforeAfter | None
    mnist: BeforeAfter

    @property
    def sets(self) -> tuple[BeforeAfter, ...]:
        """All of them."""
        return tuple(each for each in (self.held_out, self.others, self.mnist) if each)

    @property
    def objections(self) -> tuple[str, ...]:
        """Why the model should not be used in place of the one before, in sentences; none if it is accepted."""
        found = []
        if self.held_out.after <= self.held_out.before:
            read = f"{self.held_out.after} of {self.held_out.n}"
            again = "as many as before" if self.held_out.after == self.held_out.before else "fewer than before"
            found.append(f"It reads {read} held-out digits correctly, {again}.")
        lost = self.mnist.before - self.mnist.after
        if lost * 1000 > self.mnist.n * MOST_LOST:
            points = 100 * lost / self.mnist.n
            found.append(f"It loses {points:.2f} points on MNIST's test set; at most {MOST_LOST / 10} are accepted.")
        return tuple(found)

    @property
    def accepted(self) -> bool:
        """Whether it reads the held-out digits better, and MNIST's test set not worse by more than half a point."""
        return not self.objections


def teaching_report_task(writer: str, before: Network, after: Network) -> Task[TeachingReport]:
    """Read all images to compare by with both networks.

    Raises DataError or CollectionError when the collection cannot be read.
    """
    held_out = yield from _compared(held_out_digits(writer, paths.COLLECTION), before, after, 0.0, 0.1)
    everyone = other_writers(writer, paths.COLLECTION)
    others = (yield from _compared(everyone, before, after, 0.1, 0.5)) if everyone else None
    mnist = yield from _compared(open_datasets("mnist").test, before, after, 0.5, 1.0)
    return TeachingReport(held_out, others, mnist)


def _compared(images: Dataset, before: Network, after: Network, start: float, stop: float) -> Task[BeforeAfter]:
    middle = (start + stop) / 2
    one = yield from part_of_task(score_task(before, images.X, images.y), start, middle)
    other = yield from part_of_task(score_task(after, images.X, images.y), middle, stop)
    hits = (int(each.confusion.trace()) for each in (one, other))
    return BeforeAfter(images.name, len(images), *hits)

"""Teaching a model a writer's digits: the run that does it, and what it did, before and after."""

from dataclasses import dataclass, replace
from pathlib import Path

from digitpad import paths
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.errors import SettingsError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.collected import held_out_digits, other_writers, teaching_source
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.scoring import HitCounts, hit_counts_task
from digitpad.core.tasks import Task
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
    """The run that fine-tunes `base` on the writer's digits in the collection, and rehearses what it knew.

    Raises SettingsError for a model of other classes than digits.
    """
    if base.classes:
        raise SettingsError(f"The classes of {base.name} are not digits; teach a model that reads digits.")
    sources = DataSources(teaching_source(writer))
    return RunSpec(sources, replace(SETTINGS, seed=seed), base, wait_for_kernels=wait_for_kernels, out=out)


def taught_model(model: Model, base: Model) -> Model:
    """The model of such a run with what its base knows beside: what is not a digit, and the form of its drawings."""
    return replace(model, detector=base.detector, normalisation=base.normalisation)


@dataclass(frozen=True)
class TeachingReport:
    """What teaching did to the writer's digits that were held out, to other writers' (if there are), and to MNIST's
    test set: how many were read correctly before and after."""

    held_out: HitCounts
    others: HitCounts | None
    mnist: HitCounts

    @property
    def sets(self) -> tuple[HitCounts, ...]:
        """All of them."""
        return tuple(each for each in (self.held_out, self.others, self.mnist) if each)

    @property
    def objections(self) -> tuple[str, ...]:
        """Why the model should not be used in place of the one before, in sentences; none if it is accepted."""
        found = []
        before, after = self.held_out.hits
        if after <= before:
            read = f"{after} of {self.held_out.n}"
            again = "as many as before" if after == before else "fewer than before"
            found.append(f"It reads {read} held-out digits correctly, {again}.")
        before, after = self.mnist.hits
        lost = before - after
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
    held_out, everyone = held_out_digits(writer, paths.COLLECTION), other_writers(writer, paths.COLLECTION)
    sets = [held_out, *([everyone] if everyone else []), open_datasets("mnist").test]
    first, *others, mnist = yield from hit_counts_task(sets, (before, after))
    return TeachingReport(first, others[0] if others else None, mnist)

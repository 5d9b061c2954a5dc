"""How well models read each other's handwriting: a table of writers and models."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.collected import held_out_by_writer
from digitpad.core.scoring import score_task
from digitpad.core.tasks import Task, part_of_task


@dataclass(frozen=True)
class WriterRow:
    """How many of n digits each model read correctly."""

    name: str
    n: int
    hits: tuple[int, ...]

    @property
    def accuracies(self) -> tuple[float, ...]:
        """That of each model."""
        return tuple(each / self.n for each in self.hits)


def writer_table_task(place: Path, models: Sequence[Model]) -> Task[list[WriterRow]]:
    """A row for each writer's held-out digits in the collection at `place`, and a last one for MNIST's test set.

    Raises DataError when there is no collection, CollectionError when it cannot be read.
    """
    sets = held_out_by_writer(place) | {"MNIST test": open_datasets("mnist").test}
    rows, steps = [], len(sets) * len(models)
    for number, (name, images) in enumerate(sets.items()):
        hits = []
        for place_of, model in enumerate(models):
            start = number * len(models) + place_of
            scoring = score_task(model.network, images.X, images.y)
            found = yield from part_of_task(scoring, start / steps, (start + 1) / steps)
            hits.append(int(found.confusion.trace()))
        rows.append(WriterRow(name, len(images), tuple(hits)))
    return rows

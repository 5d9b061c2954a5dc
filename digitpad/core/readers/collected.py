"""What people drew, as data: a part of the collection (collection/query.py), or `teach:NAME` to teach one's digits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.query import Filter, is_part, part_of
from digitpad.core.dataset import Dataset, Datasets, Split, joined, scale_to_input, stratified_split
from digitpad.core.errors import DataError
from digitpad.core.files import is_kind
from digitpad.core.images import kept_as_bytes
from digitpad.core.network import CLASSES

_TEACH = "teach:"
DIGITS = frozenset[int | None](range(CLASSES))
# How many images of the base data are rehearsed, and the share of all that the writer's digits are repeated to be.
# docs/collection.md says how these were chosen.
REHEARSED = 20_000
SHARE = 0.1
FEWEST = 20  # digits of a writer to teach
_MANY = 100_000  # images, as floats more than a program's fair share of memory


def taught_writer(source: str) -> str:
    """The writer whose digits are taught; empty if the text names other data."""
    return source.removeprefix(_TEACH) if source.startswith(_TEACH) else ""


def teaching_source(writer: str) -> str:
    """The text for it."""
    return _TEACH + writer


def read_part(source: str, place: Path, judges: Mapping[Split, str]) -> dict[Split, Dataset]:
    """The digits of a part of the collection at `place`; those that are held out are its test set, if there are any.

    What is also in other parts, the `judges`, is not learned from.
    Raises DataError when there are none to learn from, SettingsError for words that mean nothing, CollectionError for
    what cannot be read.
    """
    with _existing(place) as collection:
        known = collection.writers()
        which = part_of(source, known)
        _check(sorted(which.writers or ()), known)
        which = replace(which, labels=(which.labels or DIGITS) & DIGITS, held_out=False)
        apart = {split: part_of(each, known) for split, each in judges.items() if is_part(each)}
        test = apart.get(Split.TEST)
        if test and collection.count(replace(test, labels=(test.labels or DIGITS) & DIGITS, held_out=True)):
            del apart[Split.TEST]  # which are not learned from anyway
        parts = {Split.TRAINING: _digits(collection, source, which, [*apart.values()])}
        which = replace(which, held_out=True)
        if collection.count(which):
            parts[Split.TEST] = _digits(collection, f"{source}, held out", which)
        return parts


def other_writers(writer: str, place: Path) -> Dataset | None:
    """All digits of the others in the collection, None if there are none."""
    with _existing(place) as collection:
        which = Filter(DIGITS, frozenset(collection.writers()) - {writer})
        return _digits(collection, f"all but {writer}", which) if collection.count(which) else None


def held_out_by_writer(place: Path) -> dict[str, Dataset]:
    """The digits of each writer that are held out, of whom there are any."""
    with _existing(place) as collection:
        found = [(name, Filter(DIGITS, frozenset([name]), held_out=True)) for name in collection.writers()]
        return {name: _digits(collection, name, which) for name, which in found if collection.count(which)}


def held_out_digits(writer: str, place: Path) -> Dataset:
    """The writer's digits that are held out. Raises DataError if there are none."""
    with _existing(place) as collection:
        _check([writer], collection.writers())
        return _digits(collection, f"held-out digits by {writer}", Filter(DIGITS, frozenset([writer]), held_out=True))


def read_teaching_data(writer: str, read_base: Callable[[], Datasets], place: Path) -> Datasets:
    """The writer's digits, repeated among images of the base data; those held out to watch; and its test set.

    The base data is read last. Raises DataError when the writer has too few digits.
    """
    with _existing(place) as collection:
        _check([writer], collection.writers())
        digits = collection.count(Filter(DIGITS, frozenset([writer])))
        if digits < FEWEST:
            raise DataError(
                f"{writer} has {digits} digits in the collection, and {FEWEST} are the fewest to teach; draw more, "
                "best three or more of each."
            )
        own = _digits(collection, f"digits by {writer}", Filter(DIGITS, frozenset([writer]), held_out=False))
    held_out = held_out_digits(writer, place)
    base = read_base()
    count = min(REHEARSED, len(base.training))
    (rows,) = stratified_split(base.training.y, [count], np.random.default_rng(0))
    repeated = replace(own.subset(_repeated(len(own), count), own.name), pieces=own.pieces)
    some = replace(base.training.subset(rows, ""), pieces=base.training.pieces)
    training = joined(f"{base.training.name} with {own.name}", (some, repeated))
    notes = (
        f"{len(own)} digits by {writer} repeated among {count:,} images of {base.training.name}; "
        f"{len(held_out)} others of them are for validation",
    )
    return Datasets(f"{base.name} with {own.name}", training, held_out, base.test, notes)


def _repeated(n: int, others: int) -> npt.NDArray[np.intp]:
    """The places of n images as often as makes them SHARE of all."""
    times = max(1, round(SHARE * others / (1 - SHARE) / n))
    return np.tile(np.arange(n), times)


def _existing(place: Path) -> Collection:
    if not is_kind(place, Path.exists):
        raise DataError(f"There is no collection {place} yet; keep some drawings first.")
    return Collection.open(place)


def _check(writers: Sequence[str], known: dict[str, int]) -> None:
    missing = [each for each in writers if each not in known]
    if missing:
        of_whom = f"its writers are {', '.join(known)}" if known else "it is empty"
        raise DataError(f"The collection has no drawings by {', '.join(missing)}; {of_whom}.")


def _digits(collection: Collection, name: str, which: Filter, apart: Sequence[Filter] = ()) -> Dataset:
    pixels, y = collection.images(which, apart)
    if not len(y):
        if apart and collection.count(which):
            raise DataError(f"All drawings for {name} are kept for validation or the test; choose fewer for these.")
        raise DataError(f"There are no drawings for {name} in {collection.path}; keep some first.")
    X = kept_as_bytes(pixels) if len(pixels) > _MANY else scale_to_input(pixels, full=255)
    dataset = Dataset(name, X, y)
    return replace(dataset, pieces=frozenset([dataset.fingerprint]))

"""Data sets from files: read, brought into form, and split."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from digitpad import paths
from digitpad.core.collection.query import is_part
from digitpad.core.dataset import Dataset, Datasets, Split, stratified_split
from digitpad.core.errors import DataError
from digitpad.core.files import explained_content
from digitpad.core.images import digests_of
from digitpad.core.readers.collected import read_part
from digitpad.core.readers.convert import DataFile, convert
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.readers.raw_reader import read_raw

NO_JUDGES: Mapping[Split, str] = {}
_FEWEST = 30
_HELD_OUT = 0.1


def read_file(path: Path, options: DataOptions = DEFAULT_OPTIONS, judges: Mapping[Split, str] = NO_JUDGES) -> DataFile:
    """The images at `path`, or of a part of the collection, each split that it names itself.

    `judges` are for validation and test: what a part of the collection has in common with them is not learned from.
    Raises DataError, in one sentence, when it is no data, MissingPackage when the format needs a package that is not
    installed.
    """
    with _explained(path):
        if is_part(str(path)):
            parts = read_part(str(path), paths.COLLECTION, judges)
            return DataFile(str(path), (f"{sum(map(len, parts.values())):,} digits from the collection",), parts)
        return convert(path, read_raw(path, options), options)


def read_data_images(path: Path, options: DataOptions = DEFAULT_OPTIONS, split: Split = Split.TEST) -> Dataset:
    """All images of one file; of one with a test set of its own, that. Of a part of the collection, the digits that
    are held out are for the test `split`, and the others for validation. Raises DataError as `read_file` does."""
    found = _labelled(path, read_file(path, options))
    learnable = split is Split.VALIDATION and is_part(str(path))
    wanted = (Split.TRAINING,) if learnable else (Split.TEST, Split.TRAINING)
    whole = next(found.parts[each] for each in (*wanted, *Split) if each in found.parts)
    return replace(whole, pieces=frozenset(fingerprint for _, fingerprint in _pieces(whole)), notes=found.notes)


def read_data_file(path: Path, options: DataOptions = DEFAULT_OPTIONS) -> Datasets:
    """Training, validation and test sets from a file, and from those that the `options` name where they do.

    What the file has itself is used; a tenth of the training images is held out for validation, or so many as the
    options say, and without any test images another tenth for them, stratified by class. The test images are held out
    first: they are the same however many are for validation.
    """
    judges = options.judges
    found = _labelled(path, read_file(path, options, judges))
    if Split.TRAINING not in found.parts:
        raise DataError(f"{path} has training images without labels; put the file of their labels beside it.")
    whole = found.parts[Split.TRAINING]
    parts = found.parts | {split: read_data_images(Path(each), options, split) for split, each in judges.items()}
    test, own = parts.get(Split.TEST), parts.get(Split.VALIDATION) if options.held_out is None else None
    if options.unique:
        with _explained(path):
            whole = _unseen(whole, [part for part in (test, own) if part is not None])
    if len(whole) < _FEWEST:
        raise DataError(f"{path}: at least {_FEWEST} images are needed for training and testing, not {len(whole)}.")
    sizes = _sizes(path, len(whole), own, test, options.held_out)
    datasets = _split(whole, sizes, options.split_seed, Split.TEST in judges, own, test)
    return replace(datasets, name=path.name, notes=found.notes)


def _sizes(path: Path, n: int, own: Dataset | None, test: Dataset | None, wanted: int | None) -> tuple[int, int]:
    """How many images to hold out for validation and as the test set."""
    tenth = max(1, round(n * _HELD_OUT))
    held_out = 0 if own else tenth if wanted is None else wanted
    tested = 0 if test else tenth
    if not 0 <= held_out < n - tested:
        raise DataError(
            f"{path} has {n:,} images, of which {held_out:,} cannot be held out for validation; choose fewer."
        )
    return held_out, tested


def _split(
    whole: Dataset, sizes: tuple[int, int], seed: int, from_elsewhere: bool, own: Dataset | None, test: Dataset | None
) -> Datasets:
    """See read_data_file."""
    usual = _pieces(whole)
    tenth = max(1, round(len(whole) * _HELD_OUT))
    # Of the usual split even if the test set comes from elsewhere, so that the same images are held out.
    order = (sizes[0], sizes[1] or (tenth if from_elsewhere else 0))
    held_out, tested, rest = stratified_split(whole.y, (*order, len(whole) - sum(order)), np.random.default_rng(seed))
    if from_elsewhere:
        tested, rest = tested[:0], np.sort(np.concatenate([rest, tested]))
    parts: list[Dataset | None] = [own, test]
    for place, (rows, split) in enumerate(((held_out, Split.VALIDATION), (tested, Split.TEST))):
        if len(rows):
            part = whole.subset(rows, f"{whole.name.removesuffix(' training')} {split}")
            parts[place] = replace(part, pieces=frozenset([part.fingerprint]))
    name = whole.name.removesuffix(" training") + " training"
    training = whole.subset(rest, name) if len(rest) < len(whole) else replace(whole, name=name)
    learned = np.zeros(len(whole), np.bool_)
    learned[rest] = True
    pieces = {fingerprint for some, fingerprint in usual if learned[some].any()}
    if not any(len(some) == len(rest) and (some == rest).all() for some, _ in usual):
        pieces.add(training.fingerprint)
    held, final = parts
    assert final is not None
    training = replace(training, pieces=frozenset(pieces))
    return Datasets(whole.name, training, held and _with_piece(held), _with_piece(final))


def _unseen(whole: Dataset, others: Sequence[Dataset]) -> Dataset:
    """The first of equal images that are not among the others."""
    digests = digests_of(whole.X)
    _, first = np.unique(digests, return_index=True)
    known = [digests_of(other.X) for other in others]
    rows = np.sort(first[~np.isin(digests[first], np.concatenate(known))] if known else first)
    if not len(rows):
        raise DataError("all its training images are for validation or test, too; choose another file for those.")
    return whole.subset(rows, whole.name)


def _with_piece(dataset: Dataset) -> Dataset:
    return dataset if dataset.pieces else replace(dataset, pieces=frozenset([dataset.fingerprint]))


def _pieces(whole: Dataset) -> list[tuple[npt.NDArray[np.intp], str]]:
    """The rows of the pieces by which a file's images are known, and their fingerprints: the parts of its usual split,
    whatever it is called and however it is split this time."""
    n = len(whole)
    if n < _FEWEST:
        return [(np.arange(n), whole.fingerprint)]
    tenth = max(1, round(n * _HELD_OUT))
    some = stratified_split(whole.y, (tenth, tenth, n - 2 * tenth), np.random.default_rng(0))
    return [(rows, whole.subset(rows, "").fingerprint) for rows in some]


def _labelled(path: Path, found: DataFile) -> DataFile:
    if found.unlabelled is not None:
        raise DataError(
            f"{path} has images without labels, of which nothing can be learned; digitpad predict reads them."
        )
    return found


def _explained(path: Path) -> AbstractContextManager[None]:
    return explained_content(path, DataError, "is damaged", "download it again, or save it again")

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
from digitpad.core.network import Labels
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
    options say, and without any test images another tenth for them, stratified by class. Those are the same whatever
    is for validation: else what was chosen by, or learned from, in one run would be the test set of another.
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
    return replace(_split(path, whole, own, test, options), notes=found.notes)


def _split(path: Path, whole: Dataset, own: Dataset | None, test: Dataset | None, options: DataOptions) -> Datasets:
    """See read_data_file."""
    seed = options.split_seed
    held_out, tested, rest = _usual_split(whole.y, seed)
    if test:
        rest, tested = np.union1d(rest, tested), tested[:0]
    wanted = 0 if own else len(held_out) if options.held_out is None else options.held_out
    if wanted != len(held_out):
        rest = np.union1d(rest, held_out)
        if not 0 <= wanted < len(rest):
            raise DataError(
                f"{path} has {len(whole):,} images, of which {wanted:,} cannot be held out for validation; "
                "choose fewer."
            )
        parts = stratified_split(whole.y[rest], (wanted, len(rest) - wanted), np.random.default_rng(seed))
        held_out, rest = (rest[places] for places in parts)
    name = whole.name.removesuffix(" training")
    validation = whole.subset(held_out, f"{name} {Split.VALIDATION}") if len(held_out) else own
    training = whole.subset(rest, f"{name} training") if len(rest) < len(whole) else whole
    learned = np.isin(np.arange(len(whole)), rest)
    usual = _pieces(whole)
    pieces = {fingerprint for rows, fingerprint in usual if learned[rows].any()}
    if not any(np.array_equal(rows, rest) for rows, _ in usual):
        pieces.add(training.fingerprint)
    return Datasets(
        path.name,
        replace(training, name=f"{name} training", pieces=frozenset(pieces)),
        validation and _with_piece(validation),
        _with_piece(test or whole.subset(tested, f"{name} {Split.TEST}")),
    )


def _usual_split(y: Labels, seed: int) -> list[npt.NDArray[np.intp]]:
    """The rows for validation, for the test set and to learn from, where nothing else is asked for."""
    tenth = max(1, round(len(y) * _HELD_OUT))
    return stratified_split(y, (tenth, tenth, len(y) - 2 * tenth), np.random.default_rng(seed))


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
    if len(whole) < _FEWEST:
        return [(np.arange(len(whole)), whole.fingerprint)]
    return [(rows, whole.subset(rows, "").fingerprint) for rows in _usual_split(whole.y, 0)]


def _labelled(path: Path, found: DataFile) -> DataFile:
    if found.unlabelled is not None:
        raise DataError(
            f"{path} has images without labels, of which nothing can be learned; digitpad predict reads them."
        )
    return found


def _explained(path: Path) -> AbstractContextManager[None]:
    return explained_content(path, DataError, "is damaged", "download it again, or save it again")

"""From what a file holds to images and labels as the network takes them, and a line for each conversion.

Labels of any form become whole numbers from 0 to 9, perhaps with names.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from digitpad.core.dataset import Dataset, Split, class_names, scale_to_input
from digitpad.core.errors import DataError, one_line
from digitpad.core.images import kept_as_bytes
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pairs import Array, RawData, RawImages, len_of
from digitpad.core.readers.pixels import TURNED, best_turn, fitted, range_of, resized, sample_rows, scale_of, squared

_LONGEST_NAME = 40
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_WHITE = 255
# As floats, more images than this take more memory than a program should want; they stay bytes.
_MANY = 100_000
FASHION = ("T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
KUZUSHIJI = ("お o", "き ki", "す su", "つ tsu", "な na", "は ha", "ま ma", "や ya", "れ re", "を wo")
# How the labels of the training and test images begin.
_BEGINNINGS: dict[tuple[int, ...], tuple[str, ...]] = {
    (9, 0, 0, 3, 0, 2, 7, 2, 5, 5, 0, 9, 5, 5, 7, 9, 1, 0, 6, 4): FASHION,
    (9, 2, 1, 1, 6, 1, 4, 6, 5, 7, 4, 5, 7, 3, 4, 1, 2, 4, 8, 0): FASHION,
}
CLASS_NAMES = {"fashion": FASHION, "kmnist": KUZUSHIJI}
_NAMED = CLASS_NAMES | {"kuzushiji": KUZUSHIJI}


def _read_labels(raw: RawData, notes: list[str]) -> tuple[dict[Split, Labels], tuple[str, ...]]:
    """The labels (n,) of the splits that have any, which are all of one form, and the names of their classes."""
    given = {split: part.labels for split, part in raw.parts.items() if part.labels is not None}
    flat = [_flat(labels, _images_in(raw.parts[split], labels), notes) for split, labels in given.items()]
    classes: tuple[str, ...] = ()
    if not flat:
        return {}, classes
    if any(part.dtype.kind in "US" for part in flat):
        flat, classes = _from_texts(flat, notes)
    numbers = [_whole(part) for part in flat]
    low, high = min(part.min() for part in numbers), max(part.max() for part in numbers)
    if low >= 1 and high == CLASSES:
        notes.append("label 10 read as 0")
        numbers = [np.where(part == CLASSES, 0, part) for part in numbers]
    elif low < 0 or high >= CLASSES:
        raise DataError(f"labels goes from {low:g} to {high:g}, but 0 to 9 is needed; choose up to ten classes.")
    return dict(zip(given, (part.astype(np.int64) for part in numbers), strict=True)), classes


def _flat(labels: Array, n: int, notes: list[str]) -> Array:
    if labels.shape == (n,):
        return labels
    if labels.ndim == 2 and 1 in labels.shape and labels.size == n:
        return labels.reshape(n)
    if labels.ndim == 2 and n in labels.shape:
        by_row = labels if labels.shape[0] == n else labels.T
        if by_row.dtype.kind in "biuf" and ((by_row == 0) | (by_row == 1)).all() and (by_row.sum(axis=1) == 1).all():
            notes.append("labels taken from one-hot")
            places: Array = by_row.argmax(axis=1)
            return places
    raise DataError(f"labels has the shape {labels.shape}, but there are {n} images, so ({n},) is needed.")


def _from_texts(parts: list[Array], notes: list[str]) -> tuple[list[Array], tuple[str, ...]]:
    """Numbers for texts: what they say if they are numerals, else their place among the names of the classes."""
    texts = [
        np.char.strip(np.char.decode(part, "utf-8", "replace") if part.dtype.kind == "S" else part.astype(str))
        for part in parts
    ]
    names = sorted({str(each) for part in texts for each in np.unique(part)})
    try:
        values = {name: float(name) for name in names}
        notes.append("labels read from text")
        return [np.array([values[str(each)] for each in part]) for part in texts], ()
    except ValueError:
        pass
    if all(name.lower() in _WORDS for name in names):
        names = list(_WORDS)
        texts = [np.char.lower(part) for part in texts]
        classes: tuple[str, ...] = ()
    else:
        if "" in names:
            raise DataError("some labels are empty texts; give every image a label.")
        if len(names) > CLASSES:
            raise DataError(
                f"labels has {len(names)} different texts, such as {', '.join(map(ascii, names[:3]))}; "
                f"up to {CLASSES} classes can be learned."
            )
        classes = _told_apart(names)
        notes.append(f"labels 0 to {len(names) - 1} are {', '.join(classes)}")
    places = {name: place for place, name in enumerate(names)}
    return [np.array([places[str(each)] for each in part]) for part in texts], classes


def _told_apart(names: list[str]) -> tuple[str, ...]:
    """Short, printable names, with a number where others would be alike or nothing would be left."""
    short = [one_line(name, _LONGEST_NAME) for name in names]
    return tuple(
        name if name and short.count(name) == 1 else f"{name[: _LONGEST_NAME - 4]} ({place})".strip()
        for place, name in enumerate(short)
    )


def _whole(labels: Array) -> Array:
    if labels.dtype.kind not in "biuf" or not np.isfinite(labels).all() or (labels != np.round(labels)).any():
        raise DataError("labels holds something other than whole numbers; digits from 0 to 9 are needed.")
    return labels.astype(np.int64) if labels.dtype.kind == "b" else labels


@dataclass(frozen=True, eq=False)
class DataFile:
    """What a file holds, in the form of the network; `notes` say how it was read. Images may have no labels."""

    name: str
    notes: tuple[str, ...]
    parts: dict[Split, Dataset]
    unlabelled: Floats | None = None


def convert(path: Path, raw: RawData, options: DataOptions) -> DataFile:
    """Bring the images of a file into the form of the network.

    Raises DataError, without the file's name, for what is no set of images.
    """
    notes = list(raw.notes)
    named = options.classes or _known_classes(path, raw)
    found, own = _read_labels(raw, notes)
    parts = raw.parts
    counts = {split: None if part.labels is None else len_of(part.labels) for split, part in parts.items()}
    counts |= {split: len(y) for split, y in found.items()}
    grey = {split: squared(part.images, counts[split], part.columns, notes) for split, part in parts.items()}
    ready = all(part.ready for part in parts.values())
    low, high = options.pixel_range or (0.0, 0.0)
    if options.pixel_range is None:
        side = max(next(iter(grey.values())).shape[1:])
        low, high = scale_of(*range_of([*grey.values()]), side)
    if not ready:
        notes.append(_said_of_scale(low, high))
    images = {split: resized(each, low, notes) for split, each in grey.items()}
    ink = {split: _as_ink(each, low, high) for split, each in images.items()}
    if options.invert:
        notes.append("ink and background swapped")
        ink = {split: _WHITE - each if each.dtype == np.uint8 else -each for split, each in ink.items()}
    turn = options.turn
    if turn == "auto":
        # EMNIST, and MATLAB, store images column by column.
        columns = "emnist" in _names(path, raw) or any(part.columns for part in parts.values())
        turn = _turn_of(ink, found) if columns else "none"
    if turn != "none":
        notes.append(f"images turned ({turn})")
        ink = {split: TURNED[turn](each) for split, each in ink.items()}
    if options.fit:
        notes.append("each image fitted and centred as drawings are")
        ink = {split: fitted(each) for split, each in ink.items()}
    if named:
        notes.append(f"labels from 0 are {', '.join(named)}")
    said = (raw.format, *dict.fromkeys(notes))
    many = sum(map(len, ink.values())) > _MANY
    if not found:
        return DataFile(path.name, said, {}, _images(next(iter(ink.values())), many))
    classes = () if (named or own) == class_names() else named or own  # those are what labels are without names
    names = {split: path.name if len(ink) == 1 else f"{path.name} {split}" for split in ink}
    return DataFile(
        path.name,
        said,
        {split: Dataset(names[split], _images(ink.pop(split), many), y, classes=classes) for split, y in found.items()},
    )


def _images(ink: Array, many: bool) -> Floats:
    ink = np.ascontiguousarray(ink).reshape(len(ink), PIXELS)
    if ink.dtype != np.uint8:
        return ink
    return kept_as_bytes(ink) if many else scale_to_input(ink, full=_WHITE)


def _images_in(part: RawImages, labels: Array) -> int:
    """How many images there are, by their own shape, where the labels' length fits one of its axes."""
    shape = part.images.shape
    return int(next((count for count in (shape[0], shape[-1]) if count in labels.shape), shape[0]))


def _said_of_scale(low: float, high: float) -> str:
    if (low, high) == (0, 1):
        return "values from 0 to 1"
    return f"0 to {high:g} divided by {high:g}" if low == 0 else f"{low:g} to {high:g} scaled to 0 to 1"


def _as_ink(images: Array, low: float, high: float) -> Array:
    """Bytes stay bytes where 255 is full ink; everything else becomes float32 from -1 to 1."""
    if images.dtype == np.uint8 and (low, high) == (0, _WHITE):
        return images
    if images.dtype.kind in "iu" and (low, high) == (0, _WHITE):
        return images.astype(np.uint8)
    X = np.empty(images.shape, np.float32)
    np.copyto(X, images, casting="unsafe")
    if low:
        X -= np.float32(low)
    X *= np.float32(2 / (high - low))
    X -= np.float32(1)
    return np.clip(X, -1, 1, out=X)


def _turn_of(ink: dict[Split, Array], found: dict[Split, Labels]) -> str:
    """Which way these images are to be turned, by those of them that have labels."""
    for split, y in found.items():
        rows = sample_rows(len(y))
        some = ink[split][rows]
        full = _WHITE if some.dtype == np.uint8 else 1
        return best_turn(some if full > 1 else (some + 1) / 2, y[rows], full)
    return "transpose"


def _known_classes(path: Path, raw: RawData) -> tuple[str, ...]:
    """The names of the classes that a file gives, or of a data set that is known; none for others, and for digits."""
    part = raw.parts.get(Split.TRAINING)
    if part is not None and part.labels is not None and part.labels.dtype.kind in "iuf":
        if part.classes:
            return part.classes
        start = part.labels.reshape(-1)[:20]
        if len(start) == 20 and np.isfinite(start).all():
            found = _BEGINNINGS.get(tuple(int(each) for each in start))
            if found:
                return found
    names = _names(path, raw)
    return next((classes for word, classes in _NAMED.items() if word in names), ())


def classes_named(text: str) -> tuple[str, ...]:
    """Names with commas between them, or those of a data set that is known; none for an empty text."""
    names = tuple(name.strip() for name in text.split(",")) if text.strip() else ()
    return CLASS_NAMES.get(text.strip().lower(), names)


def _names(path: Path, raw: RawData) -> str:
    """The names of the files and of the folders they lie in."""
    return " ".join([*path.absolute().parts[-3:], *raw.files]).lower()

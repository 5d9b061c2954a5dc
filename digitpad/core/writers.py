"""The forms in which data is written."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad import paths
from digitpad.core.collection.archive import check_apart
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.query import EVERYTHING, Filter
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.errors import CollectionError, MissingPackage, OutputError
from digitpad.core.files import explained_write, make_folder
from digitpad.core.images import to_bytes
from digitpad.core.network import PIXELS, SIDE
from digitpad.core.readers.mnist import idx_bytes, original_arrays
from digitpad.core.readers.pairs import CLASS_NAMES
from digitpad.core.tasks import Progress, Task, chunks

# The built-in data sets that are MNIST's original images in another split: they are written as they were published.
_ORIGINAL = ("mnist", "mnist-60000")

_IDX_NAMES = {"train": "train", "validation": "validation", "test": "t10k"}


@dataclass(frozen=True, eq=False)
class WrittenPart:
    """Images (n, 28, 28) and labels (n,) as bytes, and the names of classes that are no digits; `name` is train,
    validation or test."""

    name: str
    images: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.uint8]
    classes: tuple[str, ...] = ()


def parts_of(source: str, datasets: Datasets) -> list[WrittenPart]:
    """The splits of a data set; of MNIST its 60,000 training and 10,000 test images in their original order."""
    if source in _ORIGINAL:
        arrays = original_arrays(paths.MNIST)
        return [WrittenPart(name, arrays[f"{name}_images"], arrays[f"{name}_labels"]) for name in ("train", "test")]
    found = {"train": datasets.training, "validation": datasets.validation, "test": datasets.test}
    return [_part(name, dataset) for name, dataset in found.items() if dataset is not None]


def _part(name: str, dataset: Dataset) -> WrittenPart:
    images = np.empty((len(dataset), SIDE * SIDE), np.uint8)
    for rows in chunks(len(dataset), 10_000):
        images[rows] = to_bytes(dataset.X[rows])
    return WrittenPart(name, images.reshape(-1, SIDE, SIDE), dataset.y.astype(np.uint8), dataset.classes)


def write_data(form: str, out: Path, source: str, datasets: Datasets) -> list[Path]:
    """Write a data set in one of the FORMS to `out`, a file or a folder, which is made; returns the files.

    Raises OutputError when that cannot be done, MissingPackage when SciPy is needed and is not there.
    """
    return FORMS[form][1](out, parts_of(source, datasets))


def export_digits_task(place: Path, out: Path, form: str, which: Filter = EVERYTHING) -> Task[tuple[int, list[Path]]]:
    """Write the images of the digits that are meant of the collection at `place`, in one of the FORMS, as
    `write_data` does; a table whose name ends in .csv is one file. Returns how many, and the files.

    Raises CollectionError when there are none or they cannot be read, OutputError when they cannot be written.
    """
    yield Progress()
    check_apart(place, out)
    with Collection.open(place) as found:
        pixels, y = found.images(which)
    if not len(y):
        raise CollectionError(f"There are no such digits in {place} to export.")
    part = WrittenPart("train", pixels.reshape(-1, SIDE, SIDE), y.astype(np.uint8))
    single = form == "csv" and out.suffix == ".csv"
    return len(y), [_write_table(out, part)] if single else FORMS[form][1](out, [part])


def _write(path: Path, content: bytes | list[bytes | memoryview]) -> Path:
    with explained_write(path, OutputError) as file:
        file.writelines([content] if isinstance(content, bytes) else content)
    return path


def _as_idx(out: Path, parts: Sequence[WrittenPart]) -> list[Path]:
    make_folder(out, OutputError)
    written = []
    for part in parts:
        name = _IDX_NAMES[part.name]
        written.append(_write(out / f"{name}-images-idx3-ubyte", idx_bytes(part.images)))
        written.append(_write(out / f"{name}-labels-idx1-ubyte", idx_bytes(part.labels)))
    return written


def _as_csv(out: Path, parts: Sequence[WrittenPart]) -> list[Path]:
    """A table for each split, with names of columns as Kaggle's: label, pixel0, …, pixel783."""
    make_folder(out, OutputError)
    return [_write_table(out / f"{part.name}.csv", part) for part in parts]


def _write_table(path: Path, part: WrittenPart) -> Path:
    texts = np.array([str(value) for value in range(256)], object)
    with explained_write(path, OutputError) as file:
        file.write(",".join(["label", *(f"pixel{i}" for i in range(PIXELS))]).encode() + b"\n")
        for label, image in zip(part.labels.tolist(), part.images.reshape(-1, PIXELS), strict=True):
            file.write(f"{label},{','.join(texts[image])}\n".encode())
    return path


def _as_npz(out: Path, parts: Sequence[WrittenPart]) -> list[Path]:
    """One file, as Keras has it: x_train, y_train, x_test, y_test, and x_validation where there is any."""
    with explained_write(out, OutputError) as file:
        np.savez_compressed(file, **_named_arrays(parts))  # type: ignore[arg-type]
    return [out]


def _as_npy(out: Path, parts: Sequence[WrittenPart]) -> list[Path]:
    make_folder(out, OutputError)
    written = []
    for name, array in _named_arrays(parts).items():
        path = out / f"{name}.npy"
        with explained_write(path, OutputError) as file:
            np.save(file, array, allow_pickle=False)
        written.append(path)
    return written


def _as_png(out: Path, parts: Sequence[WrittenPart]) -> list[Path]:
    """A zip archive of pictures, train/7/00042.png; a folder of them would be 70,000 files."""
    with explained_write(out, OutputError) as file, zipfile.ZipFile(file, "w") as archive:
        for part in parts:
            for number, (image, label) in enumerate(zip(part.images, part.labels.tolist(), strict=True)):
                picture = io.BytesIO()
                Image.fromarray(image).save(picture, "PNG")
                archive.writestr(zipfile.ZipInfo(f"{part.name}/{label}/{number:05}.png"), picture.getvalue())
    return [out]


def _as_mat(out: Path, parts: Sequence[WrittenPart]) -> list[Path]:
    """One file for MATLAB and Octave: X and y of the training images, Xtest and ytest of the test images, X with pixels
    from 0 to 1 column by column, and y with 10 for the digit 0."""
    try:
        from scipy.io import savemat
    except ImportError:
        raise MissingPackage.of("Writing MATLAB's files", "SciPy", "mat") from None
    arrays = {}
    for part in parts:
        end = "" if part.name == "train" else part.name
        arrays[f"X{end}"] = part.images.swapaxes(1, 2).reshape(-1, PIXELS) / 255
        arrays[f"y{end}"] = np.where(part.labels == 0, 10, part.labels)[:, None]
    with explained_write(out, OutputError) as file:
        savemat(file, arrays, do_compression=True)
    return [out]


def _named_arrays(parts: Sequence[WrittenPart]) -> dict[str, npt.NDArray[Any]]:
    """x_train, y_train and so on, and the names of the classes if they have any."""
    arrays: dict[str, npt.NDArray[Any]] = {}
    for part in parts:
        arrays |= {f"x_{part.name}": part.images, f"y_{part.name}": part.labels}
    return arrays | ({CLASS_NAMES: np.array(parts[0].classes)} if parts[0].classes else {})


# What each form is, and what writes it.
FORMS: dict[str, tuple[str, Callable[[Path, Sequence[WrittenPart]], list[Path]]]] = {
    "idx": ("a folder of IDX files, MNIST's byte by byte as they were published", _as_idx),
    "csv": ("a folder of tables with a row of names, the label first", _as_csv),
    "npz": ("one NumPy archive with x_train, y_train, x_test, y_test", _as_npz),
    "npy": ("a folder of NumPy arrays", _as_npy),
    "png": ("a zip archive of pictures, a folder for each class", _as_png),
    "mat": ("one file for MATLAB and Octave (needs SciPy)", _as_mat),
}

"""Pixels, shapes and labels of every form that docs/formats.md lists become the same images and labels."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from sklearn.datasets import load_digits

from digitpad import paths
from digitpad.core.errors import DataError, SettingsError
from digitpad.core.readers.data_file import read_data_images, read_file
from digitpad.core.readers.mnist import original_arrays
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pixels import accuracy_of
from digitpad.core.setting import from_json
from tests.core.readers.documented import IMAGE_SHAPES, LABEL_FORMS, PIXEL_VALUES

Data = tuple[np.ndarray, np.ndarray]


@pytest.fixture(scope="session")
def data() -> Data:
    arrays = original_arrays(paths.MNIST)
    return arrays["test_images"][:100], arrays["test_labels"][:100].astype(np.int64)


def save(folder: Path, X: np.ndarray, y: np.ndarray) -> Path:
    np.savez(folder / "data.npz", X=X, y=y)
    return folder / "data.npz"


def bytes_of(path: Path, options: DataOptions | None = None) -> np.ndarray:
    X = read_data_images(path, options or DataOptions()).X
    return np.round((X + 1) * 127.5).astype(np.uint8).reshape(-1, 28, 28)


PIXELS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "bytes": lambda images: images.astype(np.float64),
    "unit": lambda images: images / 255,
    "signed": lambda images: images / 127.5 - 1,
    "half": lambda images: images / 255 - 0.5,
    "bool": lambda images: images > 127,
    "sixteen": lambda images: np.round(images[:, 2:26:3, 2:26:3] / 255 * 16),
    "wide": lambda images: images.astype(np.uint16) * 257,
    "standardised": lambda images: ((images / 255 - 0.1307) / 0.3081).astype(np.float32),
}


@pytest.mark.parametrize("form", [name for name, _ in PIXEL_VALUES])
def test_pixels(tmp_path: Path, data: Data, form: str) -> None:
    images, y = data
    found = bytes_of(save(tmp_path, PIXELS[form](images), y))
    if form == "sixteen":
        assert (found.min(), found.max()) == (0, 255)
        assert accuracy_of(found, y, 255) > 0.5
    else:
        expected = np.where(images > 127, 255, 0) if form == "bool" else images
        np.testing.assert_allclose(found.astype(int), expected, atol=1)


def small(side: int) -> Callable[[np.ndarray], np.ndarray]:
    """MNIST's digits in images that they fill, as the sets of small images have them."""
    return lambda images: np.stack(
        [np.asarray(Image.fromarray(each).crop((4, 4, 24, 24)).resize((side, side))) for each in images]
    )


SHAPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "flat": lambda images: images.reshape(-1, 784),
    "square": lambda images: images,
    "channel-last": lambda images: images[..., None],
    "channel-first": lambda images: images[:, None],
    "colour": lambda images: np.repeat(images[..., None], 3, axis=3),
    "columns": lambda images: images.reshape(-1, 784).T,
    "image-last": lambda images: np.moveaxis(images, 0, -1),
    "8x8": small(8),
    "16x16": small(16),
    "20x20": lambda images: images[:, 4:24, 4:24],
    "32x32": lambda images: np.stack([np.asarray(Image.fromarray(each).resize((32, 32))) for each in images]),
}


@pytest.mark.parametrize("form", [name for name, _ in IMAGE_SHAPES])
def test_shapes(tmp_path: Path, data: Data, form: str) -> None:
    images, y = data
    found = bytes_of(save(tmp_path, SHAPES[form](images), y))
    if form in ("8x8", "16x16", "32x32"):
        assert accuracy_of(found, y, 255) > (0.8 if form == "8x8" else 0.95)
    elif form == "20x20":
        np.testing.assert_array_equal(found[:, 4:24, 4:24], images[:, 4:24, 4:24])
    else:
        np.testing.assert_array_equal(found, images)


NUMERALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LABELS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "integers": lambda y: y.astype(np.uint8),
    "floats": lambda y: y.astype(np.float32),
    "texts": lambda y: np.array([NUMERALS[each] for each in y]),
    "one-hot": lambda y: np.eye(10)[y],
    "column": lambda y: y[:, None],
    "row": lambda y: y[None],
    "figures": lambda y: y.astype(str),
    "one-to-ten": lambda y: np.where(y == 0, 10, y),
    "names": lambda y: np.array([f"class {each}" for each in y]),
}


@pytest.mark.parametrize("form", [*(name for name, _ in LABEL_FORMS), "row", "figures"])
def test_labels(tmp_path: Path, data: Data, form: str) -> None:
    images, y = data
    found = read_data_images(save(tmp_path, images, LABELS[form](y)))
    np.testing.assert_array_equal(found.y, y)
    assert found.classes == (tuple(f"class {each}" for each in range(10)) if form == "names" else ())


def test_what_was_converted_is_said(tmp_path: Path, data: Data) -> None:
    images, y = data
    notes = read_file(save(tmp_path, images, np.eye(10)[y])).notes
    assert notes == ("NumPy", "labels taken from one-hot", "0 to 255 divided by 255")


def test_the_digits_of_scikit_learn_are_read_once_they_are_enlarged(tmp_path: Path) -> None:
    digits = load_digits()
    np.savez(tmp_path / "eight.npz", data=digits.data, target=digits.target)
    found = read_data_images(tmp_path / "eight.npz")
    ink = ((found.X + 1) / 2).reshape(-1, 28, 28)
    assert accuracy_of(ink, found.y, 1) > 0.8


@pytest.mark.parametrize(
    ("options", "change"),
    [
        (DataOptions(invert=True), lambda images: 255 - images),
        (DataOptions(turn="transpose"), lambda images: images.swapaxes(1, 2)),
        (DataOptions(turn="rotate-right"), lambda images: np.rot90(images, axes=(1, 2))),
        (DataOptions(turn="rotate-left"), lambda images: np.rot90(images, -1, axes=(1, 2))),
        (DataOptions(turn="rotate-180"), lambda images: images[:, ::-1, ::-1]),
        (DataOptions(turn="mirror"), lambda images: images[:, :, ::-1]),
        (DataOptions(turn="flip"), lambda images: images[:, ::-1]),
        (DataOptions(pixel_range=(0, 1 / 255)), lambda images: images / 255 / 255),
        (DataOptions(pixel_range=(255, 0)), lambda images: 255 - images),
    ],
)
def test_options_undo_what_was_done(
    tmp_path: Path, data: Data, options: DataOptions, change: Callable[[np.ndarray], np.ndarray]
) -> None:
    images, y = data
    np.testing.assert_allclose(bytes_of(save(tmp_path, change(images), y), options).astype(int), images, atol=1)


def test_fitted_images_are_nearly_mnist_again(tmp_path: Path, data: Data) -> None:
    images, y = data
    large = np.stack([np.asarray(Image.fromarray(each).crop((4, 4, 24, 24)).resize((28, 28))) for each in images])
    path = save(tmp_path, large, y)
    fit = bytes_of(path, DataOptions(fit=True))
    assert accuracy_of(fit, y, 255) >= max(0.97, accuracy_of(bytes_of(path), y, 255))
    same = bytes_of(save(tmp_path, images, y), DataOptions(fit=True))
    assert np.abs(same.astype(int) - images).mean() < 6


@pytest.mark.parametrize(
    "options",
    [
        {"pixel_range": (1.0, 1.0)},
        {"pixel_range": (0.0, float("nan"))},
        {"turn": "sideways"},
        {"label_column": "middle"},
        {"classes": ("a", "a")},
        {"classes": tuple("abcdefghijk")},
        {"split_seed": -1},
    ],
)
def test_options_that_mean_nothing_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(DataError):
        DataOptions(**options)  # type: ignore[arg-type]
    with pytest.raises(SettingsError):
        from_json(DataOptions, options)

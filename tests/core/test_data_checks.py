"""Data that would spoil a training is found out, and the remedy mends it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad import paths
from digitpad.core.data_checks import DataReport, report_task
from digitpad.core.errors import DataError
from digitpad.core.readers.data_file import read_data_file
from digitpad.core.readers.mnist import original_arrays, read_hand_in_sample
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.tasks import run_to_completion

Data = tuple[np.ndarray, np.ndarray]
Change = Callable[[np.ndarray, np.ndarray], Data]


@pytest.fixture(scope="session")
def digits() -> Data:
    arrays = original_arrays(paths.MNIST)
    return arrays["test_images"][:600], arrays["test_labels"][:600].astype(np.int64)


def look(path: Path, options: DataOptions = DEFAULT_OPTIONS) -> DataReport:
    return run_to_completion(report_task(read_data_file(path, options), options))


def save(path: Path, data: Data) -> Path:
    np.savez(path, X=data[0], y=data[1])
    return path


def larger(images: np.ndarray, y: np.ndarray) -> Data:
    """As sets whose digits fill the frame."""
    return np.stack([np.asarray(Image.fromarray(each).crop((4, 4, 24, 24)).resize((28, 28))) for each in images]), y


def repeated(images: np.ndarray, y: np.ndarray) -> Data:
    return np.concatenate([images, images[:40]]), np.concatenate([y, y[:40]])


def without(images: np.ndarray, y: np.ndarray) -> Data:
    return images[(y != 3) & (y != 8)], y[(y != 3) & (y != 8)]


def some_constant(images: np.ndarray, y: np.ndarray) -> Data:
    return np.where(np.arange(len(y))[:, None, None] % 9 == 0, np.uint8(7), images), y


def some_mislabelled(images: np.ndarray, y: np.ndarray) -> Data:
    return images, np.where(np.arange(len(y)) % 40 == 0, (y + 3) % 10, y)


CHANGES: dict[str, Change] = {
    "inverted": lambda images, y: (255 - images, y),
    "faint": lambda images, y: (images / 255 / 255, y),
    "turned": lambda images, y: (images.swapaxes(1, 2), y),
    "framing": larger,
    "repeated": repeated,
    "missing": without,
    "constant": some_constant,
    "labels": some_mislabelled,
    "unreadable": lambda images, y: (images, (y + 1) % 10),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_would_spoil_a_training_is_found_and_mended(tmp_path: Path, digits: Data, name: str) -> None:
    path = save(tmp_path / "data.npz", CHANGES[name](*digits))
    found = {each.name: each for each in look(path).findings}
    assert name in found
    remedy = found[name].remedy
    if remedy is None:
        assert name in ("missing", "constant", "labels", "unreadable")
        return
    assert found[name].option.startswith("--")
    mended = look(path, remedy)
    assert not mended.findings or {each.name for each in mended.findings} <= {"labels"}
    if name != "framing":
        assert len(mended.datasets.training) == len(read_data_file(save(tmp_path / "plain.npz", digits)).training)


def test_mirrored_digits_are_told_from_turned_ones(tmp_path: Path, digits: Data) -> None:
    found = look(save(tmp_path / "data.npz", (digits[0][:, :, ::-1], digits[1]))).findings
    assert [each.option for each in found] == ["--turn mirror"]


def test_a_test_set_that_was_learned_from_is_found(tmp_path: Path, digits: Data) -> None:
    path = save(tmp_path / "data.npz", digits)
    datasets = read_data_file(path, DataOptions(test=str(path), no_validation=True))
    names = [each.name for each in run_to_completion(report_task(datasets)).findings]
    assert "test" in names
    np.savez(tmp_path / "both.npz", x_train=digits[0], y_train=digits[1], x_test=digits[0], y_test=digits[1])
    found = look(tmp_path / "both.npz").findings  # some of the training images are for validation
    assert [(each.name, each.remedy) for each in found if each.name in ("test", "shared")] == [("test", None)]
    with pytest.raises(DataError, match=r"both\.npz: all its training images are for validation or test"):
        read_data_file(tmp_path / "both.npz", DataOptions(unique=True))
    half = save(tmp_path / "half.npz", (digits[0][:100], digits[1][:100]))
    others = save(tmp_path / "others.npz", (digits[0][50:], digits[1][50:]))
    options = DataOptions(test=str(half))
    report = run_to_completion(report_task(read_data_file(others, options), options))
    shared = next(each for each in report.findings if each.name == "shared")
    assert "of 100 test images" in shared.text
    assert shared.remedy
    mended = read_data_file(others, shared.remedy)
    assert len(mended.training) + len(mended.validation or ()) == 500  # 50 of the 550 are test images
    assert not run_to_completion(report_task(mended, shared.remedy)).findings


def test_sound_data_has_no_findings_and_is_summed_up() -> None:
    hand_in = read_hand_in_sample(paths.MNIST)
    report = run_to_completion(report_task(hand_in))
    assert report.findings == ()
    assert report.counts["training"] == np.bincount(hand_in.training.y).tolist()
    assert report.summary.histogram.sum() == hand_in.training.X.size
    threes = (hand_in.training.X[hand_in.training.y == 3] + 1) / 2
    np.testing.assert_allclose(report.summary.means[3].ravel(), threes.mean(axis=0), atol=1e-5)
    for digit, rows in enumerate(report.summary.examples):
        assert (hand_in.training.y[rows] == digit).all()


def test_classes_that_are_no_digits_are_not_held_against_digits(tmp_path: Path, digits: Data) -> None:
    path = save(tmp_path / "data.npz", (digits[0].swapaxes(1, 2), np.array([f"class {each}" for each in digits[1]])))
    assert look(path).findings == ()

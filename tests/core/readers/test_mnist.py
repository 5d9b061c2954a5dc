"""MNIST is bundled whole, is split fairly, and is read only if it is MNIST to the bit."""

from collections.abc import Callable
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import learned_from
from digitpad.core.readers.mnist import read_hand_in_sample, read_mnist, read_whole_mnist
from tests.refusals import refusal

rejection = partial(refusal, read_mnist)


@pytest.fixture(scope="session")
def originals() -> dict[str, np.ndarray]:
    with np.load(paths.MNIST) as arrays:
        return {name: arrays[name] for name in arrays.files}


def contents(dataset: Dataset) -> set[bytes]:
    return {image.tobytes() for image in np.round((dataset.X + 1) * 127.5).astype(np.uint8)}


def originals_of(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


@pytest.mark.parametrize("fixture", ["mnist", "hand_in"])
def test_images_are_float32_from_minus_one_to_one_and_labels_zero_to_nine(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    for part in request.getfixturevalue(fixture):
        assert part.X.dtype == np.float32
        assert (part.X.min(), part.X.max()) == (-1, 1)
        assert (part.y.min(), part.y.max()) == (0, 9)
        assert f"X ({len(part)}, 784) float32, -1 to 1; y ({len(part)},) int64, 0 to 9" in str(part)


def test_the_parts_have_the_sizes_of_the_design(mnist: Datasets, hand_in: Datasets) -> None:
    assert [len(part) for part in mnist] == [50_000, 10_000, 10_000]
    assert [len(part) for part in hand_in] == [10_380, 2_580, 2_580]


def test_training_and_validation_together_are_the_training_part(
    mnist: Datasets, originals: dict[str, np.ndarray]
) -> None:
    assert contents(mnist.training) | contents(mnist.validation) == originals_of(originals["train_images"])
    assert not contents(mnist.training) & contents(mnist.validation)


def test_the_test_set_is_the_official_one_in_its_order(mnist: Datasets, originals: dict[str, np.ndarray]) -> None:
    expected = originals["test_images"].reshape(-1, 784) / 127.5 - 1
    np.testing.assert_allclose(mnist.test.X, expected, atol=1e-6)
    np.testing.assert_array_equal(mnist.test.y, originals["test_labels"])


def test_each_image_keeps_its_label(hand_in: Datasets, originals: dict[str, np.ndarray]) -> None:
    pairs = zip(originals["train_images"], originals["train_labels"], strict=True)
    labels = {image.tobytes(): label for image, label in pairs}
    images = np.round((hand_in.training.X + 1) * 127.5).astype(np.uint8)
    assert [labels[image.tobytes()] for image in images] == hand_in.training.y.tolist()


def test_all_of_mnist_is_learned_from_and_the_test_images_are_not(
    mnist: Datasets, originals: dict[str, np.ndarray]
) -> None:
    whole = read_whole_mnist(paths.MNIST)
    assert len(whole.training) == 60_000
    assert contents(whole.training) == originals_of(originals["train_images"])
    np.testing.assert_array_equal(whole.test.X, mnist.test.X)
    np.testing.assert_array_equal(whole.validation.X, mnist.validation.X)


def test_the_hand_in_sample_trains_and_evaluates_on_different_images(
    hand_in: Datasets, originals: dict[str, np.ndarray]
) -> None:
    training, validation, test = (contents(part) for part in hand_in)
    assert (len(training), len(validation), len(test)) == (10_380, 2_580, 2_580), "an image comes twice"
    assert not training & validation
    assert not training & test
    assert training | validation <= originals_of(originals["train_images"])
    assert test <= originals_of(originals["test_images"])


def test_what_a_model_learned_from_is_known_by_name(mnist: Datasets, hand_in: Datasets) -> None:
    whole = read_whole_mnist(paths.MNIST)
    sets = {each.name: each for datasets in (mnist, hand_in, whole) for each in datasets}
    seen = {name: contents(each) for name, each in sets.items()}
    network = Network.initial(1, np.random.default_rng(0))
    for one, other in product((each.training.name for each in (mnist, hand_in, whole)), sets):
        model = Model(network, "some", sets[one].name_and_size)
        assert learned_from(model, sets[other]) == bool(seen[one] & seen[other])
    assert not learned_from(Model(network, "some"), mnist.training)


@pytest.mark.parametrize(
    ("fixture", "part", "source"),
    [
        ("mnist", "training", "train_labels"),
        ("mnist", "validation", "train_labels"),
        ("hand_in", "training", "train_labels"),
        ("hand_in", "validation", "train_labels"),
        ("hand_in", "test", "test_labels"),
    ],
)
def test_each_digit_has_its_fair_share(
    fixture: str, part: str, source: str, request: pytest.FixtureRequest, originals: dict[str, np.ndarray]
) -> None:
    y = getattr(request.getfixturevalue(fixture), part).y
    whole = originals[source]
    exact = np.bincount(whole) * (len(y) / len(whole))
    assert np.abs(np.bincount(y) - exact).max() <= 1


def test_the_same_images_are_chosen_every_time(hand_in: Datasets) -> None:
    again = read_hand_in_sample(paths.MNIST)
    for part, same in zip(hand_in, again, strict=True):
        np.testing.assert_array_equal(part.X, same.X)
        np.testing.assert_array_equal(part.y, same.y)


@pytest.mark.parametrize("array", ["train_images", "test_labels"])
def test_a_single_changed_value_is_refused(tmp_path: Path, originals: dict[str, np.ndarray], array: str) -> None:
    changed = {**originals, array: originals[array].copy()}
    changed[array].flat[-1] ^= 1
    np.savez(tmp_path / "mnist.npz", **changed)
    message = rejection(tmp_path / "mnist.npz")
    assert "checksum" in message
    assert array in message


@pytest.mark.parametrize(
    ("array", "change"),
    [
        ("train_labels", lambda labels: labels.astype(np.int64)),
        ("test_images", lambda images: images[:-1]),
        ("test_images", lambda images: images.reshape(-1, 784)),
    ],
)
def test_arrays_of_another_form_are_refused(
    tmp_path: Path, originals: dict[str, np.ndarray], array: str, change: Callable[[np.ndarray], np.ndarray]
) -> None:
    np.savez(tmp_path / "mnist.npz", **{**originals, array: change(originals[array])})
    assert array in rejection(tmp_path / "mnist.npz")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "does not exist" in rejection(tmp_path / "mnist.npz")


@pytest.mark.parametrize("kept", [0, 1, 100, 1_000_000, -1])
def test_a_truncated_file_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "mnist.npz"
    path.write_bytes(paths.MNIST.read_bytes()[:kept])
    rejection(path)


def test_an_archive_without_the_images_is_refused(tmp_path: Path, originals: dict[str, np.ndarray]) -> None:
    path = tmp_path / "mnist.npz"
    np.savez(path, train_labels=originals["train_labels"], test_labels=originals["test_labels"])
    assert "train_images" in rejection(path)

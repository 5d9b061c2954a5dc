"""Accuracy under distortions: what each does, that chance is fixed, and that the counts are right."""

from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from digitpad.core.augmentation.augment import centres_of_mass
from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.evaluation.robustness import DISTORTIONS, Curves, curves_task, distorted, examples, sample_of
from digitpad.core.network import Network
from digitpad.core.scoring import wilson
from digitpad.core.tasks import run_to_completion


@pytest.fixture(scope="module")
def images(mnist: Datasets) -> Dataset:
    return sample_of(mnist.test, 60)


@pytest.fixture
def distort(images: Dataset, network: Network) -> Any:
    """The images under a distortion, (n, 28, 28), ink from 0 to 1."""

    def make(name: str, strength: float, seed: int = 0) -> np.ndarray:
        X = distorted(name, strength, network, images.X, images.y, seed)
        return ((X + 1) / 2).reshape(-1, 28, 28)

    return make


@pytest.fixture(scope="module")
def ink(images: Dataset) -> np.ndarray:
    return ((images.X + 1) / 2).reshape(-1, 28, 28)


@pytest.mark.parametrize("name", DISTORTIONS)
def test_one_strength_leaves_the_images_as_they_are(name: str, distort: Any, ink: np.ndarray) -> None:
    strength = 1.0 if name == "scale" else 0.0
    assert strength in DISTORTIONS[name].strengths
    np.testing.assert_allclose(distort(name, strength), ink, atol=1e-5)


@pytest.mark.parametrize("name", DISTORTIONS)
def test_every_strength_gives_images_again_and_the_same_ones(name: str, distort: Any) -> None:
    for strength in DISTORTIONS[name].strengths:
        images = distort(name, strength)
        assert images.dtype == np.float32
        assert images.min() >= 0
        assert images.max() <= 1
    np.testing.assert_array_equal(images, distort(name, strength))


@pytest.mark.parametrize("name", ["shift", "noise", "occlusion"])
def test_chance_goes_by_the_seed(name: str, distort: Any) -> None:
    strongest = DISTORTIONS[name].strengths[-1]
    assert not np.array_equal(distort(name, strongest), distort(name, strongest, seed=1))


@pytest.mark.parametrize("name", DISTORTIONS)
def test_an_image_does_not_depend_on_those_after_it(name: str, images: Dataset, network: Network, distort: Any) -> None:
    strength = DISTORTIONS[name].strengths[-2]
    alone = distorted(name, strength, network, images.X[:1], images.y[:1])
    np.testing.assert_allclose((alone.reshape(28, 28) + 1) / 2, distort(name, strength)[0], atol=1e-5)


def test_a_shift_has_its_length_and_goes_on_in_its_direction(distort: Any, ink: np.ndarray) -> None:
    moved = [centres_of_mass(2.0 * images - 1) for images in (ink, distort("shift", 1.0), distort("shift", 3.0))]
    # The ink of a few reaches the edge.
    np.testing.assert_allclose(np.median(np.hypot(*(moved[1] - moved[0]).T)), 1, atol=1e-4)
    assert np.median(np.abs(moved[2] - moved[0] - 3 * (moved[1] - moved[0]))) < 1e-3


def test_a_rotation_is_scipys(distort: Any, ink: np.ndarray) -> None:
    turned = distort("rotation", 30)
    for image, mine in zip(ink, turned, strict=True):
        theirs = ndimage.rotate(image, 30, reshape=False, order=1)
        # Theirs turns about the middle of the image; the centre of mass was brought back in mine.
        away = np.subtract(*centres_of_mass(2.0 * np.array([mine, theirs]) - 1))
        off = np.abs(ndimage.shift(theirs, away, order=1) - mine).mean()  # blurred a little by the second move
        assert off < 0.03 < np.abs(image - mine).mean()


def test_a_larger_digit_has_more_ink(distort: Any, ink: np.ndarray) -> None:
    areas = distort("scale", 0.7).sum(axis=(1, 2)) / ink.sum(axis=(1, 2))
    np.testing.assert_allclose(areas, 0.49, atol=0.05)


def test_noise_has_its_standard_deviation_where_it_is_not_cut_off(distort: Any, ink: np.ndarray) -> None:
    grey = (ink > 0.4) & (ink < 0.6)
    assert (distort("noise", 0.1) - ink)[grey].std() == pytest.approx(0.1, rel=0.1)


def test_a_blur_is_a_gaussian(distort: Any, ink: np.ndarray) -> None:
    theirs = ndimage.gaussian_filter(ink[0], 1.5, mode="constant")
    np.testing.assert_allclose(distort("blur", 1.5)[0], theirs, atol=1e-5)


def test_a_square_is_covered(distort: Any, ink: np.ndarray) -> None:
    covered = distort("occlusion", 8)
    for before, after in zip(ink, covered, strict=True):
        rows, columns = np.nonzero(before != after)
        if len(rows):
            assert max(np.ptp(rows), np.ptp(columns)) < 8
            assert (after[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1] == 0).all()


def test_the_attack_changes_no_pixel_by_more_than_it_says(distort: Any, ink: np.ndarray) -> None:
    changes = np.abs(distort("attack", 0.1) - ink)
    assert changes.max() == pytest.approx(0.1, abs=1e-5)


def test_the_curves_count_what_is_read_rightly(images: Dataset, network: Network) -> None:
    other = Network.initial(8, np.random.default_rng(0), np.float64)
    curves: Curves = run_to_completion(curves_task([network, other], images))
    assert list(curves) == list(DISTORTIONS)
    for name, pair in curves.items():
        for net, curve in zip((network, other), pair, strict=True):
            place = len(curve.strengths) // 3
            X = distorted(name, curve.strengths[place], net, images.X, images.y)
            assert curve.hits[place] == (net.predict(X) == images.y).sum()
            assert curve.accuracies[place] == curve.hits[place] / len(images)
            assert curve.intervals[place] == wilson(curve.hits[place], len(images))


def test_the_examples_are_images_that_were_counted(images: Dataset, network: Network) -> None:
    places = np.array([3, 40])
    found = examples(network, images, places, ["shift", "attack"])
    for name, example in found.items():
        strengths = DISTORTIONS[name].strengths
        for k, strength in enumerate(strengths):
            among = distorted(name, strength, network, images.X, images.y)
            np.testing.assert_allclose(example.images[k], among[places], atol=1e-5)
            np.testing.assert_array_equal(example.answers[k], network.predict(example.images[k]))


def test_the_progress_is_told_in_small_steps(network: Network, images: Dataset) -> None:
    shares = [each.done for each in curves_task([network], images, ["blur", "attack"])]
    assert shares[0] == 0
    assert np.all(np.diff(shares) > 0)
    assert shares[-1] < 1
    assert len(shares) == sum(len(DISTORTIONS[name].strengths) for name in ("blur", "attack"))


def test_a_trained_network_falls_to_the_attack_long_before_noise(mnist: Datasets, network: Network) -> None:
    curves: Curves = run_to_completion(curves_task([network], sample_of(mnist.test, 300), ["noise", "attack"]))
    at = {name: dict(zip(pair[0].strengths, pair[0].accuracies, strict=True)) for name, pair in curves.items()}
    assert at["noise"][0] == at["attack"][0] > 0.95
    assert at["attack"][0.1] < 0.5 < 0.95 < at["noise"][0.1]


def test_a_sample_has_the_digits_of_the_whole(mnist: Datasets) -> None:
    sample = sample_of(mnist.test, 1000)
    assert len(sample) == 1000
    whole = np.bincount(mnist.test.y) / len(mnist.test)
    np.testing.assert_allclose(np.bincount(sample.y) / 1000, whole, atol=1e-3)
    assert sample_of(sample, 1000) is sample
    np.testing.assert_array_equal(sample_of(mnist.test, 1000).X, sample.X)
    assert not np.array_equal(sample_of(mnist.test, 1000, seed=1).X, sample.X)


def test_partial_results_stay_as_they_are(network: Network, images: Dataset) -> None:
    partial = [each.partial for each in curves_task([network], images, ["blur", "noise"])]
    assert list(partial[0]) == []
    assert list(partial[-1]) == ["blur"]

"""The fast ways of varying images give what the slow and obvious one gives, in batches of any size."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.core.augmentation.augment import (
    SampledTransforms,
    augmented,
    augmented_with_numpy,
    draw,
    thickened_with_numpy,
    warped_with_numpy,
)
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.setting import settings_of

Augment = Callable[..., np.ndarray]

AUGMENTATIONS = st.builds(
    Augmentation,
    **{
        name: st.just(0.0) | st.sampled_from([most / 4, most]) | st.floats(0, most)
        for name, most in ((each.name, each.limits.high) for each in settings_of(Augmentation))
    },
)
EVERYTHING = Augmentation(2, 20, 0.2, 0.3, 4, 1, 0.1)


def with_fixtures(examples: int) -> settings:
    """The fixtures give functions and read-only images: nothing is carried from one example to the next."""
    return settings(max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(AUGMENTATIONS, st.sampled_from([np.float32, np.float64]), st.integers(0, 2**31), st.booleans())
@with_fixtures(30)
def test_the_fast_ways_agree_with_the_slow_one(
    reference: Any,
    augment: Augment,
    digits: np.ndarray,
    keys: Augment,
    a: Augmentation,
    dtype: type,
    seed: int,
    real: bool,
) -> None:
    # Noise from edge to edge, and digits.
    X = digits[seed % 1000 :][:2] if real else np.random.default_rng(seed).uniform(-1, 1, (2, 784))
    X = X.astype(dtype)
    varied = augment(X, keys(len(X), seed), a)
    assert (varied.shape, varied.dtype) == (X.shape, X.dtype)
    np.testing.assert_allclose(varied, reference.augmented_slowly(X, keys(len(X), seed), a), rtol=0, atol=1e-5)
    assert np.abs(varied).max() <= 1


def test_amounts_of_any_size_agree_with_the_slow_way(reference: Any, digits: np.ndarray, keys: Augment) -> None:
    n = 66  # more than are worked on at once
    amounts = draw(keys(n), EVERYTHING)
    amounts = amounts._replace(shift=3 * amounts.shift, rotation=4 * amounts.rotation, scale=3 * amounts.scale)
    warps, thick = warped_with_numpy(digits[:n], amounts), thickened_with_numpy(digits[:n], 2 * amounts.thickness)
    for i in (0, 1, n - 1):
        own = SampledTransforms(*(amount[i] for amount in amounts))
        image = digits[i].reshape(28, 28).astype(np.float64)
        np.testing.assert_allclose(warps[i], reference.warped(image, own, own.shift).ravel(), rtol=0, atol=1e-5)
        np.testing.assert_allclose(thick[i], reference.thickened(image, 2 * own.thickness).ravel(), rtol=0, atol=1e-5)


@given(AUGMENTATIONS, st.lists(st.integers(1, 149), max_size=5))
@with_fixtures(15)
def test_an_image_does_not_depend_on_its_batch(
    augment: Augment, digits: np.ndarray, keys: Augment, a: Augmentation, cuts: list[int]
) -> None:
    X, own = digits[:150], keys(150)
    together = augment(X, own, a)
    parts = [augment(x, key, a) for x, key in zip(np.split(X, sorted(cuts)), np.split(own, sorted(cuts)), strict=True)]
    np.testing.assert_array_equal(np.concatenate(parts), together)


@pytest.mark.parametrize("a", [EVERYTHING, Augmentation(shift=1), Augmentation(noise=0.2), Augmentation(thickness=1)])
def test_the_images_that_come_in_stay_as_they_are(
    augment: Augment, digits: np.ndarray, keys: Augment, a: Augmentation
) -> None:
    X = np.asfortranarray(digits[:5])
    kept = X.copy()
    X.flags.writeable = False
    varied = augment(X, keys(5), a)
    varied[...] = 5
    np.testing.assert_array_equal(X, kept)


@pytest.mark.parametrize("a", [EVERYTHING, Augmentation(shift=2), Augmentation(shift=1.5), Augmentation(rotation=20)])
def test_no_images_and_images_without_ink(augment: Augment, keys: Augment, a: Augmentation) -> None:
    assert augment(np.empty((0, 784), np.float32), keys(0), a).shape == (0, 784)
    blank = np.full((2, 784), -1, np.float32)
    quiet = Augmentation(a.shift, a.rotation, a.scale, a.shear, a.elastic, a.thickness)
    np.testing.assert_array_equal(augment(blank, keys(2), quiet), blank)


def test_nothing_on_gives_new_images_like_the_old_ones(digits: np.ndarray, keys: Augment) -> None:
    varied = augmented(digits, keys(len(digits)), Augmentation(), False)
    np.testing.assert_array_equal(varied, digits)
    assert not np.shares_memory(varied, digits)


def test_without_numba_numpy_does_it(keys: Augment) -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "import numpy as np\n"
        "from digitpad.core.augmentation.augment import augmented\n"
        "from digitpad.core.augmentation.settings import Augmentation\n"
        "from digitpad.core.counter_random import derived, key_of\n"
        "X = np.linspace(-1, 1, 3 * 784, dtype=np.float32).reshape(3, 784)\n"
        "varied = augmented(X, derived(key_of(0), np.arange(3)), Augmentation(2, 20, 0.2, 0.3, 4, 1, 0.1), False)\n"
        "sys.stdout.buffer.write(varied.tobytes())\n"
    )
    output = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, timeout=60).stdout
    X = np.linspace(-1, 1, 3 * 784, dtype=np.float32).reshape(3, 784)
    assert output == augmented_with_numpy(X, keys(3), EVERYTHING).tobytes()


def test_numba_is_not_imported_before_it_is_needed() -> None:
    program = "import sys, digitpad.core.augmentation.augment; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)

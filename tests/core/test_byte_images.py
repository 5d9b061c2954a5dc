"""Images that are kept as bytes are the same images, and a training learns the same from them."""

from dataclasses import replace

import numpy as np
import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset, Datasets, joined, scale_to_input
from digitpad.core.images import ByteImages, kept_as_bytes
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import assert_same


@pytest.fixture
def pixels() -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.where(rng.random((120, 784)) < 0.2, rng.integers(0, 256, (120, 784)), 0).astype(np.uint8)


def test_rows_are_those_of_an_array(pixels: np.ndarray) -> None:
    kept, plain = kept_as_bytes(pixels), scale_to_input(pixels, 255)
    assert isinstance(kept, ByteImages)
    assert (kept.shape, kept.dtype, len(kept)) == (plain.shape, plain.dtype, 120)
    rows = np.array([5, 0, 119, 5])
    for which in (3, slice(10, 50), slice(None, None, 7), rows, -1):
        np.testing.assert_array_equal(kept[which], plain[which])
    assert (kept.min(), kept.max()) == (plain.min(), plain.max())


def test_parts_share_the_pixels_and_have_the_names_of_those_images(pixels: np.ndarray) -> None:
    whole = Dataset("some", kept_as_bytes(pixels), np.arange(120) % 10)
    part = whole.subset(np.arange(40, 80), "part").subset(np.arange(0, 40, 2), "half")
    np.testing.assert_array_equal(part.X[:], scale_to_input(pixels[40:80:2], 255))
    assert part.fingerprint == Dataset("x", kept_as_bytes(pixels[40:80:2]), part.y).fingerprint
    assert part.fingerprint != whole.fingerprint
    both = joined("both", (part, whole))
    assert isinstance(both.X, ByteImages)
    assert len(both) == 140
    assert "X (20, 784) float32, -1 to 1" in str(part)


@pytest.mark.parametrize(
    ("augmentation", "compiled", "inputs"),
    [
        (Augmentation(), False, "ink"),
        (Augmentation(), False, "pixels"),
        (Augmentation(), True, "ink"),
        (Augmentation(shift=2.0, rotation=10.0), False, "ink"),
    ],
)
def test_a_training_learns_the_same_from_them(
    pixels: np.ndarray, augmentation: Augmentation, compiled: bool, inputs: str
) -> None:
    y = np.arange(120) % 10
    settings = replace(
        TrainingSettings(epochs=2, hidden_units=8, batch_size=16), augmentation=augmentation, inputs=inputs
    )
    networks = []
    for X in (scale_to_input(pixels, 255), kept_as_bytes(pixels)):
        datasets = Datasets("some", Dataset("some", X, y), Dataset("some", X, y), Dataset("some", X, y))
        trainer = Trainer(datasets.training, datasets.validation, settings, compiled=compiled)
        *_, last = trainer.run()
        networks.append((trainer.network(), last.validation_cost))
    (one, cost), (other, other_cost) = networks
    assert cost == pytest.approx(other_cost, rel=1e-4)
    assert_same(one, other, rtol=1e-4, atol=1e-5)

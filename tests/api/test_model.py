"""Models in notebooks take images on any usual scale, and refuse what they cannot tell apart."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import digitpad
from digitpad.api.model import pixels_of
from digitpad.core.models.formats import open_model
from digitpad.core.recognition.predict import RejectionReason
from tests.networks import run_to_end

INK = np.random.default_rng(0).integers(0, 256, (6, 28, 28)) * (np.random.default_rng(1).random((6, 28, 28)) < 0.2)


def test_a_training_on_images_from_0_to_1_is_refused() -> None:
    X = (INK / 255).reshape(6, 784).astype(np.float32)
    wrong, right = (digitpad.Dataset("ink", pixels, np.arange(6)) for pixels in (X, 2 * X - 1))
    settings = digitpad.TrainingSettings(hidden_units=2)
    for sets in ((wrong, None), (right, wrong)):
        with pytest.raises(ValueError, match="to 1 is needed"):
            digitpad.Trainer(*sets, settings)
    assert digitpad.Trainer(right, None, settings).total_steps == 15


@pytest.mark.parametrize(
    "images",
    [
        INK.astype(np.uint8),
        INK,
        INK / 255,
        INK / 127.5 - 1,
        INK.astype(float),
        INK.reshape(6, 784) / 255,
        INK.reshape(6, 28, 28, 1).astype(np.uint8),
        INK.reshape(6, 1, 28, 28).astype(np.uint8),
        (INK / 255).tolist(),
    ],
    ids=["bytes", "int", "0..1", "-1..1", "0..255", "rows", "channel last", "channel first", "lists"],
)
def test_images_of_every_usual_form_are_the_same_pixels(images: np.ndarray) -> None:
    X = pixels_of(images)
    assert (X.shape, X.dtype) == ((6, 784), np.float32)
    np.testing.assert_allclose(X, INK.reshape(6, 784) / 127.5 - 1, atol=1e-6)
    assert pixels_of(np.asarray(images)[0]).shape == (1, 784)


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((3, 783)),
        np.zeros((0, 784)),
        np.zeros(784 * 2).reshape(2, 2, 392),
        np.full((1, 784), np.nan),
        np.linspace(-1, 2, 784),
        np.linspace(-5, 1, 784),
        np.linspace(0, 300, 784),
        np.full((1, 784), "7"),
    ],
)
def test_other_images_are_refused(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"needed|scale"):
        pixels_of(images)


def test_a_model_reads_rejects_and_is_saved(tmp_path: Path) -> None:
    model = digitpad.load_model()
    data = digitpad.load_data("mnist-hand-in").test
    assert model.score((data.X[:200] + 1) / 2, data.y[:200]) == model.score(data.X[:200], data.y[:200]) > 0.95
    assert model.rejects(data.X[:200]).mean() < 0.1
    seven = model.read_strokes([[(80, 60), (200, 60), (130, 240)]])
    assert (seven.digit, seven.rejection) == (7, None)
    assert model.read_strokes([]).rejection is RejectionReason.BLANK
    (path,) = model.save(tmp_path / "mine.safetensors")
    again = digitpad.load_model(path)
    np.testing.assert_array_equal(again.predict_proba(data.X[:9]), model.predict_proba(data.X[:9]))
    assert open_model(path).detector is not None


def test_a_network_takes_no_other_scale() -> None:
    network = digitpad.Network.initial(4, np.random.default_rng(0))
    X, y = pixels_of(INK.astype(np.uint8)), np.arange(6)
    assert network.predict(X).shape == (6,)
    assert network.score(X, y) <= 1
    for wrong in ((X + 1) / 2, (X + 1) * 127.5, X * 3):
        for ask in (
            network.predict,
            network.predict_proba,
            lambda X: network.cost(X, y),
            lambda X: network.score(X, y),
        ):
            with pytest.raises(ValueError, match="-1"):
                ask(wrong)


def test_no_network_of_notebooks_takes_another_scale() -> None:
    X, y = pixels_of(INK.astype(np.uint8)), np.arange(6)
    data = digitpad.Dataset("ink", X, y)
    settings = digitpad.TrainingSettings(hidden_units=2, epochs=1, inputs="zero-to-one")
    first = digitpad.Network.initial(2, np.random.default_rng(0))  # its training takes the inputs' other scale
    trainer = digitpad.Trainer(data, data, settings, network=first)
    run_to_end(trainer)
    model = digitpad.load_model()
    for network in (trainer.network(), trainer.selected_network()[0], model.network, model.network.astype(np.float64)):
        assert network.predict(X).shape == (6,)
        with pytest.raises(ValueError, match="-1"):
            network.predict((X + 1) / 2)
    assert model.predict(np.full((1, 28, 28), 255)).shape == (1,)


def test_what_is_public_is_there_and_loaded_only_when_asked_for() -> None:
    assert {"load_data", "load_model", "DigitClassifier", "Network", "Trainer"} <= set(dir(digitpad))
    for name in digitpad.__all__:
        assert getattr(digitpad, name) is not None
    with pytest.raises(AttributeError, match="nothing"):
        digitpad.nothing  # noqa: B018
    program = "import digitpad, sys; print(sorted({'numpy', 'sklearn', 'matplotlib', 'numba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_without_scikit_learn_it_says_what_to_install() -> None:
    program = "import sys; sys.modules['sklearn'] = None; sys.modules['sklearn.base'] = None\n"
    program += "try:\n    from digitpad import DigitClassifier\nexcept ImportError as error: print(error)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "digitpad[notebooks]" in done.stdout

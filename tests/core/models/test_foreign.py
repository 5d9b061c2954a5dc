"""Networks of other makers are known by the shapes of their arrays; what may run programs gets a line to convert it."""

import os
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier

from digitpad.core.activations import ActivationName
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.dataset import Dataset, scale_to_input
from digitpad.core.errors import ModelError, SettingsError
from digitpad.core.models.formats import FORMATS, open_model, save_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.training.trainer import Trainer
from tests.networks import network_of, run_to_end
from tests.refusals import Trap


def names(network: Network, scale: tuple[float, float] = (1, 0)) -> dict[str, np.ndarray]:
    """The network's arrays for inputs a x + b in place of x."""
    a, b = scale
    W1 = network.W1 / a
    return {"W1": W1, "b1": network.b1 - b * W1.sum(axis=0), "W2": network.W2, "b2": network.b2}


FORMS: dict[str, Callable[[dict[str, np.ndarray]], dict[str, np.ndarray]]] = {
    "PyTorch": lambda w: {"fc1.weight": w["W1"].T, "fc1.bias": w["b1"], "fc2.weight": w["W2"].T, "fc2.bias": w["b2"]},
    "Keras": lambda w: {"dense/kernel": w["W1"], "dense/bias": w["b1"], "out/kernel": w["W2"], "out/bias": w["b2"]},
    "transposed": lambda w: {"W1": w["W1"].T, "b1": w["b1"][:, None], "W2": w["W2"].T, "b2": w["b2"][:, None]},
    "rows": lambda w: {"b2": w["b2"][None], "w2": w["W2"], "b1": w["b1"][None], "w1": w["W1"], "epochs": np.array(3)},
    "no names": lambda w: {f"arr_{number}": array for number, array in enumerate(w.values())},
}


@pytest.mark.parametrize("scale", [(1, 0), (0.5, 0.5), (127.5, 127.5)], ids=["-1..1", "0..1", "0..255"])
@pytest.mark.parametrize("form", FORMS)
def test_layers_are_recognised_and_the_scaling_is_found(
    small_model: Model,
    test_images: tuple[np.ndarray, np.ndarray],
    tmp_path: Path,
    form: str,
    scale: tuple[float, float],
) -> None:
    path = tmp_path / "theirs.npz"
    np.savez(path, **FORMS[form](names(small_model.network, scale)))
    model = open_model(path)
    X = scale_to_input(test_images[0][:500], 255)
    np.testing.assert_allclose(model.network.forward(X).Z, small_model.network.forward(X).Z, atol=0.02)
    assert model.network.activation == "relu"
    assert model.trained_on.startswith("unknown data")


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("scale", [(1, 0), (0.5, 0.5), (1.6229, 1.1986)], ids=["-1..1", "0..1", "standardised"])
def test_a_network_trained_elsewhere_is_read_as_there(
    test_images: tuple[np.ndarray, np.ndarray], tmp_path: Path, activation: ActivationName, scale: tuple[float, float]
) -> None:
    """It has learned from inputs a x + b."""
    a, b = map(np.float32, scale)
    X, y = scale_to_input(test_images[0], 255) * a + b, test_images[1].astype(int)
    settings = TrainingSettings(
        hidden_units=32,
        epochs=4,
        optimiser="adam",
        learning_rate=2e-3,
        activation=activation,
        inputs="pixels",
        augmentation=Augmentation(),
    )
    trainer = Trainer(
        Dataset("theirs", X[2_000:], y[2_000:]), Dataset("watched", X[2_000:2_100], y[2_000:2_100]), settings
    )
    run_to_end(trainer)
    network = trainer.network()
    np.savez(tmp_path / "theirs.npz", **dict(network.parameters()))
    model = open_model(tmp_path / "theirs.npz")
    np.testing.assert_allclose(model.network.forward((X - b) / a).Z, network.forward(X).Z, atol=0.01)
    assert model.network.activation == activation


@pytest.mark.parametrize("hidden", [10, 784])
def test_square_layers_are_turned_as_the_others_are(tmp_path: Path, hidden: int) -> None:
    rng = np.random.default_rng(1)
    W1, W2 = rng.normal(size=(784, hidden)) / 28, rng.normal(size=(hidden, 10))
    X = rng.uniform(-1, 1, (4, 784))
    for turned in (False, True):
        np.savez(tmp_path / "square.npz", a=W1.T if turned else W1, b=W2.T if turned else W2)
        network = open_model(tmp_path / "square.npz").network
        ratio = network.W1 / W1
        np.testing.assert_allclose(ratio, ratio[0, 0])  # its scaling is folded in
        np.testing.assert_array_equal(network.W2, W2)
        assert np.isfinite(network.forward(X).Z).all()


@pytest.mark.parametrize(
    "arrays",
    [
        {"W1": np.ones((784, 5)), "W2": np.ones((5, 5)), "W3": np.ones((5, 10))},
        {"W1": np.ones((784, 10)), "b1": np.ones(10)},
        {"W1": np.ones((400, 25)), "W2": np.ones((25, 10))},
        {"W1": np.ones((784, 5)), "W2": np.ones((6, 10))},
        {"W1": np.ones((784, 5)), "b1": np.ones(6), "W2": np.ones((5, 10))},
        {"W1": np.ones((784, 5), int), "W2": np.ones((5, 10), int)},
    ],
    ids=["three layers", "one layer", "20 by 20", "no fit", "another bias", "whole numbers"],
)
def test_other_networks_are_refused(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    path = tmp_path / "other.npz"
    np.savez(path, **arrays)
    with pytest.raises(ModelError, match=r"784 inputs, one hidden layer and 10 outputs: it has 'W1' \("):
        open_model(path)


def test_weights_that_cannot_be_computed_with_are_refused(tmp_path: Path) -> None:
    for value in (np.nan, np.inf, 1e38):
        np.savez(tmp_path / "odd.npz", a=np.full((784, 3), value, np.float32), b=np.ones((3, 10), np.float32))
        with pytest.raises(ModelError, match=r"odd\.npz"):
            open_model(tmp_path / "odd.npz")


def test_pickles_are_never_loaded_and_get_the_line_that_converts_them(tmp_path: Path) -> None:
    bad = tmp_path / "loaded"
    content = pickle.dumps(Trap(bad))
    (tmp_path / "mine.pkl").write_bytes(content)
    old_torch = pickle.dumps(0x1950A86A20F9469CFC6C, 2) + content
    (tmp_path / "old.pt").write_bytes(old_torch)
    with zipfile.ZipFile(tmp_path / "mine.pt", "w") as archive:
        archive.writestr("mine/data.pkl", content)
    with zipfile.ZipFile(tmp_path / "mine.keras", "w") as archive:
        archive.writestr("model.weights.h5", b"")
    (tmp_path / "mine.h5").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(90))
    words = {
        "mine.pkl": "numpy.load('mine.pkl', allow_pickle=True)",
        "old.pt": "torch.load('old.pt'",
        "mine.pt": "torch.load('mine.pt'",
        "mine.keras": "load_model('mine.keras')",
        "mine.h5": "h5py.File('mine.h5')",
    }
    for name, expected in words.items():
        with pytest.raises(ModelError) as caught:
            open_model(tmp_path / name)
        assert expected in str(caught.value)
        assert "numpy.savez('" in str(caught.value)
        assert "\n" not in str(caught.value)
    assert not bad.exists()
    (tmp_path / "$(touch x)`y`'.pkl").write_bytes(content)
    with pytest.raises(ModelError, match=r"numpy\.load\('FILE', allow_pickle=True\)"):
        open_model(tmp_path / "$(touch x)`y`'.pkl")


def fitted(network: Network) -> MLPClassifier:
    """Scikit-learn's form of a network."""
    estimator = MLPClassifier()
    estimator.coefs_, estimator.intercepts_ = [network.W1, network.W2], [network.b1, network.b2]
    return estimator


@pytest.mark.parametrize(
    "form",
    [lambda network: [array for _, array in network.parameters()], lambda network: dict(network.parameters()), fitted],
    ids=["list", "dictionary", "scikit-learn"],
)
@pytest.mark.parametrize("protocol", [2, 5])
def test_the_line_for_a_pickle_works(
    small_model: Model, tmp_path: Path, form: Callable[[Network], object], protocol: int
) -> None:
    path = tmp_path / "w.pkl"
    path.write_bytes(pickle.dumps(form(small_model.network), protocol))
    with pytest.raises(ModelError) as caught:
        open_model(path)
    line = str(caught.value).split('python -c "')[1].split('"')[0]
    exec(line.replace("'w.", f"'{tmp_path}/w."))
    X = np.random.default_rng(0).uniform(-1, 1, (9, 784)).astype(np.float32)
    np.testing.assert_allclose(
        open_model(tmp_path / "w.npz").network.forward(X).Z, small_model.network.forward(X).Z, atol=1e-3
    )


@pytest.mark.parametrize(
    ("files", "line"),
    [
        ({"a/data.pkl": b"ctorch.nn.modules.container\nSequential"}, "weights_only=False).state_dict()"),
        ({"a/data.pkl": b"", "a/constants.pkl": b""}, "torch.jit.load('mine.pt'"),
        ({"a/data.pkl": b"ccollections\nOrderedDict"}, "d.get('model_state_dict', d.get('state_dict', d))"),
    ],
    ids=["module", "script", "weights"],
)
def test_each_kind_of_pytorch_s_files_has_its_line(tmp_path: Path, files: dict[str, bytes], line: str) -> None:
    """`torch.load` was seen to convert real ones with these lines."""
    with zipfile.ZipFile(tmp_path / "mine.pt", "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with pytest.raises(ModelError) as caught:
        open_model(tmp_path / "mine.pt")
    assert line in str(caught.value)


@pytest.mark.parametrize("ending", [".onnx", ".float.onnx", ".html", ".py"])
def test_what_was_made_for_others_is_not_a_model_to_open(small_model: Model, tmp_path: Path, ending: str) -> None:
    path, *_ = save_model(tmp_path / f"mine{ending}", small_model)
    with pytest.raises(ModelError, match=r"open the \.npz file"):
        open_model(path)


@pytest.mark.parametrize("name", ["model", "model.txt", ".npz", "model.npz.bak", "model.ONNX.gz"])
def test_an_ending_that_says_nothing_is_refused(small_model: Model, tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=r"use \.npz, \.safetensors"):
        save_model(tmp_path / name, small_model)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_name_of_any_bytes_is_a_name_that_every_format_can_hold(tmp_path: Path, ending: str) -> None:
    """Not needed on file systems that refuse such names."""
    path = tmp_path / os.fsdecode(b"\xff\n7.npz")
    arrays = dict(network_of(3).parameters())
    try:
        with path.open("wb") as file:
            np.savez(file, **arrays)
    except OSError:
        return
    assert save_model(tmp_path / f"out{ending}", open_model(path))

"""The format's own library reads what is written and writes what is read; a damaged file says so."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from digitpad.core.dataset import scale_to_input
from digitpad.core.errors import ModelError
from digitpad.core.models.formats import open_model, save_model
from digitpad.core.models.model import Model
from tests.networks import assert_same

Saved = Callable[[Model, str], Path]


def test_the_library_reads_layers_as_pytorch_has_them(small_model: Model, saved: Saved) -> None:
    tensors = load_file(saved(small_model, ".safetensors"))
    X = np.random.default_rng(0).uniform(-1, 1, (5, 784)).astype(np.float32)
    A2 = np.maximum(X @ tensors["fc1.weight"].T + tensors["fc1.bias"], 0)
    Z = A2 @ tensors["fc2.weight"].T + tensors["fc2.bias"]
    np.testing.assert_allclose(Z, small_model.network.forward(X).Z, atol=1e-4)


def test_a_model_comes_back_bit_for_bit(any_model: Model, small_model: Model, saved: Saved) -> None:
    for model in (any_model, small_model):
        again = open_model(saved(model, ".safetensors"))
        assert_same(again.network, model.network)
        assert (again.name, again.normalisation, again.pieces) == (model.name, model.normalisation, model.pieces)
        assert again.network.activation == model.network.activation
        assert (again.detector is None) == (model.detector is None)
    assert again.detector
    assert small_model.detector
    assert again.detector.levels == small_model.detector.levels


def test_what_the_library_writes_is_recognised(
    small_model: Model, test_images: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    W1, b1, W2, b2 = (array for _, array in small_model.network.parameters())
    path = tmp_path / "theirs.safetensors"
    layers = {"net.0.weight": W1.T, "net.0.bias": b1, "net.2.weight": W2.T, "net.2.bias": b2}
    save_file({name: np.ascontiguousarray(array) for name, array in layers.items()}, path, {"format": "pt"})
    X, y = scale_to_input(test_images[0][:1000], 255), test_images[1][:1000]
    model = open_model(path)
    assert model.name == "theirs"
    np.testing.assert_array_equal(model.network.predict(X), small_model.network.predict(X))
    assert model.network.score(X, y) > 0.98


@given(data=st.data())
def test_a_damaged_file_says_so(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("damaged") / "model.safetensors"
    header = data.draw(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["F32", [0, 4], [-4, 99], [784, 3]]),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(st.sampled_from(["dtype", "shape", "data_offsets", "__metadata__", "w"]), inner)
            ),
            max_leaves=8,
        )
    )
    text = json.dumps(header if isinstance(header, dict) else {"a": header}).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + bytes(data.draw(st.integers(0, 9))))
    with pytest.raises(ModelError, match=r"model\.safetensors"):
        open_model(path)


@pytest.mark.parametrize("keep", [9, 100, 5_000])
def test_a_file_that_was_cut_says_so(small_model: Model, saved: Saved, keep: int) -> None:
    path = saved(small_model, ".safetensors")
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(ModelError, match="damaged"):
        open_model(path)


def test_nothing_is_written_where_nothing_can_be(small_model: Model, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be written"):
        save_model(tmp_path / "nowhere" / "model.safetensors", small_model)

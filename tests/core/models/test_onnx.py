"""The graphs that are written by hand are sound ONNX, and other programs compute with them what digitpad does."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest

from digitpad.core.dataset import scale_to_input
from digitpad.core.models.model import Model

Saved = Callable[[Model, str], Path]


def run(path: Path, pixels: np.ndarray) -> dict[str, np.ndarray]:
    onnx.checker.check_model(onnx.load(path), full_check=True)
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [each.name for each in session.get_outputs()]
    return dict(zip(names, session.run(names, {"pixels": pixels}), strict=True))


@pytest.mark.parametrize(("ending", "dtype"), [(".onnx", np.uint8), (".float.onnx", np.float32)])
def test_mnist_s_test_set_is_read_as_digitpad_reads_it(
    small_model: Model, test_images: tuple[np.ndarray, np.ndarray], saved: Saved, ending: str, dtype: type
) -> None:
    images, y = test_images
    pixels = images if dtype is np.uint8 else (images / 255).astype(np.float32)
    found = run(saved(small_model, ending), pixels)
    exact = small_model.network.astype(np.float64).predict_proba(images.reshape(-1, 784) / 127.5 - 1)
    np.testing.assert_allclose(found["probabilities"], exact, atol=1e-5)
    X = scale_to_input(images, 255)
    assert np.mean(found["digit"] == y) == pytest.approx(small_model.network.score(X, y), abs=1e-4)
    assert small_model.detector
    expected = small_model.detector.rejects(small_model.network.forward(X).A2)
    assert 0 < expected.sum() < len(y)
    assert np.mean(found["rejected"] == expected) >= 0.9999


@pytest.mark.parametrize("n", [1, 3])
def test_every_activation_and_precision_is_the_same(any_model: Model, saved: Saved, n: int) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (n, 28, 28), np.uint8)
    found = run(saved(any_model, ".onnx"), pixels)
    X = scale_to_input(pixels, 255).astype(any_model.network.dtype)
    np.testing.assert_allclose(found["probabilities"], any_model.network.predict_proba(X), atol=1e-5)
    assert found["digit"].tolist() == any_model.network.predict(X).tolist()
    assert "rejected" not in found


def test_the_graph_says_what_it_takes(small_model: Model, saved: Saved) -> None:
    graph = onnx.load(saved(small_model, ".onnx")).graph
    (pixels,) = graph.input
    assert pixels.type.tensor_type.elem_type == onnx.TensorProto.UINT8
    assert "255" in pixels.doc_string
    assert [each.dim_param or each.dim_value for each in pixels.type.tensor_type.shape.dim] == ["n", 28, 28]

"""Whatever a model is written as says what its classes are called."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

from digitpad.core.models.formats import open_model, save_model
from digitpad.core.models.model import Model
from digitpad.core.readers.convert import FASHION
from tests.networks import network_of

from .test_web_page import part


@pytest.fixture
def named() -> Model:
    return Model(network_of(dtype=np.float32), "clothes", classes=FASHION)


def test_in_the_metadata_of_onnx(named: Model, tmp_path: Path) -> None:
    (path,) = save_model(tmp_path / "clothes.onnx", named)
    graph = onnx.load(str(path))
    onnx.checker.check_model(graph)
    assert {each.key: json.loads(each.value) for each in graph.metadata_props} == {"classes": list(FASHION)}


def test_by_the_script(named: Model, tmp_path: Path) -> None:
    script, _ = save_model(tmp_path / "clothes.py", named)
    images = np.zeros((1, 28, 28), np.uint8)
    np.save(tmp_path / "images.npy", images)
    printed = subprocess.run([sys.executable, script, tmp_path / "images.npy"], capture_output=True, text=True).stdout
    name = FASHION[named.network.predict(np.full((1, 784), -1.0, np.float32))[0]]
    assert printed.startswith(f"{name} 0.")


def test_on_the_page(named: Model, tmp_path: Path) -> None:
    (path,) = save_model(tmp_path / "clothes.html", named)
    page = path.read_text(encoding="utf-8")
    assert json.loads(part(page, "model"))["classes"] == list(FASHION)
    assert "Draw one of these here: T-shirt, Trouser" in page
    assert "digits" not in page.split("</title>")[0]


@pytest.mark.parametrize(
    "unsound", [["a"] * 2, [" ", "b"], ["\x1b", "b"], [str(each) for each in range(11)], [None], "abc", 3]
)
def test_names_that_are_unsound_are_none(named: Model, tmp_path: Path, unsound: object) -> None:
    (path,) = save_model(tmp_path / "clothes.npz", named)
    with np.load(path) as file:
        arrays = dict(file)
    assert open_model(path).classes == FASHION
    arrays["about"] = np.array(json.dumps(json.loads(str(arrays["about"])) | {"classes": unsound}))
    np.savez(path, **arrays)
    assert open_model(path).classes == ()

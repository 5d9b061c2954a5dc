"""The script that is written beside its weights reads images as digitpad does, and is short enough to be read."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.dataset import scale_to_input
from digitpad.core.models.formats import open_model, save_model
from digitpad.core.models.model import Model


def run(script: Path, images: np.ndarray) -> subprocess.CompletedProcess[str]:
    np.save(script.parent / "images.npy", images)
    command = [sys.executable, "-I", "-W", "error", str(script), str(script.parent / "images.npy")]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_its_answers_are_those_of_the_model(
    any_model: Model, small_model: Model, test_images: tuple[np.ndarray, np.ndarray], tmp_path: Path
) -> None:
    images = test_images[0][:50]
    for model in (any_model, small_model):
        written = save_model(tmp_path / "my digits.py", model)
        assert [path.name for path in written] == ["my digits.py", "my digits-weights.npz"]
        P = model.network.predict_proba(scale_to_input(images, 255).astype(model.network.dtype))
        for pixels in (images, images.reshape(-1, 784), (images / 255).astype(np.float32)):
            lines = [line.split() for line in run(written[0], pixels).stdout.splitlines()]
            assert [int(line[0]) for line in lines] == P.argmax(axis=1).tolist()
            np.testing.assert_allclose([[float(p) for p in line[1:]] for line in lines], P, atol=1e-4)
    assert open_model(written[1]).name == small_model.name


def test_it_can_be_read(small_model: Model, tmp_path: Path) -> None:
    script, _ = save_model(tmp_path / "digits.py", replace(small_model, name='odd """\\N{DIGIT}\n name'))
    lines = script.read_text().splitlines()
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 120
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported == {"sys", "pathlib", "numpy"}
    assert run(script, np.zeros((1, 28, 28), np.uint8)).returncode == 0
    for arguments in ((), ("seven.png",)):
        command = [sys.executable, "-I", str(script), *arguments]
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert said.returncode == 1
        assert said.stderr.startswith("usage: ")
        assert "Traceback" not in said.stderr


@pytest.mark.parametrize("pixels", [np.full((1, 784), -1.0), np.full((1, 784), 255.0)])
def test_pixels_on_another_scale_are_refused(small_model: Model, tmp_path: Path, pixels: np.ndarray) -> None:
    script, _ = save_model(tmp_path / "digits.py", small_model)
    done = run(script, pixels)
    assert done.returncode == 1
    assert "0 to 1 is needed" in done.stderr

"""Running the command line inside the test, on small files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.cli.commands import Digitpad


@pytest.fixture
def digitpad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Digitpad:
    return Digitpad(monkeypatch, capsys)


@pytest.fixture
def course_file(tmp_path: Path) -> Callable[..., Path]:
    """A factory of course files: noisy copies of ten random images."""

    def write(name: str = "course.npz", n: int = 150, **changes: object) -> Path:
        rng = np.random.default_rng(0)
        prototypes = rng.uniform(0, 1, (10, 784))
        labels = np.random.default_rng(len(name)).permutation(np.arange(n) % 10)
        digits = np.clip(prototypes[labels] + rng.normal(0, 0.1, (n, 784)), 0, 1)
        arrays: dict[str, object] = {"digits": digits, "labels": labels, **changes}
        path = tmp_path / name
        np.savez(path, **{key: np.asarray(value) for key, value in arrays.items() if value is not None})
        return path

    return write


@pytest.fixture
def seven(tmp_path: Path) -> Callable[..., Path]:
    """A factory of pictures of a seven."""

    def write(name: str = "seven.png", side: int = 120) -> Path:
        picture = Image.new("L", (side, side), 255)
        points = [(0.3 * side, 0.2 * side), (0.7 * side, 0.2 * side), (0.45 * side, 0.8 * side)]
        ImageDraw.Draw(picture).line(points, fill=0, width=side // 10)
        picture.save(tmp_path / name)
        return tmp_path / name

    return write

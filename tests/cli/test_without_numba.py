"""Training without Numba, where it is not installed or fails; and with any number of threads the same bytes."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.models.arrays import read_model
from tests.cli.commands import Digitpad
from tests.cli.test_resume import PROGRAM, weights

WITHOUT_NUMBA = """
import importlib.util, sys
sys.modules["numba"] = None  # an import of it fails
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "numba" else find(name, *more)
from digitpad.__main__ import main
sys.exit(main())
"""


def test_without_numba_it_learns_with_numpy(course_file: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "model.npz"
    words = ["--data", course_file(), "--hidden-units", "32", "--epochs", "15", "--shift", "0", "--out", out]
    blocked = [sys.executable, "-c", WITHOUT_NUMBA, "train", *words]
    done = subprocess.run(blocked, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert read_model(out).test_accuracy > 0.9


def test_where_numba_fails_it_says_so_and_learns_with_numpy(course_file: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "numba").mkdir()
    (tmp_path / "numba" / "__init__.py").write_text("raise ImportError('this NumPy is too new')")
    words = ["--data", course_file(), "--hidden-units", "8", "--epochs", "2", "--drawings", "0.1"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = subprocess.run([*PROGRAM, *words], check=False, capture_output=True, text=True, env=environment)
    assert done.returncode == 0
    assert done.stderr.count("\n") == 1
    assert "this NumPy is too new" in done.stderr


@pytest.mark.parametrize("inputs", ["ink", "pixels"])
def test_the_same_seed_gives_the_same_bytes_with_one_or_two_threads(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, inputs: str
) -> None:
    """Noise is learned with all pixels, digits with the ink alone."""
    rng = np.random.default_rng(0)
    digits = np.where(rng.random((150, 784)) < 0.2, rng.random((150, 784)), 0)
    for data in (course_file("noise.npz"), course_file("digits.npz", digits=digits)):
        left = []
        for threads in (1, 2):
            words = ("--data", data, "--hidden-units", 100, "--epochs", 3, "--batch-size", 50, "--inputs", inputs)
            assert digitpad("train", *words, "--threads", threads, "--out", tmp_path / "out.npz").status == 0
            left.append(weights(tmp_path / "out.npz"))
        assert left[0] == left[1]

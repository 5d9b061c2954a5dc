"""digitpad join makes one model of several."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from tests.cli.commands import Digitpad


@pytest.fixture
def members(tmp_path: Path) -> list[Path]:
    files = [tmp_path / "a.npz", tmp_path / "b.npz"]
    for seed, path in enumerate(files):
        write_model(path, Model(Network.initial(3, np.random.default_rng(seed)), path.stem, "digits", 4 + seed, 0.5))
    return files


def test_the_committee_is_written_and_evaluated(
    digitpad: Digitpad, course_file: Callable[..., Path], members: list[Path], tmp_path: Path
) -> None:
    out, data = tmp_path / "both.npz", course_file()
    report = digitpad.report("join", *members, "--out", out, "--data", data)
    model = read_model(out)
    assert (report["hidden_units"], report["test_accuracy"]) == (6, model.test_accuracy)
    assert (model.name, model.trained_on, model.epochs, model.network.hidden_units) == ("both", "digits", 5, 6)
    told = digitpad("join", *members, "--weights", 3, 1, "--out", out, "--data", data)
    assert told.out.startswith("6 hidden units, test accuracy 0.")
    assert f"wrote {out}\n" in told.out
    np.testing.assert_allclose(read_model(out).network.W2[:3], 1.5 * model.network.W2[:3], rtol=1e-6)


def test_a_blend_has_the_size_of_its_models(
    digitpad: Digitpad, course_file: Callable[..., Path], members: list[Path], tmp_path: Path
) -> None:
    out = tmp_path / "blend.npz"
    assert digitpad("join", *members, "--blend", "--out", out, "--data", course_file()).status == 0
    assert read_model(out).network.hidden_units == 3


def test_a_committee_has_the_classes_of_its_members(
    digitpad: Digitpad, course_file: Callable[..., Path], members: list[Path], tmp_path: Path
) -> None:
    out, words = tmp_path / "both.npz", ("--data", course_file())
    write_model(members[0], replace(read_model(members[0]), classes=("ring", "line")))
    assert "different classes" in digitpad.refused("join", *members, "--out", out, *words)
    assert digitpad("join", members[0], members[0], "--out", out, *words).status == 0
    assert read_model(out).classes == ("ring", "line")


def test_one_model_is_no_committee(digitpad: Digitpad, members: list[Path], tmp_path: Path) -> None:
    assert "two models" in digitpad.refused("join", members[0], "--out", tmp_path / "both.npz")
    assert not (tmp_path / "both.npz").exists()


def test_weights_are_one_for_each_model(digitpad: Digitpad, members: list[Path], tmp_path: Path) -> None:
    assert "weight" in digitpad.refused("join", *members, "--weights", 1, "--out", tmp_path / "both.npz")


def test_where_nothing_can_be_written_nothing_is_read(digitpad: Digitpad, tmp_path: Path) -> None:
    assert "no folder" in digitpad.refused("join", "none.npz", "none.npz", "--out", tmp_path / "no folder" / "both.npz")

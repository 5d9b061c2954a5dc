"""digitpad data, and the options that say how files are read."""

from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.models.arrays import read_model
from digitpad.core.readers.mnist import original_arrays
from tests.cli.commands import Digitpad

FAST = ("--epochs", "2", "--hidden-units", "8", "--seed", "3")


@pytest.fixture(scope="session")
def digits() -> tuple[np.ndarray, np.ndarray]:
    arrays = original_arrays(paths.MNIST)
    return arrays["test_images"][:300], arrays["test_labels"][:300]


@pytest.fixture
def dark(tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> Path:
    """Digits, dark on light."""
    np.savez(tmp_path / "dark.npz", X=255 - digits[0], y=np.eye(10)[digits[1]])
    return tmp_path / "dark.npz"


def test_data_is_looked_at(digitpad: Digitpad, dark: Path) -> None:
    output = digitpad.output("data", dark)
    assert "NumPy; labels taken from one-hot; 0 to 255 divided by 255" in output
    assert "X (240, 784) float32, -1 to 1; y (240,) int64, 0 to 9" in output
    assert "split by seed 0" in output
    assert "warning: The images are dark on light" in output
    assert "Remedy: --invert" in output
    report = digitpad.report("data", dark, "--invert", "--split-seed", 5, "--validation", 0)
    assert report["warnings"] == []
    assert report["split_seed"] == 5
    assert {name: sum(counts) for name, counts in report["counts"].items()} == {"training": 270, "test": 30}
    assert "ink and background swapped" in report["notes"]


def test_train_evaluate_and_predict_read_a_file_alike(
    digitpad: Digitpad, dark: Path, tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]
) -> None:
    evaluated = digitpad.report("evaluate", "--data", dark, "--invert")
    assert evaluated["n"] == 300
    assert evaluated["accuracy"] > 0.97
    answers = digitpad.report("predict", dark, "--invert", "--out", tmp_path / "answers.csv")["answers"]
    assert np.mean([answer["digit"] for answer in answers] == digits[1]) > 0.97
    table = (tmp_path / "answers.csv").read_text().split()
    assert table[:2] == ["ImageId,Label", f"1,{answers[0]['digit']}"]
    assert len(table) == 301
    out = tmp_path / "m.npz"
    assert digitpad("train", "--data", dark, "--invert", "--turn", "flip", *FAST, "--out", out).status == 0
    assert read_model(out).trained_on == "dark.npz training, 240 images"


def test_a_table_without_labels_is_predicted(
    digitpad: Digitpad, tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]
) -> None:
    names = ",".join(f"pixel{i}" for i in range(784))
    np.savetxt(tmp_path / "test.csv", digits[0][:50].reshape(50, -1), "%d", ",", header=names, comments="")
    answers = digitpad.report("predict", tmp_path / "test.csv")["answers"]
    assert np.mean([answer["digit"] for answer in answers] == digits[1][:50]) > 0.95
    assert "digitpad predict" in digitpad.refused("train", "--data", tmp_path / "test.csv")
    assert "labels" in digitpad.refused("data", tmp_path / "test.csv")


def test_without_validation_images_all_others_are_learned_from(digitpad: Digitpad, dark: Path) -> None:
    words = ("train", "--data", dark, "--test", dark, "--validation", 0, *FAST)
    report = digitpad.report(*words)
    assert all(each["validation_accuracy"] is None for each in report["history"])
    assert report["history"][0]["train_accuracy"] > 0
    assert "needs validation images" in digitpad.refused(*words, "--keep", "best")
    assert "needs validation images" in digitpad.refused(*words, "--patience", 3)
    assert "300 cannot be held out" in digitpad.refused("train", "--data", dark, "--validation", 300, *FAST)
    assert digitpad("data", "mnist", "--validation", 5).status == 2
    assert digitpad("data", dark, "--validation", -5).status == 2
    watched = digitpad.report(*words[:5], "--validation", dark, *FAST)
    assert watched["history"][-1]["validation_accuracy"] == pytest.approx(watched["in_sample_accuracy"], abs=0.05)


def test_classes_have_their_names(digitpad: Digitpad, tmp_path: Path, digits: tuple[np.ndarray, np.ndarray]) -> None:
    words = np.array([f"class {digit}" for digit in digits[1]])
    np.savez(tmp_path / "words.npz", X=digits[0], y=words)
    out = tmp_path / "m.npz"
    assert digitpad("train", "--data", tmp_path / "words.npz", *FAST, "--out", out).status == 0
    assert read_model(out).classes == tuple(f"class {digit}" for digit in range(10))
    assert "class 7" in digitpad("evaluate", out, "--data", tmp_path / "words.npz").out
    assert "Ankle boot" in digitpad("data", tmp_path / "words.npz", "--classes", "Fashion").out
    answers = digitpad.report("predict", tmp_path / "words.npz", "--model", out)["answers"]
    assert all(answer["class"] == f"class {answer['digit']}" for answer in answers)
    lines = digitpad("predict", tmp_path / "words.npz", "--model", out).out.splitlines()
    assert (
        "other names: class 0" in digitpad("evaluate", out, "--data", tmp_path / "words.npz", "--classes", "kmnist").out
    )
    assert all(line.count("class ") == 1 + ("not sure" in line) for line in lines)


def test_names_of_classes_are_printable_and_told_apart(digitpad: Digitpad, tmp_path: Path) -> None:
    words = ["\x1bc" + 300 * "x", "\x1bc" + 300 * "x" + "!", "\u200b", "\u202ebag", "shoe"]
    labels = np.array(words)[np.arange(50) % 5]
    np.savez(tmp_path / "words.npz", X=np.random.default_rng(0).random((50, 784)), y=labels)
    outcome = digitpad("data", tmp_path / "words.npz")
    assert (outcome.status, outcome.out.replace("\n", "").isprintable()) == (0, True)
    names = digitpad.report("data", tmp_path / "words.npz")["classes"][:5]
    assert len(set(names)) == 5
    assert all(0 < len(name) <= 40 and name.strip() == name for name in names)


def test_data_is_written_in_another_form(digitpad: Digitpad, dark: Path) -> None:
    out = dark.parent / "light.npz"
    outcome = digitpad("data", dark, "--invert", "--as", "npz", "--out", out)
    assert (outcome.status, outcome.out) == (0, f"wrote {out}\n")
    assert digitpad.report("data", out)["warnings"] == []
    assert "--out" in digitpad.refused("data", dark, "--as", "npz")


def test_nielsens_split_is_built_in(digitpad: Digitpad) -> None:
    report = digitpad.report("data", "mnist-nielsen")
    assert {name: sum(counts) for name, counts in report["counts"].items()} == {
        "training": 50_000,
        "validation": 10_000,
        "test": 10_000,
    }
    assert report["warnings"] == []

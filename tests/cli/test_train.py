"""digitpad train reports what it did, to people and to programs, and fails early when it has to fail."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.models.arrays import read_model
from digitpad.core.models.formats import open_model
from digitpad.core.readers.data_file import read_data_file
from digitpad.core.scoring import score
from digitpad.core.training.settings import SETTINGS, TrainingSettings
from tests.cli.commands import Digitpad

SHORT = ("--hidden-units", 8, "--epochs", 2, "--shift", 0)


def test_json_has_the_keys_agreed_on(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    report = digitpad.report("train", "--data", course_file(), *SHORT, "--seed", 4)
    head = {"digitpad", "format", "command", "model", "data", "written"}
    found = {"settings", "seed", "seconds", "in_sample_accuracy", "test_accuracy", "history"}
    assert set(report) == head | found
    assert report["seed"] == report["settings"]["seed"] == 4
    assert report["settings"]["hidden_units"] == 8
    assert report["seconds"] > 0
    assert 0 <= report["in_sample_accuracy"] <= 1
    assert 0 <= report["test_accuracy"] <= 1
    assert len(report["history"]) == 2
    for epoch in report["history"]:
        assert set(epoch) == {"train_cost", "train_accuracy", "validation_cost", "validation_accuracy"}
        assert all(isinstance(value, float) for value in epoch.values())


def test_every_option_becomes_a_setting(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    amounts = {
        "shift": 2,
        "rotation": 5,
        "scale": 0.1,
        "shear": 0.2,
        "elastic": 3,
        "thickness": 0.5,
        "noise": 0.1,
    }
    settings = {
        "hidden_units": 5,
        "activation": "gelu",
        "initialisation": "glorot",
        "inputs": "standardised",
        "biases": "none",
        "order": "fixed",
        "cost": "quadratic",
        "epochs": 1,
        "batch_size": 17,
        "optimiser": "adamw",
        "learning_rate": 0.003,
        "momentum": 0.8,
        "beta2": 0.99,
        "weight_decay": 0.002,
        "reduction": "sum",
        "schedule": "one-cycle",
        "warm_up": 0.1,
        "dropout_inputs": 0.1,
        "dropout_hidden": 0.2,
        "label_smoothing": 0.05,
        "clip": 3,
        "averaging": 0.9,
        "class_weights": "balanced",
        "patience": 4,
        "drawings": 0.0,
        "keep": "best",
        "detector": "none",
        "seed": 9,
        "precision": "float64",
    }
    named = settings | amounts
    options = [word for name, value in named.items() for word in ("--" + name.replace("_", "-"), value)]
    report = digitpad.report("train", "--data", course_file(), *options)
    assert report["settings"] == settings | {"augmentation": amounts}
    assert set(report["settings"]) == {field.name for field in fields(TrainingSettings)}


def test_options_change_a_preset_and_leave_the_rest(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    words = ("--preset", "hand-in", "--data", course_file(), "--epochs", 1, "--weight-decay", 0)
    settings = digitpad.report("train", *words)["settings"]
    assert (settings["batch_size"], settings["learning_rate"], settings["reduction"]) == (30, 1e-4, "sum")
    assert (settings["epochs"], settings["weight_decay"], settings["hidden_units"]) == (1, 0, 256)


def test_a_few_epochs_learn_an_easy_file(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    report = digitpad.report("train", "--data", course_file(), "--hidden-units", 32, "--epochs", 15, "--shift", 0)
    assert report["test_accuracy"] > 0.9
    assert report["in_sample_accuracy"] > 0.9
    assert report["history"][-1]["train_cost"] < report["history"][0]["train_cost"]


def test_the_same_seed_gives_the_same_history(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    words = ("--data", course_file(), *SHORT)
    first, again, other = (digitpad.report("train", *words, "--seed", seed) for seed in (3, 3, 4))
    assert first["history"] == again["history"]
    assert first["test_accuracy"] == again["test_accuracy"]
    assert first["history"] != other["history"]


def test_people_read_three_summaries_and_two_accuracies(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    path = course_file()
    output = digitpad.output("train", "--data", path, *SHORT)
    report = digitpad.report("train", "--data", path, *SHORT)
    lines = output.splitlines()
    assert lines[0] == "NumPy; values from 0 to 1"
    assert lines[1:4] == [str(part) for part in read_data_file(path)]
    assert "2 of 2 epochs" in lines[4]
    assert f"in-sample accuracy {report['in_sample_accuracy']:.4f}" in lines[5]
    assert f"test accuracy {report['test_accuracy']:.4f}" in lines[5]


def test_out_is_the_trained_model(digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path) -> None:
    out = tmp_path / "my model.npz"
    out.write_bytes(b"an older one")
    data = course_file()
    report = digitpad.report("train", "--data", data, *SHORT, "--out", out)
    model = read_model(out)
    assert model.name == "my model"
    assert model.test_accuracy == report["test_accuracy"]
    datasets = read_data_file(data)
    assert score(model.network, datasets.test).accuracy == report["test_accuracy"]
    assert score(model.network, datasets.training).accuracy == report["in_sample_accuracy"]
    assert "course.npz" in model.trained_on


def test_a_model_is_fine_tuned_instead_of_a_new_one(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    first, tuned, data = tmp_path / "first.npz", tmp_path / "tuned.npz", course_file()
    digitpad.report("train", "--data", data, *SHORT, "--out", first)
    digitpad.report("train", "--data", data, *SHORT, "--learning-rate", 1e-8, "--from", first, "--out", tuned)
    before, after = read_model(first), read_model(tuned)
    np.testing.assert_allclose(after.network.W1, before.network.W1, atol=1e-4)
    assert after.epochs == 2 * before.epochs
    assert "none.npz" in digitpad.refused("train", "--data", data, "--from", tmp_path / "none.npz")


@pytest.mark.parametrize(
    ("name", "signature"),
    [("a.png", b"\x89PNG\r\n\x1a\n"), ("a.PNG", b"\x89PNG"), ("a.pdf", b"%PDF"), ("a.svg", b"<?xml")],
)
@pytest.mark.parametrize("epochs", [1, 3])
def test_plots_are_written_in_the_format_of_their_name(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, name: str, signature: bytes, epochs: int
) -> None:
    words = ("--data", course_file(), "--hidden-units", 8, "--epochs", epochs, "--plots", tmp_path / name)
    digitpad.report("train", *words)
    assert (tmp_path / name).read_bytes().startswith(signature)


def test_another_file_is_the_test_set(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    # Every label of the test file is moved on by one, so a network that has learned reads all of it wrongly.
    data, plain = course_file(), course_file("plain.npz", n=50)
    with np.load(plain) as arrays:
        wrong = course_file("wrong.npz", digits=arrays["digits"], labels=(arrays["labels"] + 1) % 10)
    words = ("--data", data, "--hidden-units", 32, "--epochs", 15, "--shift", 0)
    assert digitpad.report("train", *words, "--test", plain)["test_accuracy"] > 0.9
    assert digitpad.report("train", *words, "--test", wrong)["test_accuracy"] < 0.1


def test_the_help_tells_every_setting_with_its_default(digitpad: Digitpad) -> None:
    help_text = " ".join(digitpad("train", "--help").out.split())
    for name, setting in SETTINGS.items():
        option = "--" + name.replace("_", "-")
        described = help_text[help_text.index(f" {option} ", help_text.index("main settings:")) :]
        assert f"default: {setting.format(setting.default)})" in described.split(" --")[1]


def test_drawings_of_a_file_are_learned_from_but_for_those_of_some_writers(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    lines = [
        json.dumps({"label": label, "writer": writer, "strokes": [[[0, 0], [width, 9], [3, 4]]]})
        for writer in ("ann", "bob", "cy")
        for width, label in enumerate((1, 7, "?"))
    ]
    strokes = tmp_path / "strokes.jsonl"
    strokes.write_text("\n".join(lines), encoding="utf-8")
    training = ("--data", course_file(), *SHORT, "--drawings", 0.4, "--strokes", strokes)
    output = digitpad.output("train", *training, "--without-writers", "bob", "cy")
    assert f" 2 of {strokes} in other styles, and made-up digits" in output
    assert digitpad.report("train", *training)["history"] == digitpad.report("train", *training)["history"]
    assert f" 6 of {strokes}" in digitpad("train", *training).out


@pytest.mark.parametrize("inputs", ["zero-to-one", "standardised"])
def test_a_model_reads_as_it_did_when_it_was_trained(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, inputs: str
) -> None:
    """Whatever its inputs were: in evaluation, in every format that opens again, and trained further."""
    data, out = course_file(), tmp_path / "model.npz"
    words = ("--data", data, "--epochs", 3, "--hidden-units", 8, "--shift", 0)
    trained = digitpad.report("train", *words, "--inputs", inputs, "--biases", "none", "--order", "fixed", "--out", out)
    assert digitpad("export", out, "--out", tmp_path / "model.safetensors").status == 0
    for path in (out, tmp_path / "model.safetensors"):
        assert score(open_model(path).network, read_data_file(data).test).accuracy == trained["test_accuracy"]
    steady = ("--from", out, "--learning-rate", 1e-8, "--weight-decay", 0, "--shift", 0, "--epochs", 1)
    again = digitpad.report("train", "--data", data, *steady, "--inputs", "pixels")
    assert again["history"][0]["validation_cost"] == pytest.approx(trained["history"][-1]["validation_cost"], rel=1e-3)

"""digitpad train --find-rate suggests a learning rate, in words, as JSON and as a picture."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.cli.commands import Digitpad

SMALL = ("--hidden-units", 16, "--batch-size", 10, "--shift", 0)


def test_a_rate_is_suggested(digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path) -> None:
    words = ("train", "--find-rate", "--data", course_file(), *SMALL)
    said = digitpad.output(*words, "--plots", tmp_path / "rates.png")
    report = digitpad.report(*words)
    assert f"suggested learning rate {report['suggestion']:.2g}" in said
    assert report["suggestion"] in report["learning_rate"]
    assert len(report["learning_rate"]) == len(report["cost"]) == len(report["smoothed"])
    with Image.open(tmp_path / "rates.png") as picture:
        assert len(picture.convert("RGB").getcolors(maxcolors=1_000_000)) > 10


def test_it_begins_with_the_model_that_is_to_be_fine_tuned(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    data, model = course_file(), tmp_path / "model.npz"
    digitpad("train", "--data", data, *SMALL, "--epochs", 10, "--out", model, "--runs", tmp_path / "runs")
    words = ("train", "--find-rate", "--data", data, *SMALL)
    new, tuned = (digitpad.report(*words, *more)["cost"][0] for more in ((), ("--from", model)))
    assert tuned < new / 2


def test_where_nothing_can_be_learned_it_says_so(digitpad: Digitpad, course_file: Callable[..., Path]) -> None:
    outcome = digitpad("train", "--find-rate", "--data", course_file(digits=[[0.5] * 784] * 150), *SMALL)
    assert outcome.status == 1
    assert "fell at no learning rate" in outcome.err


@pytest.mark.parametrize("words", [("--resume",), ("--out", "model.npz")])
def test_it_trains_no_model(digitpad: Digitpad, words: tuple[str, ...]) -> None:
    assert "trains no model" in digitpad.refused("train", "--find-rate", *words)

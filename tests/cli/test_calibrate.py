"""digitpad calibrate gives a model a temperature and a detector, chosen by some writers and evaluated on others."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core.calibration.calibrate import SHARES
from digitpad.core.evaluation.confidence import at_temperature
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model
from digitpad.core.synthetic.styles import procedural_digit
from digitpad.core.synthetic.writing import as_written
from tests.cli.commands import Digitpad

WRITERS = ("ann", "bob", "cem", "dora")
FEW = ("--drawings", 30, "--steps", 1)
UNITS = 1000


@pytest.fixture(scope="module")
def strokes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Digits by five writers, and a line that is broken."""
    rng = np.random.default_rng(0)
    lines = ["{"]
    for number in range(250):
        label, drawing = procedural_digit(rng)
        written = [path.tolist() for path in as_written(drawing, rng)]
        lines.append(json.dumps({"label": label, "writer": (*WRITERS, "eve")[number % 5], "strokes": written}))
    lines.append(json.dumps({"label": "A", "writer": "ann", "strokes": [[[0, 0], [5, 9]]]}))
    path = tmp_path_factory.mktemp("strokes") / "digits.jsonl"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def too_sure(tmp_path: Path) -> Path:
    """A good model that exaggerates."""
    network = at_temperature(read_model(paths.BUNDLED_MODEL).network, 0.1)
    b1 = network.b1.copy()
    b1[0] = -1e6  # a unit that never fires
    write_model(tmp_path / "sure.npz", Model(replace(network, b1=b1), "too sure", "digits", 3, 0.9))
    return tmp_path / "sure.npz"


def test_the_new_model_has_a_temperature_and_a_detector(
    digitpad: Digitpad, strokes: Path, too_sure: Path, tmp_path: Path
) -> None:
    out = tmp_path / "new.npz"
    words = ("calibrate", too_sure, "--strokes", strokes, "--writers", *WRITERS, "--out", out, *FEW, "--units", UNITS)
    outcome = digitpad(*words, "--json")
    assert outcome.status == 0
    assert outcome.err == f"digitpad: {strokes}, line 1: it is not JSON; it is left out.\n"
    report = json.loads(outcome.out)
    before, after = read_model(too_sure), read_model(out)
    assert (after.name, after.trained_on, after.epochs, after.test_accuracy) == ("new", "digits", 3, 0.9)
    assert report["temperature"] > 2
    # Units that matter least are left out, the one that never fires first of all.
    kept = np.isin(before.network.b1, after.network.b1)
    assert not kept[0]
    assert report["hidden_units"] == after.network.hidden_units == kept.sum() == UNITS
    np.testing.assert_allclose(after.network.W2 * report["temperature"], before.network.W2[kept], rtol=1e-4)
    np.testing.assert_array_equal(after.network.W1, before.network.W1[:, kept])
    assert after.detector is not None
    assert [list(level) for level in after.detector.levels] == [list(level.values()) for level in report["levels"]]
    assert len(report["levels"]) == len(SHARES)
    assert report["level"] == after.detector.level
    for lot in ("chosen_by", "evaluated_on"):
        assert report[lot]["n"] == 100
        assert report[lot]["accuracy"] > 0.8
        assert report[lot]["interval"][0] < report[lot]["accuracy"] <= report[lot]["interval"][1]
        assert 0 <= report[lot]["refused"] < 0.2
    assert report["chosen_by"]["ece"] < 0.1
    assert set(report["others_refused"]) >= {"spirals", "two digits", "Greek letters"}
    few, more = report["correct_classification"]["0.01"], report["correct_classification"]["0.1"]
    assert 0 <= few <= more <= 1
    replayed = json.loads(digitpad("replay", strokes, "--model", out, "--json").out)
    assert replayed["n_other"] == 1
    assert replayed["refused"] < 0.2


def test_the_drawings_of_several_devices_lie_in_a_file_each(
    digitpad: Digitpad, strokes: Path, too_sure: Path, tmp_path: Path
) -> None:
    lines = [json.loads(line) for line in strokes.read_text().splitlines()[1:]]
    files = [tmp_path / "pen.jsonl", tmp_path / "tablet.jsonl"]
    for file, writers in zip(files, (("ann", "bob", "eve"), ("cem", "dora")), strict=True):
        file.write_text("\n".join(json.dumps(line) for line in lines if line["writer"] in writers))
    words = ("calibrate", too_sure, "--strokes", *files, "--out", tmp_path / "new.npz", *FEW, "--json", "--writers")
    report = json.loads(digitpad(*words, *WRITERS).out)
    assert (report["chosen_by"]["n"], report["evaluated_on"]["n"]) == (100, 100)
    told = digitpad.refused(*words, "zoe")
    assert "zoe" in told
    assert str(files[1]) in told


def test_people_read_a_summary(digitpad: Digitpad, strokes: Path, too_sure: Path, tmp_path: Path) -> None:
    out = tmp_path / "new.npz"
    outcome = digitpad("calibrate", too_sure, "--strokes", strokes, "--writers", *WRITERS, "--out", out, *FEW)
    assert outcome.status == 0
    for words in ("temperature", "evaluated on 100 drawings of unseen writers", "two digits", "(used)", f"wrote {out}"):
        assert words in outcome.out


def test_what_cannot_be_calibrated_is_told_at_once(
    digitpad: Digitpad, strokes: Path, too_sure: Path, tmp_path: Path
) -> None:
    def told(model: Path = too_sure, file: Path = strokes, out: Path = tmp_path / "new.npz", *more: object) -> str:
        return digitpad.refused("calibrate", model, "--strokes", file, "--out", out, *more)

    assert "none.npz" in told(tmp_path / "none.npz", strokes, tmp_path / "new.npz", "--writers", "ann")
    assert "none.jsonl" in told(too_sure, tmp_path / "none.jsonl", tmp_path / "new.npz", "--writers", "ann")
    assert "no folder" in told(too_sure, strokes, tmp_path / "no" / "new.npz", "--writers", "ann")
    assert "steps" in told(too_sure, strokes, tmp_path / "new.npz", "--writers", "ann", "--steps", 0)
    assert "units" in told(too_sure, strokes, tmp_path / "new.npz", "--writers", "ann", "--units", 0)
    assert "seed" in told(too_sure, strokes, tmp_path / "new.npz", "--writers", "ann", "--seed", -1)
    assert "seed" in told(too_sure, strokes, tmp_path / "new.npz", "--writers", "ann", "--seed", 10**30)
    assert not (tmp_path / "new.npz").exists()


@pytest.mark.parametrize(
    ("writers", "named"), [(["ann", "zoe"], "zoe"), (["ann", "bob"], "too few"), (["ann"], "too few")]
)
def test_writers_that_are_missing_or_too_few_are_told(
    digitpad: Digitpad, strokes: Path, too_sure: Path, tmp_path: Path, writers: list[str], named: str
) -> None:
    outcome = digitpad(
        "calibrate", too_sure, "--strokes", strokes, "--writers", *writers, "--out", tmp_path / "new.npz"
    )
    assert (outcome.status, outcome.out) == (1, "")
    assert named in outcome.err.splitlines()[-1]

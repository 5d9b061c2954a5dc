"""What every command prints with --json is as docs/json.schema.json says."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from digitpad import paths
from tests.cli.commands import SCHEMA, Digitpad

SMALL = ("--hidden-units", 8, "--shift", 0, "--batch-size", 10)


def test_the_schema_is_sound_and_refuses_other_documents() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    head = {"digitpad": "1", "format": 1, "model": None, "data": None, "written": []}
    for wrong in (
        {},
        {**head, "command": "learn"},
        {**head, "command": "join"},
        {**head, "format": 2, "command": "export"},
    ):
        assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(wrong)


def test_every_document_names_the_model_the_data_and_what_was_written(
    digitpad: Digitpad, course_file: Callable[..., Path], seven: Callable[..., Path], tmp_path: Path
) -> None:
    data, model, plots = course_file(), tmp_path / "a.npz", tmp_path / "curves.png"
    kept = ("--runs", tmp_path / "runs")
    words = ("train", "--data", data, "--epochs", 2, *SMALL, "--out", model, "--plots", plots, *kept)
    trained = digitpad.report(*words)
    assert trained["written"] == [str(model), str(plots)]
    assert (trained["data"], trained["model"]["file"], trained["model"]["name"]) == (str(data), str(model), "a")
    assert trained["model"]["hidden_units"] == 8
    assert len(digitpad.report("runs", "list", *kept)["runs"]) == 1
    assert digitpad.report("runs", "show", "1", *kept)["data"] == str(data)
    assert digitpad.report("runs", "repeat", "1", *kept)["same_weights"]
    rates = digitpad.report("train", "--find-rate", "--data", data, *SMALL)
    assert (rates["command"], rates["model"], rates["written"]) == ("train --find-rate", None, [])
    evaluated = digitpad.report("evaluate", model, "--data", data, "--against", model)
    assert (evaluated["model"]["name"], evaluated["against"]["p"]) == ("a", 1.0)
    picture, seen = seven(), tmp_path / "seen.png"
    predicted = digitpad.report("predict", picture, "--save-seen", seen)
    assert (predicted["model"]["file"], predicted["written"]) == (None, [str(seen)])
    looked = digitpad.report("data", data)
    assert (looked["data"], looked["split_seed"], len(looked["counts"]["training"])) == (str(data), 0, 10)
    table = tmp_path / "table.npz"
    assert digitpad.report("data", data, "--as", "npz", "--out", table)["written"] == [str(table)]
    strokes = tmp_path / "strokes.jsonl"
    strokes.write_text(json.dumps({"label": 7, "strokes": [[[8, 6], [20, 6], [13, 24]]]}))
    assert digitpad.report("replay", strokes)["data"] == str(strokes)
    joined = digitpad.report("join", model, model, "--out", tmp_path / "b.safetensors", "--data", data)
    assert (joined["written"], joined["hidden_units"]) == ([str(tmp_path / "b.safetensors")], 16)
    script = tmp_path / "c.py"
    exported = digitpad.report("export", model, "--out", script)
    assert exported["written"] == [str(script), str(tmp_path / "c-weights.npz")]
    assert all(Path(path).is_file() for path in exported["written"])


@pytest.mark.parametrize("ending", [".npz", ".safetensors", ".onnx", ".float.onnx", ".html", ".py"])
def test_the_built_in_model_is_exported_in_every_format(digitpad: Digitpad, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"model{ending}"
    output = digitpad.output("export", paths.BUNDLED_MODELS[1], "--out", path)
    assert output.startswith(f"wrote {path}\n")
    assert path.stat().st_size > 1_000

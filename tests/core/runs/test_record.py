"""A run’s record: every field is checked, and one that cannot be used is described."""

import json
from pathlib import Path
from typing import Any

import pytest

from digitpad.core.errors import CheckpointError
from digitpad.core.runs.store import RunStore
from tests.core.runs.test_store import keep_run


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        ("{", "damaged"),
        ('{"schema": 1}', "damaged"),
        ('{"schema": 7}', "has schema 7, this digitpad reads 1"),
        ("[" * 100_000, "damaged"),
    ],
)
def test_a_record_that_cannot_be_used_is_left_out_and_described(tmp_path: Path, damage: str, reason: str) -> None:
    folder = keep_run(tmp_path)
    (folder.path / "record.json").write_text(damage)
    assert RunStore(tmp_path).runs() == ()
    with pytest.raises(CheckpointError, match=reason):
        folder.read_record()


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": -1},
        {"star": 1},
        {"name": 7},
        {"epochs": 10**13},
        {"epochs": True},
        {"test_accuracy": "high"},
        {"status": "asleep"},
        {"settings": {"epochs": 0}},
        {"sources": {"data": 5}},
        {"curve": [1, 2]},
        {"versions": 3},
        {"begun": "yesterday"},
    ],
)
def test_each_field_of_a_record_is_checked(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = keep_run(tmp_path)
    record = folder.read_record()
    assert record.title == "2 hidden units, 3 epochs"
    (folder.path / "record.json").write_text(json.dumps({**json.loads(record.to_text()), **change}))
    with pytest.raises(CheckpointError, match="damaged"):
        folder.read_record()


@pytest.mark.parametrize("change", [{"name": "\ud800 two\nlines"}, {"sources": {"data": "/tmp/\udcff two\nlines.csv"}}])
def test_names_of_any_letters_are_listed_in_one_line(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = keep_run(tmp_path)
    record = folder.read_record()
    (folder.path / "record.json").write_text(json.dumps({**json.loads(record.to_text()), **change}))
    (listed,) = RunStore(tmp_path).runs()
    assert listed.record.title.isprintable()
    assert "two lines" in listed.record.title
    assert folder.read_record() == listed.record  # the file's own name is kept

"""Running the command line inside a test."""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

from digitpad import __version__
from digitpad.__main__ import main

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "json.schema.json").read_text(encoding="utf-8"))


class Outcome(NamedTuple):
    """What a command ended with and printed."""

    status: int
    out: str
    err: str


class Digitpad:
    """Runs the command line with the given words."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: object) -> Outcome:
        self._monkeypatch.setattr(sys, "argv", ["digitpad", *map(str, words)])
        try:
            status = main()
        except SystemExit as end:  # argparse ends the program itself
            status = end.code if isinstance(end.code, int) else 0
        return Outcome(status, *self._capsys.readouterr())

    def output(self, *words: object) -> str:
        """What a command prints that does all that is asked for, with nothing to say on standard error."""
        outcome = self(*words)
        assert (outcome.status, outcome.err) == (0, "")
        return outcome.out

    def report(self, *words: object) -> dict[str, Any]:
        """The one JSON document that a command prints with --json, and nothing else; it is as the schema has it."""
        output = self.output(*words, "--json")
        assert output.count("\n") == 1
        report: dict[str, Any] = json.loads(output)
        jsonschema.Draft202012Validator(SCHEMA).validate(report)
        assert report["digitpad"] == __version__
        return report

    def refused(self, *words: object) -> str:
        """Run a command that has to fail before it does anything; gives its single line on standard error."""
        outcome = self(*words)
        assert outcome.status in (1, 2)  # what failed, and a wrong argument
        assert outcome.out == ""
        assert outcome.err.startswith("digitpad: ")
        assert outcome.err.count("\n") == 1
        assert outcome.err.endswith("\n")
        return outcome.err

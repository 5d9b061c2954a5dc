"""The examples of the pages and the notebook in docs/ do what they say."""

import doctest
import json
from pathlib import Path
from typing import Any

import pytest

import digitpad
from tests.api.test_plots import _no_screen as _no_screen

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_on_notebooks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(DOCS / "notebooks.md"), module_relative=False)
    assert done.attempted > 20
    assert done.failed == 0


def test_the_module_s_own_example() -> None:
    assert doctest.testmod(digitpad).failed == 0


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.ipynb")), ids=lambda path: path.name)
def test_a_notebook_runs_from_top_to_bottom(path: Path) -> None:
    """Its cells are plain Python, so that no kernel of Jupyter is needed to run them."""
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    assert len(cells) > 4
    names: dict[str, Any] = {}
    for number, cell in enumerate(cells):
        exec(compile("".join(cell["source"]), f"{path.name}, cell {number}", "exec"), names)
    assert names["accuracy"] > 0.9


def test_there_is_a_notebook() -> None:
    assert list(DOCS.glob("*.ipynb"))

"""The examples of the pages and the notebook in docs/ do what they say."""

import doctest
import json
import re
from pathlib import Path
from typing import Any

import pytest

import digitpad
from tests.api.test_plots import _no_screen as _no_screen

DOCS = Path(__file__).parents[2] / "docs"


PAGES = sorted((DOCS / "notebooks").glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_s_examples(page: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert done.attempted > 4
    assert done.failed == 0


def test_what_is_public_has_a_page() -> None:
    overview = (DOCS / "notebooks.md").read_text(encoding="utf-8")
    assert {page.name for page in PAGES} == set(re.findall(r"notebooks/([\w-]+\.md)", overview))
    words = " ".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in digitpad.__all__ if name not in ("__version__", "Dataset") and name not in words] == []


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

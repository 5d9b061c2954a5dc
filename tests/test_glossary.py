"""The glossary and the reading order in docs/ say what the code says."""

import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).parents[1]
SPINE_LINES = 4_000


def identifiers() -> set[str]:
    """All names in the code; not the words of its texts and comments."""
    found = set()
    for path in (ROOT / "digitpad").rglob("*.py"):
        with tokenize.open(path) as source:
            tokens = tokenize.generate_tokens(source.readline)
            found |= {token.string for token in tokens if token.type == tokenize.NAME}
    return found


def rows() -> list[tuple[str, str, str]]:
    """The rows of the glossary's tables: word, meaning, and what it is not called."""
    lines = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines if line.startswith("| ")]
    return [(row[0], row[1], row[2] if len(row) > 2 else "") for row in cells if row[0] not in ("word", "---")]


def names(text: str) -> list[str]:
    return re.findall(r"`(\w+)`", text)


def test_every_name_of_the_glossary_is_in_the_code() -> None:
    known = identifiers()
    wanted = [name for word, _, _ in rows() for name in names(word)]
    assert len(wanted) > 30
    assert [name for name in wanted if name not in known] == []


def test_no_name_that_was_given_up_is_in_the_code() -> None:
    known = identifiers()
    given_up = [name for _, _, old in rows() for name in names(old)]
    assert len(given_up) > 20
    assert [name for name in given_up if name in known] == []


def test_the_reading_order_names_files_that_are_there_and_take_an_afternoon() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    stops = re.findall(r"^\d+\. \[`[^`]+`\]\(\.\./([^)]+)\): .+\.$", text, re.MULTILINE)
    assert len(stops) > 20
    lines = [len((ROOT / stop).read_text(encoding="utf-8").splitlines()) for stop in stops]
    assert sum(lines) <= SPINE_LINES

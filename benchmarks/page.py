"""The page docs/speed.md, of which each benchmark writes a section."""

import argparse
import datetime
import os
import platform
import statistics
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "speed.md"


def options(doc: str | None, **numbers: float) -> argparse.ArgumentParser:
    """The words of a benchmark with this docstring: numbers by their names, with their defaults, and --write."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=type(default), default=default)
    parser.add_argument("--write", action="store_true", help="write the section in docs/speed.md")
    return parser


def report(name: str, doc: str | None, section: str, arguments: argparse.Namespace, **values: object) -> None:
    """Print the section of a benchmark, and write it if that is asked for.

    What stands in it in braces are the text of the docstring beneath the command, the machine, and the values and the
    arguments by their names.
    """
    text = (doc or "").split("\n\n", 2)[2].strip()
    shown = section.format(text=text, machine=machine(), **vars(arguments), **values)
    print(shown)
    if arguments.write:
        write_section(name, shown)


def spread(values: Sequence[float], form: str = ".2f", unit: str = "") -> str:
    """The median and, in brackets, the least and the most."""
    return f"{statistics.median(values):{form}}{unit} ({min(values):{form}} to {max(values):{form}})"


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Put the text between the section's marks, or at the end of the page if they are not there yet."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    content = page.read_text(encoding="utf-8") if page.exists() else "# Speed\n"
    if begin not in content:
        content += f"\n{begin}{end}"
    before, rest = content.split(begin, 1)
    _, after = rest.split(end, 1)
    page.write_text(f"{before}{begin}{text.strip()}\n{end}{after}", encoding="utf-8")


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; all columns but the first stand at the right."""
    lines = [heads, [":--", *["--:"] * (len(heads) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def machine() -> str:
    """The processor's name as the system gives it, how many cores may be used, Python's version, and the date."""
    name = platform.machine()
    if sys.platform == "linux":
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        name = next((line.split(": ")[1] for line in lines if line.startswith("model name")), name)
        flags = next((line for line in lines if line.startswith("flags")), "")
        name += next((f" with {kind}" for kind in ("AVX512", "AVX2") if kind.lower() in flags), "")
    today = datetime.date.today().isoformat()
    return f"{name}, {os.cpu_count()} cores; Python {platform.python_version()}; {today}"

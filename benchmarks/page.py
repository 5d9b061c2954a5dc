"""The page docs/speed.md, of which each benchmark writes a section."""

import datetime
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "speed.md"


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

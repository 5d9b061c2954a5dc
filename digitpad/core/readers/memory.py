"""Whether what a file holds has room in memory, asked before it is read."""

import os
import re
from contextlib import suppress
from pathlib import Path

from digitpad.core.errors import DataError

_MEMINFO = Path("/proc/meminfo")
# Where the system does not say how much is free.
_ASSUMED = 4_000_000_000


def free_bytes() -> int:
    """The memory a program can have without pushing others out, as far as the system tells."""
    with suppress(OSError, ValueError):
        found = re.search(r"MemAvailable:\s*(\d+) kB", _MEMINFO.read_text())
        if found:
            return int(found[1]) * 1024
    with suppress(AttributeError, OSError, ValueError):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    return _ASSUMED


def check_fits(name: str, needed: int) -> None:
    """Raise DataError, with the numbers, when there is no room for so many bytes."""
    free = free_bytes()
    if needed > free:
        raise DataError(
            f"{name} needs {_amount(needed)} of memory, and {_amount(free)} are free; make a file with fewer images."
        )


def _amount(size: int) -> str:
    return f"{size / 1e9:,.1f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"

"""Where compiled kernels are kept, known without loading what compiles them."""

import hashlib
import re
from functools import cache
from pathlib import Path

import platformdirs

_CORE = Path(__file__).parents[1]
_IMPORT = re.compile(r"^\s*from digitpad\.core\.([\w.]+) import", re.MULTILINE)


@cache
def kernel_cache() -> Path:
    """A folder for what the kernels' sources compile to. Numba itself sees no change in another file of a kernel's."""
    digest = hashlib.sha256()
    for path in _kernel_sources():
        digest.update(path.read_bytes())
    return platformdirs.user_cache_path("digitpad") / "kernels" / digest.hexdigest()[:16]


def _kernel_sources() -> list[Path]:
    """The files of the kernels, and all of core that they import."""
    waiting = list(_CORE.rglob("*_kernel.py"))
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            modules = _IMPORT.findall(path.read_text(encoding="utf-8"))
            imported = (_CORE.joinpath(*module.split(".")).with_suffix(".py") for module in modules)
            waiting += [each for each in imported if each.is_file()]
    return sorted(found)

"""Whether compiled kernels can be used, which are ready, and where they lie; without loading what compiles them."""

import gc
import hashlib
import importlib.util
import logging
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import platformdirs

_CORE = Path(__file__).parents[1]
_IMPORT = re.compile(r"^\s*from digitpad\.core\.([\w.]+) import", re.MULTILINE)

_UNUSED = 30 * 24 * 60 * 60  # seconds
_loading = threading.Lock()
_ready: set[str] = set()
_failed: set[str] = set()
_LOG = logging.getLogger("digitpad")


@cache
def kernel_cache() -> Path:
    """A folder for what the kernels' sources compile to. Numba itself sees no change in another file of a kernel's."""
    digest = digest_of(_CORE.rglob("*_kernel.py"))
    return platformdirs.user_cache_path("digitpad") / "kernels" / digest


def digest_of(paths: Iterable[Path]) -> str:
    """A short text that says what these files of core hold, and all of core that they import."""
    waiting = list(paths)
    found: dict[Path, bytes] = {}
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = path.read_bytes()
            for module in _IMPORT.findall(found[path].decode()):
                imported = _CORE.joinpath(*module.split("."))
                waiting += filter(Path.is_file, (imported.with_suffix(".py"), imported / "__init__.py"))
    return hashlib.sha256(b"".join(found[path] for path in sorted(found))).hexdigest()[:16]


def available() -> bool:
    """Whether what compiles them is installed."""
    return importlib.util.find_spec("numba") is not None


def ready(name: str) -> bool:
    """Whether the kernels of that name are loaded."""
    return name in _ready


def compiled_before(name: str) -> bool:
    """Whether the kernels of that name have been compiled on this machine, or never will be."""
    return not available() or _trace(name).exists()


def load(name: str, use: Callable[[], object]) -> bool:
    """Load the kernels that `use` calls, and compile them the first time on a machine; returns whether they are ready.

    Where they fail, a warning in the log says why. May be called from any thread.
    """
    if not available():
        return False
    with _loading:
        if name not in _ready | _failed:
            collecting = gc.isenabled()
            gc.disable()  # Numba makes very many objects that stay: to look through them takes a twelfth of the time
            try:
                use()
            except Exception as reason:  # such as a full disk, or a NumPy that is too new for Numba
                _LOG.warning("The compiled kernels cannot be used, NumPy does their work: %s", reason)
                _failed.add(name)
            else:
                _ready.add(name)
                _mark(name)
            finally:
                if collecting:
                    gc.enable()
    return ready(name)


def _trace(name: str) -> Path:
    """A file that is there if the kernels of that name are; another Numba compiles them anew."""
    from importlib.metadata import version  # takes a fiftieth of the window's start

    return kernel_cache() / f"{name}-numba-{version('numba')}"


def _mark(name: str) -> None:
    """Leave a trace that they are compiled and used, and remove what no version has used for long."""
    folder = kernel_cache()
    with suppress(OSError):  # where nothing can be written, each program compiles them anew
        folder.mkdir(parents=True, exist_ok=True)
        _trace(name).touch()
        os.utime(folder)
        for each in folder.parent.iterdir():
            if time.time() - each.stat().st_mtime > _UNUSED:
                shutil.rmtree(each, ignore_errors=True)

"""Whether compiled kernels can be used, which are ready, where they lie, and making them ready.

The first time on a machine they are compiled. What compiles them is not loaded here.
"""

import atexit
import gc
import hashlib
import importlib.util
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar, Protocol

import platformdirs

_CORE = Path(__file__).parents[1]
_IMPORT = re.compile(r"^\s*from digitpad\.core\.([\w.]+) import", re.MULTILINE)

_UNUSED = 30 * 24 * 60 * 60  # seconds
_loading: dict[str, threading.Lock] = {}
_preparing: dict[str, threading.Lock] = {}
_threads: dict[str, threading.Thread] = {}
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


class Needed(Protocol):
    """What is made once for each machine: a dataclass, whose fields tell another process what to make."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def name(self) -> str:
        """Says what it is, as a file name."""
        ...

    def use(self) -> None:
        """Make it, or load it if it has been made."""
        ...


def ready(needed: Needed) -> bool:
    """Whether these kernels are loaded."""
    return needed.name in _ready


def compiled_before(needed: Needed) -> bool:
    """Whether they have been compiled on this machine, or never will be."""
    return not available() or _trace(needed.name).exists()


def load(needed: Needed) -> bool:
    """Load them, or compile them the first time on a machine; returns whether they are ready. For any thread.

    Where they fail, a warning in the log says why.
    """
    if ready(needed) or not available():
        return ready(needed)
    name = needed.name
    with _loading.setdefault(name, threading.Lock()):
        if name not in _ready | _failed:
            collecting = gc.isenabled()
            gc.disable()  # Numba makes very many objects that stay: to look through them takes a twelfth of the time
            try:
                needed.use()
            except Exception as reason:  # such as a full disk, or a NumPy that is too new for Numba
                _LOG.warning("The compiled kernels cannot be used, NumPy does their work: %s", reason)
                _failed.add(name)
            else:
                _ready.add(name)
                _mark(name)
            finally:
                if collecting:
                    gc.enable()
    return ready(needed)


def prepare(needed: Needed) -> bool:
    """As `load`, for programs with a window, which is not kept waiting.

    What compiles the kernels is Python, and holds its lock; so a process of its own does that, with less urgency.
    """
    if not available():
        return False
    with _preparing.setdefault(needed.name, threading.Lock()):
        if not compiled_before(needed):
            arguments = type(needed).__module__, type(needed).__name__, json.dumps(asdict(needed))
            program = f"import sys; from {__name__} import main; sys.exit(main())"
            command = [sys.executable, "-c", program, *arguments]
            compiling = subprocess.run(
                command,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,  # ours would stay open after our end, and whoever reads it would wait
                errors="replace",
                start_new_session=True,  # an interrupt from the terminal ends the window, in good order
                cwd=Path(__file__).parents[3],  # where it is found without being installed
            )
            if compiling.returncode != 0:
                if said := compiling.stderr.strip():
                    _LOG.warning("%s", said.splitlines()[-1])
                return False
    return load(needed)


def prepare_in_background(needed: Iterable[Needed], make: Callable[[Needed], bool] = prepare) -> None:
    """The same, or what `make` does, each in a thread, and so side by side. A program that ends waits for none."""
    for each in needed:
        if not ready(each) and each.name not in _threads:
            if not _threads:
                atexit.register(_hold_compiler)
            thread = threading.Thread(target=make, args=(each,), name=f"kernels {each.name}", daemon=True)
            _threads[each.name] = thread
            thread.start()


def _hold_compiler() -> None:
    """Let no other thread use LLVM any more: one that does while the program takes LLVM down crashes it."""
    if binding := sys.modules.get("llvmlite.binding"):
        with suppress(AttributeError):  # what guards each of its calls is no part of its interface
            binding.ffi.lib._lock.__enter__()


def is_preparing(needed: Needed) -> bool:
    """Whether these kernels are being prepared in the background."""
    thread = _threads.get(needed.name)
    return thread is not None and thread.is_alive()


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


def main() -> int:
    """Make what the command line names; returns the exit status."""
    if hasattr(os, "nice"):
        os.nice(5)  # with 19 a run waits for minutes at its end where other programs keep all processors busy
    module, name, fields = sys.argv[1:]
    made = load(getattr(import_module(module), name)(**json.loads(fields)))
    for thread in _threads.values():
        thread.join()
    return not made

"""Compiling kernels with Numba: they run without Python's lock, and are compiled once for each machine.

Importing this module takes almost half a second, so only kernels and what loads them import it.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
import platformdirs

Function = TypeVar("Function", bound=Callable[..., Any])

# Sums may be reordered and fused, but infinities and nan keep their meaning: divergence must be noticed.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"reassoc", "contract", "nsz", "arcp"}}


def _sources() -> str:
    """What the kernels are compiled from, as one short name. Numba itself sees no change in another file of theirs."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


CACHE = platformdirs.user_cache_path("digitpad") / "kernels" / _sources()
numba.config.CACHE_DIR = str(CACHE)  # type: ignore[attr-defined]


def kernel(function: Function) -> Function:
    """A function to call from Python: compiled at the first call, or loaded if an earlier one compiled it.

    Where no folder can keep what was compiled, every program compiles it anew.
    """
    try:
        compiled: Function = numba.njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:
        compiled = numba.njit(**_OPTIONS)(function)
    return compiled


def part(function: Function) -> Function:
    """A function that a kernel calls a few times a step."""
    compiled: Function = numba.njit(**_OPTIONS)(function)
    return compiled


def helper(function: Function) -> Function:
    """A function that kernels call: compiled into each of them."""
    compiled: Function = numba.njit(forceinline=True, **_OPTIONS)(function)
    return compiled

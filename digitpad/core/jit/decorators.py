"""Compiling kernels with Numba: they run without Python's lock, and are compiled once for each machine.

Importing this module takes almost half a second, so only kernels and what loads them import it.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

from digitpad.core.jit.cache import kernel_cache

Function = TypeVar("Function", bound=Callable[..., Any])

# Sums may be reordered and fused, but infinities and nan keep their meaning: divergence must be noticed.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"reassoc", "contract", "nsz", "arcp"}}


numba.config.CACHE_DIR = str(kernel_cache())  # type: ignore[attr-defined]


def jit_entry(function: Function) -> Function:
    """A function to call from Python: compiled at the first call, or loaded if an earlier one compiled it.

    Where no folder can keep what was compiled, every program compiles it anew.
    """
    try:
        compiled: Function = numba.njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:
        compiled = numba.njit(**_OPTIONS)(function)
    return compiled


def jit(function: Function) -> Function:
    """A function that a kernel calls a few times a step."""
    compiled: Function = numba.njit(**_OPTIONS)(function)
    return compiled


def jit_inline(function: Function) -> Function:
    """A function that kernels call: compiled into each of them."""
    compiled: Function = numba.njit(forceinline=True, **_OPTIONS)(function)
    return compiled

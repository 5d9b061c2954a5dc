"""Compiling kernels with Numba: they run without Python's lock, and are compiled once for each machine.

Importing this module takes almost half a second, so only kernels and what loads them import it.
"""

# mypy: allow-untyped-calls

import os
from collections.abc import Callable
from typing import Any, TypeVar

# Numba tries one way after the other to do what is asked, and words each that does not fit as an error, in colour:
# that would be a twentieth of the time to compile.
os.environ.setdefault("NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING", "1")

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.types import unliteral

from digitpad.core.jit.kernels import kernel_cache

Function = TypeVar("Function", bound=Callable[..., Any])


class _InnerLibrary(JITCodeLibrary):
    """The code of a function that is called by kernels alone.

    Numba would optimise it and make machine code of it once for itself, and again in each kernel that it is linked
    into. It is left as it is here, and becomes machine code with the kernel: that halves the time it takes to compile.
    """

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    @property
    def codegen(self) -> "_InnerLibrary":
        return self

    def set_env(self, _name: str, _env: object) -> None:
        """Nothing: there is no machine code that Python could call."""


class _InnerCompiler(Compiler):
    def __init__(self, typing_context: Any, target_context: Any, _library: None, *rest: Any) -> None:
        super().__init__(typing_context, target_context, _InnerLibrary(target_context.codegen(), "inner"), *rest)


# Sums may be reordered and fused, but infinities and nan keep their meaning: divergence must be noticed.
_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": {"reassoc", "contract", "nsz", "arcp"}}
_ENTRY = {**_OPTIONS, "no_cfunc_wrapper": True, "_nrt": False}
_INNER = {**_OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "pipeline_class": _InnerCompiler}


numba.config.CACHE_DIR = str(kernel_cache())  # type: ignore[attr-defined]


def jit_entry(function: Function) -> Function:
    """A function to call from Python: compiled at the first call, or loaded if an earlier one compiled it.

    An argument that is None makes a kernel of its own, without what is done only `if` the argument `is not None`.
    Where no folder can keep what was compiled, every program compiles it anew. It makes no arrays, nor does what it
    calls, unless that is a `jit_allocating`: nobody counts who holds the arrays that it is given, which takes a tenth
    of the time to compile.
    """
    try:
        compiled: Function = numba.njit(cache=True, **_ENTRY)(function)
    except RuntimeError:
        compiled = numba.njit(**_ENTRY)(function)
    return compiled


def jit(function: Function) -> Function:
    """A function that kernels call; Python cannot."""
    return _inner(function)


def jit_allocating(function: Function) -> Function:
    """The same for one that makes arrays, though it is called by kernels that do not."""
    return _inner(function, _nrt=True)


def jit_inline(function: Function) -> Function:
    """The same for one so small, or called so often, that it is compiled into each place that calls it."""
    return _inner(function, forceinline=True)


def _inner(function: Function, **options: Any) -> Function:
    """Compiled once for all numbers of a type; Numba compiles it anew for each constant that it is called with."""
    compiled: Any = numba.njit(**options, **_INNER)(function)
    template_for = compiled.get_call_template
    compiled.get_call_template = lambda args, kws: template_for(tuple(map(unliteral, args)), kws)
    inner: Function = compiled
    return inner

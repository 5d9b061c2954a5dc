"""How many threads NumPy's matrix products may use."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from threadpoolctl import ThreadpoolController, threadpool_limits

# The limit is the whole program's: blocks that set it and set it back must not overlap.
_limiting = threading.RLock()


def limit_blas_threads(threads: int = 1) -> None:
    """Let matrix products use this many threads from now on.

    Products as small as these gain little from a second thread and lose much when another program, or this one's own
    window, needs the processor.
    """
    with _limiting:
        threadpool_limits(limits=threads, user_api="blas")


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Matrix products within use one thread: with another number of them OpenBLAS rounds its sums differently."""
    with _limiting, _numpys_pool().limit(limits=1, user_api="blas"):
        yield


@cache
def _numpys_pool() -> ThreadpoolController:
    return ThreadpoolController()  # looks through all libraries, which takes a while

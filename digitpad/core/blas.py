"""How many threads NumPy's matrix products may use."""

from threadpoolctl import threadpool_limits


def limit_blas_threads(threads: int = 1) -> None:
    """Let matrix products use `threads` threads from now on.

    Products as small as these gain little from a second thread and lose much when another program, or this one's own
    window, needs the processor.
    """
    threadpool_limits(limits=threads, user_api="blas")

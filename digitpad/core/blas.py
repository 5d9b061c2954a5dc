"""How many threads NumPy's matrix products may use."""

from threadpoolctl import threadpool_limits


def limit_blas_threads() -> None:
    """Let matrix products use one thread from now on.

    Products as small as these gain little from a second thread and lose much when another program, or this one's own
    window, needs the processor.
    """
    threadpool_limits(limits=1, user_api="blas")

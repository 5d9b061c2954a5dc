"""Interrupts that end work in good order."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def interrupt_calls(finish: Callable[[], None]) -> Iterator[None]:
    """An interrupt, which as an exception could come in the middle of a step, asks the work to `finish`.

    A second one is an exception.
    """
    usual = signal.getsignal(signal.SIGINT)

    def handle(*_: object) -> None:
        finish()
        signal.signal(signal.SIGINT, usual)

    if usual is signal.default_int_handler:  # else interrupts are ignored, as after nohup
        signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)

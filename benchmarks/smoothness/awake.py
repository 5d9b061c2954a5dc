"""Processors that do not go to sleep while something is measured."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

# It ends with the program that began it, whatever ends that.
_SPIN = """
import os
os.nice(19)
os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
parent = os.getppid()
while os.getppid() == parent:
    pass
"""


@contextlib.contextmanager
def kept_awake() -> Iterator[None]:
    """On Linux, give every processor something to do that gives way to all else at once.

    A virtual processor that sleeps may have to wait for tens of milliseconds until its host lets it go on: that would
    be measured, not the window.
    """
    spinning = []
    if sys.platform == "linux":
        spinning = [subprocess.Popen([sys.executable, "-c", _SPIN]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()

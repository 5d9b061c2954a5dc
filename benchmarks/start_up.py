"""How long the window takes to appear, beside an empty window with the same libraries.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.start_up [--runs N] [--beside CHECKOUT] [--write]

Each run is a process of its own, from its start until the window has been painted, in a new home but with Python's
modules compiled; all take turns. The table gives the medians of the processor's time, from which other programs take
nothing away, and of the time on the clock and, in brackets, the least and the most; beside them, if one is named, those
of another checkout, such as an earlier version's.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.page import options, report, spread, table

# Each ends as soon as everything that was due at the first turn of the event loop, painting included, is done.
EMPTY = """
import numpy, pyqtgraph, os
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.resize(1240, 720)
window.show()
application.processEvents()
QTimer.singleShot(0, lambda: os._exit(0))
application.exec()
"""
DIGITPAD = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from digitpad.__main__ import main
run = QApplication.exec
def run_once(*_):
    QApplication.processEvents()
    QTimer.singleShot(0, lambda: os._exit(0))
    return run()
QApplication.exec = run_once
sys.argv = ["digitpad"]
main()
"""
ROOT = Path(__file__).resolve().parents[1]
SECTION = """
## Start-up

{text}

{machine}; {runs} runs. Made by

    QT_QPA_PLATFORM=offscreen python -m benchmarks.start_up --runs {runs}{more}

{table}"""


def seconds(program: str, checkout: Path, home: str) -> tuple[float, float]:
    """The processor's time and that on the clock."""
    environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONPYCACHEPREFIX": home}
    environment |= {f"XDG_{name}_HOME": home for name in ("DATA", "STATE", "CONFIG")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what was compiled once is read, as wherever a program is used
    used, started = processor_time(), time.perf_counter()
    command = [sys.executable, "-c", program]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env=environment, cwd=checkout)
    return processor_time() - used, time.perf_counter() - started


def processor_time() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = options(__doc__, runs=11)
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT", help="another version, to take turns with")
    arguments = parser.parse_args()
    programs = {"an empty window": (EMPTY, ROOT), "digitpad": (DIGITPAD, ROOT)}
    if arguments.beside:
        programs["the version beside it"] = DIGITPAD, arguments.beside.resolve()
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
    with tempfile.TemporaryDirectory() as home:
        for each in programs.values():
            seconds(*each, home)  # the first ones compile, and read the files from disk
        for _ in range(arguments.runs):
            for name, each in programs.items():
                taken[name].append(seconds(*each, home))
    rows = [
        (name, *(spread(values, unit=" s") for values in zip(*times, strict=True))) for name, times in taken.items()
    ]
    shown = table(("", "processor's time", "on the clock"), rows)
    more = " --beside CHECKOUT" if arguments.beside else ""
    report("benchmarks.start_up", __doc__, SECTION, arguments, more=more, table=shown)


if __name__ == "__main__":
    main()

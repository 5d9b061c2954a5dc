"""How long the first training on a machine takes, where no kernel has been compiled yet.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.first_run [--runs N] [--write]

Each run is a process of its own with empty caches: `digitpad train --epochs 1`, from its start to its end; and in the
window, from *Train* with the default settings until the compiled kernels take over from NumPy. The table
gives the medians of the time on the clock and of the processor's and, in brackets, the least and the most.
"""

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.page import options, report, spread, table
from benchmarks.start_up import ROOT, processor_time

COMMAND = """
import sys
from digitpad.__main__ import main
sys.argv = ["digitpad", "train", "--epochs", "1"]
sys.exit(main())
"""
WINDOW = """
import os, time
from dataclasses import replace
from PySide6.QtCore import QSettings, QTimer
from digitpad.app import make_application, make_window
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_session import TrainingSession

def look():
    if any(each.name == "engine" for each in training.history.changes):
        print(time.perf_counter() - started, flush=True)
        os._exit(0)

application = make_application()
window = make_window(application, Preferences(QSettings("settings.ini", QSettings.Format.IniFormat)))
training = application.findChild(TrainingSession)
training.set_plan(replace(training.plan, settings=replace(training.plan.settings, epochs=10_000)))
window.show()
application.processEvents()
timer = QTimer(interval=20)
timer.timeout.connect(look)
timer.start()
started = time.perf_counter()
training.start()
application.exec()
"""
SECTION = """
## The first training on a machine

{text}

{machine}; {runs} runs. Made by

    QT_QPA_PLATFORM=offscreen python -m benchmarks.first_run --runs {runs}

{table}"""


def seconds(program: str) -> tuple[float, float]:
    """The time on the clock, as the program tells it or else of all of it, and the processor's."""
    with tempfile.TemporaryDirectory() as folder:
        homes = dict.fromkeys(("XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), folder)
        environment = {**os.environ, "PYTHONPATH": str(ROOT), **homes}
        used, started = processor_time(), time.perf_counter()
        command = [sys.executable, "-c", program]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment, cwd=folder)
        took = time.perf_counter() - started
        if program is WINDOW:
            took = float(done.stdout)
        return took, processor_time() - used


def main() -> None:
    arguments = options(__doc__, runs=7).parse_args()
    programs = {"`digitpad train --epochs 1`": COMMAND, "in the window, until kernels take over": WINDOW}
    # Not in turns: what a window began to compile goes on after its end, and would slow the next command down.
    taken = {name: [seconds(program) for _ in range(arguments.runs)] for name, program in programs.items()}
    rows = [
        (name, *(spread(values, unit=" s") for values in zip(*times, strict=True))) for name, times in taken.items()
    ]
    shown = table(("", "on the clock", "processor's time"), rows)
    report("benchmarks.first_run", __doc__, SECTION, arguments, table=shown)


if __name__ == "__main__":
    main()

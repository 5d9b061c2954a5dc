"""How long the window is busy at once while somebody walks through all of it.

    QT_QPA_PLATFORM=offscreen python -m benchmarks.turns [--turns N] [--all] [--write]

Each page and view is opened, left and opened again; the window takes another size, other colours and another size of
text; the settings unfold and are typed in; a small network trains, is drawn for, and every view is opened meanwhile and
afterwards. A turn of the event loop is what it does from when it wakes until it wakes again: of each step of the walk
the longest one counts, in milliseconds of the processor's time of the window's thread alone, which neither waiting nor
other programs lengthen by much. Each walk is a process of its own; medians of all. The table has the steps with a
turn above 16 ms, with `--all` the others too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSettings
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QWidget

from benchmarks.contact_sheet import SMALL, is_busy
from benchmarks.page import machine, table, write_section
from benchmarks.pictures import draw, wait, wait_until
from benchmarks.scrolling import Turns
from digitpad.app import make_application, make_window
from digitpad.core import warm_up
from digitpad.core.blas import limit_blas_threads
from digitpad.core.jit import kernels
from digitpad.ui.main_window import MainWindow
from digitpad.ui.pages import page_titles
from digitpad.ui.ready import GettingReady
from digitpad.ui.widgets.view_pages import ViewPages
from digitpad.workspace.garbage import GarbageCollector
from digitpad.workspace.preferences import Preferences
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

AIM = 16  # milliseconds
SETTLED = 300
LONGEST_WAIT = 5_000  # for what a view computes
SIZE, SMALLER = (1366, 768), (960, 600)
SECTION = """
## Turns of the event loop

{text}

{machine}; {turns} walks. Made by

    {command}

Of {steps} steps {many} have a turn above {aim} ms; the median of all longest turns is {median:.1f} ms.

{table}"""

Step = tuple[str, Callable[[], object]]


def walk(window: MainWindow, workspace: Workspace) -> Iterator[Step]:
    """What is done, and the words for it."""
    training = workspace.training
    training.set_plan(SMALL)
    yield "a digit is drawn", partial(draw, workspace)
    yield from opened(window, "first")
    yield from opened(window, "again")
    window.show_page(window.train)
    wait(SETTLED)
    yield "the settings unfold", partial(window.train.settings.setChecked, True)
    box = window.train.plan.fields.findChildren(QAbstractSpinBox)[0]
    yield "a number is typed", partial(QTest.keyClicks, box, "12")
    yield "the settings fold", partial(window.train.settings.setChecked, False)
    for name, page in pages(window):
        window.show_page(page)
        wait(SETTLED)
        yield f"{name}, in a smaller window", partial(window.resize, *SMALLER)
        yield f"{name}, in a larger window", partial(window.resize, *SIZE)
    window.show_page(window.train)
    wait(SETTLED)
    for action in ("Dark", "Light", "Larger text", "Usual text size"):
        yield action, partial(trigger, window, action)
    yield "a training begins", training.start
    wait_until(lambda: len(training.history.epochs) >= 1)
    yield "a digit is drawn while it trains", partial(draw, workspace)
    yield from opened(window, "while it trains")
    yield "the training ends", lambda: wait_until(lambda: training.state is TrainingState.IDLE)
    yield from opened(window, "after a training")


def pages(window: MainWindow) -> list[tuple[str, QWidget]]:
    names = [title for title, _, _ in page_titles()]
    shown = window.train, window.inside, window.evaluate, window.runs, window.data, window.my_digits
    return list(zip(names, shown, strict=True))


def opened(window: MainWindow, when: str) -> Iterator[Step]:
    """Each page, and each of its views."""
    for name, page in pages(window):
        yield f"{name}, {when}", partial(window.show_page, page)
        if isinstance(page, ViewPages):
            for number, entry in list(enumerate(page.entries))[1:]:
                yield f"{name} · {entry.name}, {when}", partial(page.show_view, number)


def trigger(window: MainWindow, text: str) -> None:
    """What the menu of that text does."""
    next(each for each in window.findChildren(QAction) if each.text().replace("&", "") == text).trigger()


def measure() -> dict[str, float]:
    """The longest turn of each step."""
    limit_blas_threads()
    kernels.load(warm_up.Drawing())
    kernels.load(warm_up.Training())
    application = make_application()
    window = make_window(application, Preferences(QSettings()))
    (workspace,) = application.findChildren(Workspace)
    window.resize(*SIZE)
    window.show()
    GarbageCollector(application, window.is_training).start()
    turns, longest = Turns(), {}
    GettingReady(window).begin()
    wait(3_000)
    longest["the first three seconds"] = max(turns.found)
    for name, step in walk(window, workspace):
        turns.begin()
        step()
        wait(SETTLED)
        for _ in range(LONGEST_WAIT // SETTLED):
            if workspace.training.state is TrainingState.RUNNING or not is_busy(workspace):
                break
            wait(SETTLED)
        longest[name] = max(turns.found)
    workspace.shutdown()
    return longest


def walked() -> dict[str, float]:
    """The same in a process and a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {f"XDG_{name}_HOME": home for name in ("DATA", "STATE", "CONFIG")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are read, as wherever a program is used
        environment["QT_NO_GLIB"] = "1"  # with glib's event loop Qt tells of turns in another order
        command = [sys.executable, "-c", "from benchmarks import turns; turns.tell()"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def tell() -> None:
    print(json.dumps(measure()), flush=True)
    os._exit(0)  # whatever is open


def main() -> None:
    _, _, text = (__doc__ or "").split("\n\n", 2)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--all", action="store_true", help="show the steps below the aim, too")
    parser.add_argument("--write", action="store_true", help="write the section in docs/speed.md")
    arguments = parser.parse_args()
    subprocess.run([sys.executable, "-m", "compileall", "-q", "digitpad"], check=True)
    walks = [walked() for _ in range(arguments.turns)]
    longest = {name: statistics.median(each[name] for each in walks) for name in walks[0]}
    shown = {name: value for name, value in longest.items() if arguments.all or value > AIM}
    rows = table(("", "longest turn, ms"), [(name, f"{value:.1f}") for name, value in shown.items()])
    command = f"QT_QPA_PLATFORM=offscreen python -m benchmarks.turns --turns {arguments.turns}"
    many = sum(each > AIM for each in longest.values())
    print(f"{rows}\n{many} of {len(longest)} steps above {AIM} ms")
    if arguments.write:
        section = SECTION.format(
            text=text.strip(),
            machine=machine(),
            turns=arguments.turns,
            command=command,
            steps=len(longest),
            many=many,
            aim=AIM,
            median=statistics.median(longest.values()),
            table=rows,
        )
        write_section("benchmarks.turns", section)


if __name__ == "__main__":
    main()

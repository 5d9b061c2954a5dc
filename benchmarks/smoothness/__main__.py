"""How smooth the window stays while a network learns in it at full speed.

    xvfb-run -s "-screen 0 1366x768x24" python -m benchmarks.smoothness [--seconds N] [--turns N] [--write]

Measured in the window on the page Train, whose views of plots take turns, while the default preset trains with 100,000
points in its history: how much later than due the event loop comes to a timer, beside the same timer when nothing goes
on; how often each plot is painted; how long after a move its answer is painted, when an 8 is drawn again and again by a
pointer that moves 125 times a second, half of the time; and the steps a second, in turns with the
same training in a process of its own without a window. For Qt's platform without a screen, and for that of X11 if
there is a display. For delays and answers the table gives the median, the time that 99 % do not exceed, in brackets
that of the best and of the worst turn, and the longest of all. On Linux, programs of idle priority, which give way to
all else, keep the processors from falling asleep: the processor of a virtual machine may need long to wake up.
"""

import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.page import options, report, spread, table
from benchmarks.smoothness.awake import kept_awake
from benchmarks.smoothness.long_run import write_long_run

Result = dict[str, Any]


def measured_on(platform: str, seconds: float, turns: int) -> Result:
    """The measurements of a window in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        headless_runs, state = Path(folder) / "headless", Path(folder) / "state"
        write_long_run(headless_runs)
        shutil.copytree(headless_runs, state / "digitpad" / "runs")
        environment = {**os.environ, "QT_QPA_PLATFORM": platform, "XDG_DATA_HOME": str(state)}
        command = [sys.executable, "-m", "benchmarks.smoothness.window", str(headless_runs), str(seconds), str(turns)]
        answer = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    result: Result = json.loads(answer)
    return result


def figures(values: list[float]) -> str:
    median, nearly_all, least, most, longest = values
    return f"{median:.1f} / {nearly_all:.1f} ({least:.1f} to {most:.1f}) / {longest:.1f} ms"


def ratio(speeds: list[tuple[float, float, float]], which: int) -> str:
    """The speed in the window as a share of that without one, within each turn."""
    return spread([turn[which] / turn[-1] for turn in speeds], ".0%")


def others(share: float) -> str:
    """The clocks of the system and of this program do not agree to the last tick: a little less than none is none."""
    return "unknown" if math.isnan(share) else f"{max(0, share):.0%}"


ROWS: dict[str, Callable[[Result], str]] = {
    "delay of the event loop at idle": lambda each: figures(each["idle"]),
    "delay while it trains": lambda each: figures(each["delay"]),
    "frames a second, of each plot": lambda each: f"{min(each['frames']):.0f} to {max(each['frames']):.0f}",
    "from a move of the pointer to the painted answer, at idle": lambda each: figures(each["idle answer"]),
    "from a move to the answer while it trains": lambda each: figures(each["answer"]),
    "training's speed, of that without a window: median (range)": lambda each: ratio(each["speeds"], 0),
    "the same while somebody draws": lambda each: ratio(each["speeds"], 1),
    "steps a second without a window": lambda each: f"{statistics.median(turn[-1] for turn in each['speeds']):,.0f}",
    "points in the history": lambda each: f"{each['points']:,}",
    "other programs' share of the processors": lambda each: others(statistics.median(each["others"])),
}


SECTION = """
## Smoothness

{text}

{machine}; {seconds:g} s of training in {turns} turns. Made by

    xvfb-run -s "-screen 0 1366x768x24" python -m benchmarks.smoothness --seconds {seconds:g} --turns {turns}

{table}"""


def main() -> None:
    arguments = options(__doc__, seconds=60.0, turns=6).parse_args()
    platforms = ["offscreen", *(["xcb"] if os.environ.get("DISPLAY") else [])]
    with kept_awake():
        results = [measured_on(platform, arguments.seconds, arguments.turns) for platform in platforms]
    heads = ["", *(each["platform"] for each in results)]
    rows = [[name, *(value(each) for each in results)] for name, value in ROWS.items()]
    report("benchmarks.smoothness", __doc__, SECTION, arguments, table=table(heads, rows))


if __name__ == "__main__":
    main()

"""How fast digitpad learns where Numba cannot be installed, beside NumPy written with care.

    python -m benchmarks.training.fallback [--rounds N] [--write]

One epoch as above, of the engine that is written to be read, in multiples of the time of the fastest steps that NumPy
alone can take: each array is made once, and every result goes into one that is there. The processor's time; medians
and, in brackets, quartiles of rounds in which both took turns.
"""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.page import options, report, table
from benchmarks.training.race import Race
from benchmarks.training.task import TASKS

CAREFUL, OWN = NAMES = "NumPy, careful, in place", "digitpad, NumPy"
SECTION = """
### Without Numba

{text}

{machine}; {rounds} rounds. Made by

    python -m benchmarks.training.fallback --rounds {rounds} --write

{table}"""


def main() -> None:
    arguments = options(__doc__, rounds=5).parse_args()
    race = Race(Path(sys.executable), NAMES)
    rows = []
    for noise, name in ((False, "images on a constant background"), (True, "uniform noise")):
        row = [name]
        for task in TASKS:
            times = race.epochs(replace(task, noise=noise), NAMES, arguments.rounds)
            low, middle, high = np.quantile(times[OWN] / times[CAREFUL], [0.25, 0.5, 0.75])
            row.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
        rows.append(row)
    race.close()
    shown = table(("(b, h)", *map(str, TASKS)), rows)
    report("benchmarks.training.fallback", __doc__, SECTION, arguments, table=shown)


if __name__ == "__main__":
    main()

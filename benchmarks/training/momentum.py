"""How fast digitpad learns with momentum beside other libraries, as `benchmarks.training` has it without.

    python -m benchmarks.training.momentum [--environment FOLDER] [--rounds N] [--write]

The same with the momentum of the preset `default`: every weight changes in every step then.
"""

from dataclasses import replace
from pathlib import Path

from benchmarks.page import options, report
from benchmarks.training.contestants import CONTESTANTS, WITH_MOMENTUM
from benchmarks.training.environment import DEFAULT, environment_python, versions
from benchmarks.training.race import Race
from benchmarks.training.report import learning_table
from benchmarks.training.task import TASKS
from digitpad.core.training.presets import DEFAULT_PRESET, PRESETS

MOMENTUM = PRESETS[DEFAULT_PRESET].settings.momentum
SECTION = """
### Learning with momentum {momentum}

{text}

{machine}; {versions}; {rounds} rounds. Made by

    python -m benchmarks.training.momentum --rounds {rounds} --write

{table}"""


def main() -> None:
    parser = options(__doc__, rounds=5)
    parser.add_argument("--environment", type=Path, default=DEFAULT, help="see benchmarks.training")
    arguments = parser.parse_args()
    python = environment_python(arguments.environment)
    race = Race(python, CONTESTANTS)
    tasks = [replace(task, momentum=MOMENTUM) for task in TASKS]
    shown = learning_table({task: race.epochs(task, WITH_MOMENTUM, arguments.rounds) for task in tasks})
    race.close()
    known = {"momentum": MOMENTUM, "versions": versions(python), "table": shown}
    report("benchmarks.training.momentum", __doc__, SECTION, arguments, **known)


if __name__ == "__main__":
    main()

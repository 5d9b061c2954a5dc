"""How fast digitpad learns with momentum beside other libraries, as `benchmarks.training` has it without.

    python -m benchmarks.training.momentum [--environment FOLDER] [--rounds N] [--write]

The same with the momentum of the preset `default`: every weight changes in every step then.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.page import machine, write_section
from benchmarks.training import report
from benchmarks.training.contestants import CONTESTANTS, WITH_MOMENTUM
from benchmarks.training.environment import DEFAULT, environment_python, versions
from benchmarks.training.race import Race
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
    _, _, text = (__doc__ or "").split("\n\n", 2)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environment", type=Path, default=DEFAULT, help="see benchmarks.training")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the section in docs/speed.md")
    arguments = parser.parse_args()
    python = environment_python(arguments.environment)
    race = Race(python, CONTESTANTS)
    tasks = [replace(task, momentum=MOMENTUM) for task in TASKS]
    shown = report.learning_table({task: race.epochs(task, WITH_MOMENTUM, arguments.rounds) for task in tasks})
    race.close()
    print(shown)
    if arguments.write:
        section = SECTION.format(
            momentum=MOMENTUM,
            text=text.strip(),
            machine=machine(),
            versions=versions(python),
            rounds=arguments.rounds,
            table=shown,
        )
        write_section("benchmarks.training.momentum", section)


if __name__ == "__main__":
    main()

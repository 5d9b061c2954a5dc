"""How fast digitpad learns and reads beside other libraries.

    python -m benchmarks.training [--quick] [--environment FOLDER] [--rounds N]

Installs the other libraries into an environment of their own, checks that all come to the same cost from the same
start and the same batches, lets them take turns, and writes docs/speed.png and the section in docs/speed.md.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from benchmarks.page import PAGE, machine, write_section
from benchmarks.training import report
from benchmarks.training.contestants import BEST, CONTESTANTS, LEARNERS, READERS
from benchmarks.training.environment import DEFAULT, environment_python, versions
from benchmarks.training.plot import draw
from benchmarks.training.race import Race
from benchmarks.training.task import TASKS

GROWTH = {
    "images": [replace(TASKS[0], images=n) for n in (1_000, 10_380, 50_000)],
    "hidden": [replace(TASKS[0], hidden=n) for n in (16, 64, 256, 1024, 4096)],
    "batch": [replace(TASKS[0], batch=n) for n in (1, 8, 64, 512)],
}

SECTION = """
## Learning

One epoch of the network 784-h-10 on {images:,} images of MNIST in batches of b, plain gradient descent in single
precision with weight decay, on one core. The times are multiples of the time that NumPy's BLAS needs for the step's
dense matrix products alone, back to back, into arrays that are there already: that is 1.00. Medians and, in brackets,
quartiles of {rounds} rounds in which all took turns; ratios are within a round. Before, all had come to the same cost
from the same start and the same batches. Measured is the processor's time. SciPy brings a BLAS of its own, which is not
NumPy's; and with a batch of one image NumPy's products are far from what its BLAS can do.

{machine}; {versions}. Made by

    python -m benchmarks.training --rounds {rounds}

![Medians and quartiles, and how the time grows](speed.png)

### (b, h) for images on a constant background

{learning}
### Plain gradient descent on images without a background, uniform noise

{noise}
### How the time of an epoch grows

From (30, 256) and {images:,} images of MNIST: the time for the dense products alone, and multiples of it.

{growth}
### Reading

With 256 hidden units. 10,000 images are read as each library offers it, from images to the share read correctly; one
image is read to its probabilities. digitpad sums up beforehand what an empty image gives, once for each network.

{reading}"""


def main() -> None:
    arguments = _arguments()
    python = environment_python(arguments.environment)
    rounds = 3 if arguments.quick else arguments.rounds
    race = Race(python, CONTESTANTS)
    learning = {task: race.epochs(task, LEARNERS, rounds) for task in TASKS}
    noise = {task: race.epochs(task, BEST, rounds) for task in (replace(task, noise=True) for task in TASKS)}
    few = max(3, rounds // 2)
    growth = {of: {task: race.epochs(task, BEST, few) for task in tasks} for of, tasks in GROWTH.items()}
    race.begin(TASKS[0], READERS)
    many, one = (race.reading(one, READERS, rounds) for one in (False, True))
    race.close()
    section = SECTION.format(
        images=TASKS[0].images,
        rounds=rounds,
        machine=machine(),
        versions=versions(python),
        learning=report.learning_table(learning),
        noise=report.learning_table(noise),
        growth="\n".join(report.growth_table(results, of) for of, results in growth.items()),
        reading=report.reading_table(many, one),
    )
    print(section)
    if not arguments.quick:
        write_section("benchmarks.training", section)
        draw(PAGE.with_suffix(".png"), learning, growth)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--environment", type=Path, default=DEFAULT, help="where the libraries are or will be installed"
    )
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--quick", action="store_true", help="three rounds, for trying; nothing is written")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""The words of `digitpad sweep`."""

import argparse
from pathlib import Path
from typing import Any

from digitpad.cli.options.data_options import DATA, add_data_options, add_split_options
from digitpad.cli.options.training_options import KEEP_IN, add_stroke_options, add_training_options


def add_sweep(commands: Any) -> None:
    """The command, with data and settings as for `digitpad train`, of which up to two may have several values."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "sweep",
        help="train with several seeds, or several values of a setting or two",
        description="Train a run for each combination of values and each seed, side by side in processes, and say "
        "which values do best on the validation images. Up to two settings may have several values, with commas "
        "between them. An interrupt lets every run keep what it has; --resume goes on.",
    )
    parser.add_argument("--data", metavar="DATA", help=f"{DATA} (default: what the preset is meant for)")
    add_split_options(parser)
    parser.add_argument("--seeds", type=int, metavar="N", help="train with N seeds, from --seed on (default: with one)")
    parser.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="SWEEP",
        help="go on with the sweep of this number, or else with the last that is not done; what has ended stays",
    )
    parser.add_argument(
        "--jobs", type=int, default=0, metavar="N", help="trainings at a time (default: one for each processor)"
    )
    parser.add_argument(
        "--dask",
        default="",
        metavar="ADDRESS",
        help="train on the Dask cluster at this address, such as tcp://10.0.0.1:8786, whose machines share the folder "
        "of runs and the data; needs digitpad[dask]",
    )
    parser.add_argument("--runs", type=Path, metavar="DIR", help=KEEP_IN)
    parser.add_argument(
        "--plots",
        type=Path,
        metavar="FILE",
        help="write the accuracies over the values as a .png, .svg or .pdf, which needs matplotlib",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON value on standard output and nothing else")
    add_data_options(parser)
    add_training_options(parser, lists=True)
    add_stroke_options(parser)

"""The words of `digitpad runs` and `digitpad sweep`."""

import argparse
from pathlib import Path

from digitpad.cli.options.data_options import DATA, add_data_options, add_json, add_split_options
from digitpad.cli.options.training_options import KEEP_IN, add_stroke_options, add_training_options
from digitpad.core.models.formats import ENDINGS


def add_runs(parser: argparse.ArgumentParser) -> None:
    """An action, most of them for a run."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="a line for each run", description="List all runs, the newest first.")
    shown = actions.add_parser("show", help="all that is known of a run", description="Show a run and its settings.")
    exported = actions.add_parser(
        "export",
        help="write a run's curves, its network or all of it to a file",
        description="Write the curves of a run, its network, or all of it, for somebody else’s digitpad.",
    )
    exported.add_argument(
        "--out",
        type=Path,
        metavar="FILE",
        help="the figures of each epoch, as .csv or as JSON lines (.jsonl); or all of the run, as .zip, for "
        "`digitpad runs import`",
    )
    exported.add_argument("--model", type=Path, metavar="FILE", help=f"the network, as a model: {ENDINGS}")
    exported.add_argument(
        "--tensorboard", type=Path, metavar="DIR", help="an event file for TensorBoard, in a folder of its own there"
    )
    imported = actions.add_parser(
        "import",
        help="take in runs that somebody has exported as .zip",
        description="Take in runs that `digitpad runs export RUN --out FILE.zip` has written, here or elsewhere.",
    )
    imported.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a shared run")
    deleted = actions.add_parser("delete", help="delete runs", description="Delete runs, for good.")
    repeated = actions.add_parser(
        "repeat",
        help="train a run again from its seed, and say whether it comes out the same",
        description="Train again with the settings, the seed and the data of a run, and say whether figures and "
        "weights are the same. On the same kind of processor they are, to the byte.",
    )
    for each in (shown, exported, repeated):
        each.add_argument("run", metavar="RUN", help="the number or the name of a run, as the list has it")
    deleted.add_argument("run", nargs="+", metavar="RUN", help="the number or the name of a run, as the list has it")
    for each in (listed, shown, exported, imported, deleted, repeated):
        each.add_argument("--runs", type=Path, metavar="DIR", help="where the runs are (default: those of the window)")
    for each in (listed, shown, repeated):
        add_json(each)


def add_sweep(parser: argparse.ArgumentParser) -> None:
    """Data and settings as for `digitpad train`, of which up to two may have several values."""
    parser.add_argument("--data", metavar="DATA", help=f"{DATA} (default: what the preset is meant for)")
    add_split_options(parser)
    parser.add_argument("--seeds", type=int, metavar="N", help="train with N seeds, from --seed on (default: with one)")
    parser.add_argument(
        "--resume",
        nargs="?",
        const="",
        metavar="SWEEP",
        help="resume the sweep of this number, or else the last unfinished one; runs that have ended stay",
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
    add_json(parser)
    add_data_options(parser)
    add_training_options(parser, lists=True)
    add_stroke_options(parser)

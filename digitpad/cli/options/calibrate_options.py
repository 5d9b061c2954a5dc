"""The words of `digitpad calibrate`."""

import argparse
from pathlib import Path

from digitpad.cli.options.data_options import add_json, add_seed
from digitpad.core.models.formats import ENDINGS


def add_calibrate(parser: argparse.ArgumentParser) -> None:
    """Models, drawings and whom to choose by."""
    parser.add_argument("model", type=Path, metavar="MODEL", help="a model file")
    parser.add_argument(
        "--strokes",
        type=Path,
        nargs="+",
        required=True,
        metavar="FILE",
        help="drawings of digits as `digitpad replay` takes them, a file for each device",
    )
    parser.add_argument(
        "--writers",
        nargs="+",
        required=True,
        metavar="WRITER",
        help="writers the model has not learned from: every other one to choose by, the others to check with; "
        "the detector learns from all writers that are not named",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=f"write the new model to this file: {ENDINGS}"
    )
    parser.add_argument(
        "--drawings",
        type=int,
        default=20_000,
        metavar="N",
        help="digits and others made to learn from (default: %(default)s)",
    )
    parser.add_argument(
        "--compact", action="store_true", help="leave out the hidden units that never fire: they change no answer"
    )
    parser.add_argument(
        "--steps", type=int, default=1500, metavar="N", help="steps of the detector's fit (default: %(default)s)"
    )
    add_seed(parser)
    add_json(parser)

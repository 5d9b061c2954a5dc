"""The words of the commands that take models and data, but train none."""

import argparse
from pathlib import Path

from digitpad.cli.options.data_options import DATA, add_data_options, add_json, add_seed, add_split_options
from digitpad.core.models.formats import ENDINGS
from digitpad.core.writers import FORMS


def add_data(parser: argparse.ArgumentParser) -> None:
    """Which data, and in which form to write it."""
    parser.add_argument("source", nargs="?", default="mnist", metavar="DATA", help=f"{DATA} (default: %(default)s)")
    add_split_options(parser)
    forms = "; ".join(f"{name}: {title}" for name, (title, _) in FORMS.items())
    parser.add_argument("--as", dest="form", choices=FORMS, help=f"write the data instead, as {forms}")
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file or folder to write")
    add_data_options(parser)
    add_json(parser)


def add_evaluate(parser: argparse.ArgumentParser) -> None:
    """A model, and what to evaluate it on."""
    parser.add_argument("model", nargs="?", type=Path, metavar="MODEL", help="a model file (default: the built-in one)")
    parser.add_argument("--data", default="mnist", metavar="DATA", help=f"{DATA} (default: %(default)s, its test set)")
    parser.add_argument(
        "--set",
        choices=("training", "validation", "test"),
        help="the part of the data to evaluate on (default: the test set, or every image of a FILE)",
    )
    parser.add_argument("--against", type=Path, metavar="MODEL", help="compare with another model (McNemar's test)")
    parser.add_argument(
        "--report",
        type=Path,
        metavar="DIR",
        help="write a report with plots, tables and all misreads to DIR/report.html, which needs matplotlib",
    )
    add_data_options(parser)
    add_json(parser)


def add_predict(parser: argparse.ArgumentParser) -> None:
    """What to read, and what to write."""
    parser.add_argument(
        "images",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="a photograph, scan or screenshot (PNG, JPEG, WebP, GIF, BMP, TIFF; HEIC with digitpad[heic]), dark on "
        "light or light on dark; drawings as `digitpad replay` takes them; or images in any "
        "usual format of data, with or without labels",
    )
    parser.add_argument("--model", type=Path, metavar="MODEL", help="a model file (default: the built-in one)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write a table ImageId,Label to this .csv file, too")
    add_data_options(parser)
    parser.add_argument("--show", action="store_true", help="print what the network saw below each answer")
    parser.add_argument(
        "--save-seen", type=Path, metavar="FILE", help="write what the network saw, all side by side, to this .png"
    )
    add_json(parser)


def add_replay(parser: argparse.ArgumentParser) -> None:
    """Drawings, and how they are placed."""
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="drawings as JSON lines, each an object with strokes (lists of [x, y] or [x, y, time, pressure], y down), "
        "label and writer; or as UNIPEN text or InkML",
    )
    parser.add_argument("--model", type=Path, metavar="MODEL", help="a model file (default: the built-in one)")
    parser.add_argument(
        "--scale", type=float, default=1.0, metavar="S", help="draw at S times the usual size (default: %(default)s)"
    )
    parser.add_argument(
        "--offset",
        type=float,
        nargs=2,
        default=(0.0, 0.0),
        metavar=("DX", "DY"),
        help="move the drawings right and down, in pixels of the 28×28 (default: 0 0)",
    )
    parser.add_argument(
        "--rotate",
        type=float,
        default=0.0,
        metavar="DEG",
        help="turn the drawings clockwise, in degrees (default: %(default)s)",
    )
    parser.add_argument("--window", action="store_true", help="draw with a pointer in the real window")
    add_json(parser)


def add_join(parser: argparse.ArgumentParser) -> None:
    """Which models."""
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL", help="a model file")
    parser.add_argument(
        "--weights",
        nargs="+",
        type=float,
        default=(),
        metavar="W",
        help="how much each model counts (default: all the same)",
    )
    parser.add_argument(
        "--blend",
        action="store_true",
        help="average the parameters instead of the logits: of a model and one fine-tuned from it",
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=f"write the model to this file: {ENDINGS}"
    )
    parser.add_argument("--data", default="mnist", metavar="DATA", help=f"{DATA} (default: %(default)s, its test set)")
    add_json(parser)


def add_export(parser: argparse.ArgumentParser) -> None:
    """Which model, and where to."""
    parser.add_argument("model", nargs="?", type=Path, metavar="MODEL", help="a model file (default: the built-in one)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=f"the file to write: {ENDINGS}")
    add_json(parser)


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
        "--units",
        type=int,
        metavar="N",
        help="keep at most so many hidden units, those that matter most, and none that never fires (default: all)",
    )
    parser.add_argument(
        "--steps", type=int, default=1500, metavar="N", help="steps of the detector's fit (default: %(default)s)"
    )
    add_seed(parser)
    add_json(parser)

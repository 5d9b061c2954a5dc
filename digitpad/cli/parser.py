"""The command line's words and their help."""

import argparse
import sys
from pathlib import Path
from typing import Any

from digitpad import __version__
from digitpad.cli.completion import SHELLS, PrintCompletion
from digitpad.cli.options.calibrate_options import add_calibrate
from digitpad.cli.options.collection_options import add_collection, add_teach
from digitpad.cli.options.data_options import DATA, add_data_options, add_json, add_split_options
from digitpad.cli.options.runs_options import add_runs, add_sweep
from digitpad.cli.options.training_options import (
    add_checkpoint_options,
    add_stroke_options,
    add_training_options,
    presets_in_words,
)
from digitpad.core.models.formats import ENDINGS, FORMATS
from digitpad.core.writers import FORMS


class _Parser(argparse.ArgumentParser):
    """One whose help is not lost without a word where it cannot be written."""

    def print_help(self, file: Any = None) -> None:
        (file or sys.stdout).write(self.format_help())


class _Paragraphs(argparse.HelpFormatter):
    """Fills each paragraph of a text by itself."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(super(_Paragraphs, self)._fill_text(each, width, indent) for each in text.splitlines())


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command; `command` is None when the window is meant."""
    parser = _Parser(
        prog="digitpad",
        description="Watch a small neural network learn to read handwriting. Without a command, the window opens. "
        "Where a command reads a file, - stands for standard input.",
    )
    parser.add_argument(
        "--completion",
        choices=SHELLS,
        action=PrintCompletion,
        help="print a script that completes commands, options and file names with Tab; save it where the shell looks, "
        "as with digitpad --completion bash > ~/.local/share/bash-completion/completions/digitpad",
    )
    parser.add_argument("--version", action="version", version=f"digitpad {__version__}")
    commands = parser.add_subparsers(dest="command", title="commands, for use without a window", metavar="COMMAND")
    _add_train(
        commands.add_parser(
            "train",
            help="train a network",
            description="Train a new network.",
            epilog=presets_in_words(),
            formatter_class=_Paragraphs,
        )
    )
    add_sweep(commands)
    _add_data(
        commands.add_parser(
            "data",
            help="look at data before it is used, or write it in another form",
            description="Say what a data set holds and what would spoil a training, or write it in another form.",
        )
    )
    _add_evaluate(
        commands.add_parser(
            "evaluate",
            help="evaluate a model on a test set",
            description="Evaluate a model on images it was not trained on.",
        )
    )
    _add_predict(
        commands.add_parser(
            "predict",
            help="read digits from pictures, drawings or data files",
            description="Read the digit, or the digits side by side, in each picture and in each drawing of a file of "
            "strokes, and the digit in each image of a file of data.",
        )
    )
    _add_replay(
        commands.add_parser(
            "replay",
            help="evaluate a model on drawings",
            description="Put the drawings of a file on the canvas, one by one, and count how they are read. The "
            "accuracy counts the most probable digit, refused or not; that of the accepted drawings is reported, too. "
            "A label of several digits is a number, which is right if every digit is. "
            "A drawing with another label counts as no digit; the share of these that is refused is reported.",
        )
    )
    add_calibrate(
        commands.add_parser(
            "calibrate",
            help="calibrate a model's probabilities, and let it refuse what is no digit",
            description="Calibrate the probabilities of a trained model (a temperature, folded into its last layer), "
            "and fit the detector that tells what is no digit. Temperature and thresholds are chosen by half of the "
            "named writers, who must be strangers to the model, and the result is checked on the other half.",
        )
    )
    _add_join(
        commands.add_parser(
            "join",
            help="combine several models into one",
            description="Combine several models into one that averages their logits; it usually makes fewer mistakes.",
        )
    )
    add_runs(
        commands.add_parser(
            "runs",
            help="list, show, export, import, delete or repeat the trainings that are kept",
            description="Every training is kept, whether it was started here or in the window.",
        )
    )
    add_collection(
        commands.add_parser(
            "collection",
            help="list, add, export, import or check the drawings that are kept",
            description="The drawings that people kept of their own handwriting, with what they meant.",
        )
    )
    add_teach(
        commands.add_parser(
            "teach",
            help="teach a model a writer's handwriting",
            description="Fine-tune a model on a writer's digits in the collection, and compare it with the one before "
            "on digits that were held out, on those of the other writers, and on MNIST's test images. It is accepted "
            "if it reads more of the held-out digits and loses at most half a point on MNIST.",
        )
    )
    _add_export(
        commands.add_parser(
            "export",
            help="write a model for other programs",
            description="Write a model in another format, which the ending of the name chooses: "
            + "; ".join(f"{ending}: {each.title}" for ending, each in FORMATS.items())
            + ".",
        )
    )
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DATA", help=f"{DATA} (default: what the preset is meant for)")
    add_split_options(parser)
    parser.add_argument(
        "--from", dest="base", type=Path, metavar="MODEL", help="fine-tune this model instead of training a new network"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"write the trained model to this file: {ENDINGS}")
    parser.add_argument(
        "--plots",
        type=Path,
        metavar="FILE",
        help="write the curves of cost and accuracy as a .png, .svg or .pdf, which needs matplotlib",
    )
    parser.add_argument(
        "--find-rate",
        action="store_true",
        help="only try learning rates, from far too small to far too large, and suggest one; --plots draws them",
    )
    parser.add_argument(
        "--threads",
        type=int,
        default=1,
        metavar="N",
        help="threads for NumPy when evaluating; training always uses one (default: %(default)s)",
    )
    add_json(parser)
    add_data_options(parser)
    add_training_options(parser)
    add_stroke_options(parser)
    add_checkpoint_options(parser)


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", nargs="?", default="mnist", metavar="DATA", help=f"{DATA} (default: %(default)s)")
    add_split_options(parser)
    forms = "; ".join(f"{name}: {title}" for name, (title, _) in FORMS.items())
    parser.add_argument("--as", dest="form", choices=FORMS, help=f"write the data instead, as {forms}")
    parser.add_argument("--out", type=Path, metavar="PATH", help="the file or folder to write")
    add_data_options(parser)
    add_json(parser)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
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


def _add_predict(parser: argparse.ArgumentParser) -> None:
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


def _add_replay(parser: argparse.ArgumentParser) -> None:
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


def _add_join(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="+", type=Path, metavar="MODEL", help="a model file")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=f"write the model to this file: {ENDINGS}"
    )
    parser.add_argument("--data", default="mnist", metavar="DATA", help=f"{DATA} (default: %(default)s, its test set)")
    add_json(parser)


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", nargs="?", type=Path, metavar="MODEL", help="a model file (default: the built-in one)")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=f"the file to write: {ENDINGS}")
    add_json(parser)

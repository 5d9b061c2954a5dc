"""The command line's words and their help."""

import argparse
from dataclasses import fields
from pathlib import Path

from digitpad import __version__
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import CHOICES, LIMITS, TrainingSettings

_DATA = f"{' or '.join(BUILT_IN)}, which come along, or a .npz FILE with digits (n, 784) in 0..1 and labels (n,)"
_HELP = {
    "hidden_units": "size of the hidden layer",
    "epochs": "passes over the training set",
    "batch_size": "images in each step",
    "learning_rate": "factor on the gradient in each step",
    "weight_decay": "how strongly large weights are drawn to zero",
    "reduction": "whether cost and gradient of a batch are sums over its images or means",
    "schedule": "how the learning rate changes over the run",
    "shift": "pixels by which the training images are moved at random",
    "seed": "decides the initial weights and the order of the images",
    "precision": "floating-point numbers to train with",
}


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command; `command` is None when the window is meant."""
    parser = argparse.ArgumentParser(
        prog="digitpad",
        description="Watch a small neural network learn to read handwriting. Without a command, the window opens.",
    )
    parser.add_argument("--version", action="version", version=f"digitpad {__version__}")
    commands = parser.add_subparsers(dest="command", title="commands, for use without a window", metavar="COMMAND")
    _add_train(commands.add_parser("train", help="train a network", description="Train a new network."))
    _add_evaluate(
        commands.add_parser(
            "evaluate", help="judge a model on a test set", description="Judge a model on images it was not trained on."
        )
    )
    _add_predict(
        commands.add_parser(
            "predict", help="read digits from pictures", description="Read one digit from each PNG or JPEG picture."
        )
    )
    return parser


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--preset",
        choices=PRESETS,
        default="default",
        help="settings to begin with (default: %(default)s); the options below change them",
    )
    for field in fields(TrainingSettings):
        option = "--" + field.name.replace("_", "-")
        if field.name in CHOICES:
            parser.add_argument(option, choices=CHOICES[field.name], help=_HELP[field.name])
        else:
            limits = LIMITS[field.name]
            kind = int if limits.whole else float
            help_text = f"{_HELP[field.name]}, {limits}"
            parser.add_argument(option, type=kind, metavar="N" if kind is int else "X", help=help_text)
    parser.add_argument("--data", metavar="DATA", help=f"{_DATA} (default: what the preset is meant for)")
    parser.add_argument("--test", type=Path, metavar="FILE", help="another such file, to use as the test set")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the trained model to this .npz file")
    parser.add_argument(
        "--plots", type=Path, metavar="FILE", help="write the curves of cost and accuracy as a .png, .svg or .pdf"
    )
    _add_json(parser)


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model", nargs="?", type=Path, metavar="MODEL", help="a model file (default: the one that comes along)"
    )
    parser.add_argument("--data", default="mnist", metavar="DATA", help=f"{_DATA} (default: %(default)s, its test set)")
    _add_json(parser)


def _add_predict(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "images", nargs="+", type=Path, metavar="IMAGE", help="PNG or JPEG, dark on light or light on dark"
    )
    parser.add_argument("--model", type=Path, metavar="MODEL", help="a model file (default: the one that comes along)")
    _add_json(parser)


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON value on standard output and nothing else")

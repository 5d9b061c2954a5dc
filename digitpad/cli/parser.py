"""The command line's words and their help."""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from digitpad import __version__
from digitpad.cli.options.kept_options import add_collection, add_runs
from digitpad.cli.options.model_options import (
    add_calibrate,
    add_data,
    add_evaluate,
    add_export,
    add_join,
    add_predict,
    add_replay,
)
from digitpad.cli.options.training_options import add_sweep, add_teach, add_train, presets_in_words
from digitpad.core.models.formats import FORMATS

SHELLS = ("bash", "zsh", "tcsh")


class PrintCompletion(argparse.Action):
    """Prints the script for the shell that is named, and ends."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        _namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        _option: str | None = None,
    ) -> None:
        import shtab  # only this needs it

        _complete_files(parser, shtab.FILE)
        print(shtab.complete(parser, str(values)))
        parser.exit()


def _complete_files(parser: argparse.ArgumentParser, files: Any) -> None:
    """Let every argument that is a path, in all commands, be completed by the names of files."""
    for action in parser._actions:
        if action.type is Path:
            action.complete = files  # type: ignore[attr-defined]
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _complete_files(command, files)


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
    for name, (add_options, purpose, description) in _COMMANDS.items():
        epilog = presets_in_words() if name == "train" else None
        command = commands.add_parser(
            name, help=purpose, description=description, epilog=epilog, formatter_class=_Paragraphs
        )
        add_options(command)
    return parser


class _Command(NamedTuple):
    """What adds its options, and what it is for, in a few words and in full."""

    add_options: Callable[[argparse.ArgumentParser], None]
    purpose: str
    description: str


_COMMANDS = {
    "train": _Command(
        add_train,
        "train a network",
        "Train a new network.",
    ),
    "sweep": _Command(
        add_sweep,
        "train with several seeds, or several values of a setting or two",
        "Train a run for each combination of values and each seed, side by side in processes, and say "
        "which values do best on the validation images. Up to two settings may have several values, with commas "
        "between them. An interrupt lets every run keep what it has; --resume goes on.",
    ),
    "data": _Command(
        add_data,
        "look at data before it is used, or write it in another form",
        "Say what a data set holds and what would spoil a training, or write it in another form.",
    ),
    "evaluate": _Command(
        add_evaluate,
        "evaluate a model on a test set",
        "Evaluate a model on images it was not trained on.",
    ),
    "predict": _Command(
        add_predict,
        "read digits from pictures, drawings or data files",
        "Read the digit, or the digits side by side, in each picture and in each drawing of a file of "
        "strokes, and the digit in each image of a file of data.",
    ),
    "replay": _Command(
        add_replay,
        "evaluate a model on drawings",
        "Put the drawings of a file on the canvas, one by one, and count how they are read. The "
        "accuracy counts the most probable digit, refused or not; that of the accepted drawings is reported, too. "
        "A label of several digits is a number, which is right if every digit is. "
        "A drawing with another label counts as no digit; the share of these that is refused is reported.",
    ),
    "calibrate": _Command(
        add_calibrate,
        "calibrate a model's probabilities, and let it refuse what is not a digit",
        "Calibrate the probabilities of a trained model (a temperature, folded into its last layer), "
        "and fit the detector that tells what is not a digit. Temperature and thresholds are chosen by half of the "
        "named writers, who must be strangers to the model, and the result is checked on the other half.",
    ),
    "join": _Command(
        add_join,
        "combine several models into one",
        "Combine several models into one that averages their logits; it usually makes fewer mistakes.",
    ),
    "runs": _Command(
        add_runs,
        "list, show, export, import, delete or repeat the trainings that are kept",
        "Every training is kept, whether it was started here or in the window.",
    ),
    "collection": _Command(
        add_collection,
        "list, add, export, import or check the drawings that are kept",
        "The drawings that people kept of their own handwriting, with what they meant.",
    ),
    "teach": _Command(
        add_teach,
        "teach a model a writer's handwriting",
        "Fine-tune a model on a writer's digits in the collection, and compare it with the one before "
        "on digits that were held out, on those of the other writers, and on MNIST's test images. It is accepted "
        "if it reads more of the held-out digits and loses at most half a point on MNIST.",
    ),
    "export": _Command(
        add_export,
        "write a model for other programs",
        "Write a model in another format, which the ending of the name chooses: "
        + "; ".join(f"{ending}: {each.title}" for ending, each in FORMATS.items())
        + ".",
    ),
}

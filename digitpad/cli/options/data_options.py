"""The options that say how a file of images is read."""

import argparse
from pathlib import Path

from digitpad.core.errors import DataError, SettingsError
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.readers.convert import CLASS_NAMES, classes_named
from digitpad.core.readers.options import DEFAULT_OPTIONS, LABEL_COLUMNS, TURNS, DataOptions

DATA = (
    f"{', '.join(BUILT_IN)}, which are built in, collection for the digits that people kept, or a part of them such as "
    "collection:Ada,Bob:label=3,5:since=2026-11-01:until=2026-11-30:read=wrong, or a FILE, folder or zip archive with "
    "images and labels in any usual format"
)


def add_seed(parser: argparse.ArgumentParser) -> None:
    """The seed of what is no setting of a training."""
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the seed of all random numbers (default: %(default)s)"
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """The one machine-readable form that most commands have."""
    parser.add_argument("--json", action="store_true", help="print one JSON value on standard output and nothing else")


def add_data_options(parser: argparse.ArgumentParser) -> None:
    """What overrides the content of a file."""
    group = parser.add_argument_group("reading a FILE (what is not given is found out from its content)")
    group.add_argument(
        "--pixel-range",
        type=float,
        nargs=2,
        metavar=("LOW", "HIGH"),
        help="the pixel values of background and of full ink, such as 0 255",
    )
    group.add_argument(
        "--invert", action="store_true", help="swap ink and background, for digits that are dark on light"
    )
    group.add_argument(
        "--turn", choices=TURNS, default="auto", help="turn or mirror all images (default: only if the format does)"
    )
    group.add_argument("--fit", action="store_true", help="fit and centre each image as drawings are")
    group.add_argument(
        "--label-column",
        choices=LABEL_COLUMNS,
        default="auto",
        help="where the label stands in a table (default: %(default)s)",
    )
    group.add_argument(
        "--classes",
        metavar="NAME,NAME,…",
        default="",
        help=f"what the labels 0, 1, … stand for: names, or {' or '.join(CLASS_NAMES)} for those of that data set "
        "(default: what the file says)",
    )
    group.add_argument(
        "--unique",
        action="store_true",
        help="leave out duplicates, and images that are in the validation or test set, too",
    )
    group.add_argument(
        "--split-seed",
        type=int,
        default=0,
        metavar="N",
        help="decides which images are held out (default: %(default)s)",
    )


def add_split_options(parser: argparse.ArgumentParser) -> None:
    """Where test and validation images come from."""
    parser.add_argument(
        "--test",
        type=Path,
        metavar="FILE",
        help="another file or part of the collection, to use as the test set (default: the data's own, or a part)",
    )
    parser.add_argument(
        "--validation",
        type=_file_or_count,
        metavar="FILE|N",
        help="another file or part of the collection, to watch while training, or how many images of a FILE are held "
        "out for that, 0 for none (default: a tenth)",
    )


def _file_or_count(text: str) -> str:
    """A file's name or how many images; no file is called -5."""
    if text.startswith("-") and text[1:].isdecimal():
        raise argparse.ArgumentTypeError(f"the number of images must be 0 or more, not {text}")
    return text


def given_data_options(arguments: argparse.Namespace) -> DataOptions:
    """How files are to be read. Raises SettingsError for a wrong value."""
    try:
        return DataOptions(
            pixel_range=tuple(arguments.pixel_range) if arguments.pixel_range else None,
            invert=arguments.invert,
            turn=arguments.turn,
            fit=arguments.fit,
            label_column=arguments.label_column,
            classes=classes_named(arguments.classes),
            split_seed=arguments.split_seed,
            unique=arguments.unique,
        )
    except DataError as error:
        raise SettingsError(str(error)) from None


def any_data_option(arguments: argparse.Namespace) -> bool:
    """Whether the command line says how files are read."""
    return given_data_options(arguments) != DEFAULT_OPTIONS

"""The words of `digitpad runs` and `digitpad collection`: what there is to do with what is kept."""

import argparse
from pathlib import Path

from digitpad.cli.options.data_options import add_json
from digitpad.core.collection.query import LABELS, NO_DIGIT, READ
from digitpad.core.models.formats import ENDINGS
from digitpad.core.sheets.layout import PAPERS
from digitpad.core.writers import FORMS

ARCHIVE = "zip"


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


def add_collection(parser: argparse.ArgumentParser) -> None:
    """An action for each thing to do with the collection."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="a line for each writer", description="List the writers and their digits.")
    added = actions.add_parser(
        "add",
        help="add drawings from files",
        description="Add drawings from files of strokes as `digitpad replay` takes them, from photographs of sheets "
        "that `digitpad collection sheet` wrote, or from pictures of one digit or of several.",
    )
    added.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file of strokes, or a picture")
    added.add_argument("--writer", metavar="NAME", help="who wrote them (default: whom the file names)")
    added.add_argument(
        "--label",
        type=_labels,
        metavar="LABEL",
        help=f"what they are, 0 to 9 or {NO_DIGIT} (default: what the file or the sheet says); of a picture with "
        "several digits, all of them, row after row, such as 0123456789",
    )
    added.add_argument("--doubtful", action="store_true", help="also what seems to be crossed out on a sheet")
    added.add_argument("--model", type=Path, metavar="MODEL", help="the model that reads them (default: the built-in)")
    exported = actions.add_parser(
        "export",
        help="write drawings to a file",
        description="Write drawings to an archive to take along, or the images of the digits in another form.",
    )
    exported.add_argument("--out", type=Path, required=True, metavar="PATH", help="the file or folder to write")
    forms = "; ".join(f"{name}: {title}" for name, (title, _) in FORMS.items())
    exported.add_argument(
        "--as",
        dest="form",
        choices=(ARCHIVE, *(form for form in FORMS if form != ARCHIVE)),
        default=ARCHIVE,
        help=f"zip: all there is to know, to import again (default); {forms}",
    )
    exported.add_argument("--anonymous", action="store_true", help="replace the names of the writers by numbers")
    imported = actions.add_parser(
        "import",
        help="add the drawings of exported archives",
        description="Add the drawings of exported archives that are not there yet. All of a file is checked first.",
    )
    imported.add_argument("files", nargs="+", type=Path, metavar="FILE", help="an archive by `collection export`")
    checked = actions.add_parser("check", help="check the database", description="Check that nothing is damaged.")
    sheet = actions.add_parser(
        "sheet",
        help="make a sheet to print and to write on",
        description="Make a sheet with boxes for a hundred digits, ten of each. Print it, write on it, and photograph "
        "it: `digitpad collection add PHOTO --writer NAME` keeps what was written.",
    )
    sheet.add_argument("--out", type=Path, required=True, metavar="FILE", help="the .pdf or .png to write")
    sheet.add_argument("--paper", choices=PAPERS, default="A4", help="the size to print on (default: %(default)s)")
    add_json(sheet)
    compared = actions.add_parser(
        "compare",
        help="a table of writers and models",
        description="Say how well each model reads each writer's held-out digits, and MNIST's test set.",
    )
    compared.add_argument("models", nargs="+", type=Path, metavar="MODEL", help="a model file")
    for each in (listed, exported):
        each.add_argument("--writer", nargs="+", metavar="NAME", help="only drawings by these writers")
        each.add_argument("--label", nargs="+", choices=LABELS, help="only these digits")
        each.add_argument("--since", metavar="DAY", help="only what was written since this day, such as 2026-11-30")
        each.add_argument("--until", metavar="DAY", help="only what was written on this day or earlier")
        each.add_argument("--read", choices=tuple(READ), help="only those that the model read so")
    for each in (listed, added, exported, imported, checked, compared):
        each.add_argument("--collection", type=Path, metavar="FILE", help="the collection (default: the window's)")
        add_json(each)


def _labels(text: str) -> str:
    """A label, or several digits."""
    if text != NO_DIGIT and not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"{text!r} is neither a digit, nor several, nor {NO_DIGIT}")
    return text

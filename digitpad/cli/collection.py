"""digitpad collection"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.collection_add import add, say_added
from digitpad.cli.options.kept_options import ARCHIVE
from digitpad.cli.output import counted, percent, print_result, table_lines
from digitpad.core.collection.archive import export_task, import_all_task
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import WriterSummary
from digitpad.core.collection.query import READ, Filter, day_after, day_of, labels_of
from digitpad.core.errors import CollectionError
from digitpad.core.evaluation.comparison import writer_table_task
from digitpad.core.files import is_kind
from digitpad.core.models.formats import open_model
from digitpad.core.network import CLASSES
from digitpad.core.sheets.layout import PLACES, write_sheet
from digitpad.core.tasks import run_to_completion
from digitpad.core.writers import export_digits_task

_COLUMNS = ("writer", *map(str, range(CLASSES)), "none", "all", "correct", "held out")


def collection(arguments: argparse.Namespace) -> bool:
    """List, fill, export, merge or check the collection; returns whether all that was asked for was done."""
    if arguments.action == "sheet":
        return _sheet(arguments)
    place = arguments.collection
    if place and arguments.action not in ("add", "import") and not is_kind(place, Path.exists):
        raise CollectionError(f"{place} does not exist; check the name.")
    return _ACTIONS[arguments.action](arguments, place or paths.COLLECTION)


def _list(arguments: argparse.Namespace, place: Path) -> bool:
    with Collection.open(place) as found:
        writers = found.summary(_which(arguments))
    content = {"file": str(place), "writers": list(map(_as_json, writers.items()))}
    lines = [f"{place} has no such drawings."]
    if writers:
        total = counted(sum(each.drawings for each in writers.values()), "drawing")
        lines = [*table_lines([_COLUMNS, *map(_row, writers.items())]), f"{total} in {place}"]
    print_result(arguments, content, lines)
    return True


def _export(arguments: argparse.Namespace, place: Path) -> bool:
    which = _which(arguments)
    if arguments.form == ARCHIVE:
        count = run_to_completion(export_task(place, arguments.out, which, arguments.anonymous))
        written = [arguments.out]
    else:
        count, written = run_to_completion(export_digits_task(place, arguments.out, arguments.form, which))
    content = {"file": str(place), "drawings": count}
    print_result(arguments, content, [counted(count, "drawing")], written=written)
    return True


def _import(arguments: argparse.Namespace, place: Path) -> bool:
    found = run_to_completion(import_all_task(arguments.files, place))
    say_added(arguments, place, found.added, found.known)
    return True


def _sheet(arguments: argparse.Namespace) -> bool:
    write_sheet(arguments.out, arguments.paper)
    lines = [f"{len(PLACES)} digits to write on {arguments.paper} paper"]
    print_result(arguments, {"digits": len(PLACES)}, lines, written=[arguments.out])
    return True


def _check(arguments: argparse.Namespace, place: Path) -> bool:
    with Collection.open(place) as found:
        problems, count = found.problems(), found.count()
    content = {"file": str(place), "drawings": count, "problems": problems}
    state = f"{counted(count, 'drawing')} in {place}, {'nothing' if not problems else 'something'} is damaged"
    print_result(arguments, content, [*problems, state])
    return not problems


def _compare(arguments: argparse.Namespace, place: Path) -> bool:
    models = [open_model(path) for path in arguments.models]
    rows = run_to_completion(writer_table_task(place, models))
    names = [model.name for model in models]
    told = [{"name": each.name, "n": each.n, "accuracies": list(each.accuracies)} for each in rows]
    cells = [(each.name, str(each.n), *map(percent, each.accuracies)) for each in rows]
    lines = table_lines([("held-out digits by", "digits", *names), *cells])
    print_result(arguments, {"file": str(place), "models": names, "rows": told}, lines)
    return True


_ACTIONS: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
    "list": _list,
    "add": add,
    "export": _export,
    "import": _import,
    "check": _check,
    "compare": _compare,
}


def _which(arguments: argparse.Namespace) -> Filter:
    """With the words of a part of the collection."""
    return Filter(
        labels=arguments.label and labels_of(",".join(arguments.label)),
        writers=arguments.writer and frozenset(arguments.writer),
        since=arguments.since and day_of(arguments.since),
        until=arguments.until and day_after(arguments.until),
        right=arguments.read and READ[arguments.read],
    )


def _as_json(item: tuple[str, WriterSummary]) -> dict[str, Any]:
    name, found = item
    return {"writer": name, "drawings": found.drawings} | found._asdict()


def _row(item: tuple[str, WriterSummary]) -> tuple[str, ...]:
    name, found = item
    correct = percent(found.correct / found.read if found.read else None)
    return (name, *map(str, (*found.digits, found.no_digit, found.drawings)), correct, str(found.held_out))

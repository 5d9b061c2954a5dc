"""digitpad collection"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.options.collection_options import ARCHIVE
from digitpad.cli.output import counted, percent, print_document, print_error, print_table, print_written
from digitpad.core.collection.archive import check_apart, export_task
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import (
    CollectedDrawing,
    Source,
    check_writer,
    from_prediction,
    is_writer,
    model_fingerprint,
)
from digitpad.core.collection.importing import import_all_task
from digitpad.core.collection.part import NO_DIGIT, READ, day_after, day_of, labels_of
from digitpad.core.collection.query import Filter
from digitpad.core.collection.rows import WriterSummary
from digitpad.core.drawing.strokes import Placing
from digitpad.core.errors import CollectionError, DataError, SettingsError
from digitpad.core.evaluation.writer_table import writer_table_task
from digitpad.core.files import is_kind
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.network import CLASSES, SIDE
from digitpad.core.pictures.decode import is_picture, open_picture
from digitpad.core.pictures.layer import read_picture
from digitpad.core.readers.strokes.stroke_checks import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes.strokes import read_strokes
from digitpad.core.recognition.predict import predict_drawings
from digitpad.core.tasks import run_to_completion
from digitpad.core.writers import WrittenPart, write_parts

_COLUMNS = ("writer", *map(str, range(CLASSES)), "none", "all", "correct", "held out")
_MOST_NAMED = 20


def collection(arguments: argparse.Namespace) -> bool:
    """List, fill, export, merge or check the collection; returns whether all that was asked for was done."""
    place = arguments.collection
    if place and arguments.action not in ("add", "import") and not is_kind(place, Path.exists):
        raise CollectionError(f"{place} does not exist; check the name.")
    return _ACTIONS[arguments.action](arguments, place or paths.COLLECTION)


def _list(arguments: argparse.Namespace, place: Path) -> bool:
    with Collection.open(place) as found:
        writers = found.summary(_which(arguments))
    if arguments.json:
        print_document("collection list", {"file": str(place), "writers": list(map(_as_json, writers.items()))})
        return True
    if not writers:
        print(f"{place} has no such drawings.")
        return True
    print_table([_COLUMNS, *map(_row, writers.items())])
    print(f"{counted(sum(each.drawings for each in writers.values()), 'drawing')} in {place}")
    return True


def _add(arguments: argparse.Namespace, place: Path) -> bool:
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    if arguments.writer is not None:
        check_writer(arguments.writer, SettingsError)
    drawings: list[CollectedDrawing] = []
    left_out = 0
    for path in arguments.files:
        for each in _picture(arguments, path, model) if is_picture(path) else _strokes(arguments, path, model):
            if isinstance(each, CollectedDrawing):
                drawings.append(each)
            else:
                left_out += 1
                if left_out <= _MOST_NAMED:
                    print_error(f"{path}, {each}; it is left out.")
    if left_out > _MOST_NAMED:
        print_error(f"{left_out - _MOST_NAMED:,} more drawings are left out.")
    with Collection.open(place) as found:
        added = len(found.merge(drawings))
    _say_added("collection add", arguments, place, added, len(drawings) - added)
    return not left_out


def _export(arguments: argparse.Namespace, place: Path) -> bool:
    which = _which(arguments)
    if arguments.form == ARCHIVE:
        count = run_to_completion(export_task(place, arguments.out, which, arguments.anonymous))
        written = [arguments.out]
    else:
        check_apart(place, arguments.out)
        with Collection.open(place) as found:
            pixels, y = found.images(which)
        if not len(y):
            raise CollectionError(f"There are no such digits in {place} to export.")
        part = WrittenPart("train", pixels.reshape(-1, SIDE, SIDE), y.astype("uint8"))
        count, written = len(y), write_parts(arguments.form, arguments.out, [part])
    if arguments.json:
        print_document("collection export", {"file": str(place), "drawings": count}, written=written)
    else:
        print(counted(count, "drawing"))
        print_written(written)
    return True


def _import(arguments: argparse.Namespace, place: Path) -> bool:
    found = run_to_completion(import_all_task(arguments.files, place))
    _say_added("collection import", arguments, place, found.added, found.known)
    return True


def _check(arguments: argparse.Namespace, place: Path) -> bool:
    with Collection.open(place) as found:
        problems, count = found.problems(), found.count()
    if arguments.json:
        print_document("collection check", {"file": str(place), "drawings": count, "problems": problems})
    else:
        for each in problems:
            print(each)
        print(f"{counted(count, 'drawing')} in {place}, {'nothing' if not problems else 'something'} is damaged")
    return not problems


def _compare(arguments: argparse.Namespace, place: Path) -> bool:
    models = [open_model(path) for path in arguments.models]
    rows = run_to_completion(writer_table_task(place, models))
    names = [model.name for model in models]
    if arguments.json:
        content = {"file": str(place), "models": names}
        told = [{"name": each.name, "n": each.n, "accuracies": list(each.accuracies)} for each in rows]
        print_document("collection compare", content | {"rows": told})
    else:
        cells = [(each.name, str(each.n), *map(percent, each.accuracies)) for each in rows]
        print_table([("held-out digits by", "digits", *names), *cells])
    return True


_ACTIONS: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
    "list": _list,
    "add": _add,
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


def _label(text: str) -> int | None:
    return None if text == NO_DIGIT else int(text)


def _strokes(arguments: argparse.Namespace, path: Path, model: Model) -> Iterator[CollectedDrawing | str]:
    """The drawings of a file in canvas units, read by the model; or why one is left out."""
    sound: list[LabelledDrawing] = []
    for each in read_strokes(path):
        if isinstance(each, BrokenLine):
            yield str(each)
        elif not each.drawing:
            yield f"line {each.line}: it has no strokes"
        elif not (each.labelled or arguments.label):
            yield f"line {each.line}: it has no label, name one by --label"
        elif each.number and not arguments.label:
            yield f"line {each.line}: it is a number of several digits"
        elif not (each.writer or arguments.writer):
            yield f"line {each.line}: it has no writer, name one by --writer"
        elif not (arguments.writer or is_writer(each.writer)):
            yield f"line {each.line}: its writer’s name is too long, name one by --writer"
        else:
            sound.append(each)
    placed = [Placing().apply(each.drawing) for each in sound]
    answers = predict_drawings(model.network, placed, model.normalisation, model.detector)
    fingerprint = model_fingerprint(model)
    for each, strokes, answer in zip(sound, placed, answers, strict=True):
        yield from_prediction(
            answer,
            model,
            label=_label(arguments.label) if arguments.label else each.digit,
            writer=arguments.writer or each.writer,
            strokes=strokes,
            source=Source.FILE,
            fingerprint=fingerprint,
        )


def _picture(arguments: argparse.Namespace, path: Path, model: Model) -> Iterator[CollectedDrawing | str]:
    if not (arguments.label and arguments.writer):
        raise SettingsError(f"{path} is a picture; say what it shows by --label, and who wrote it by --writer.")
    try:
        found = read_picture(model.network, open_picture(path), model.normalisation, model.detector)
    except DataError as error:
        yield f"which cannot be read: {str(error).removesuffix('.')}"
        return
    if found.reading.is_number:
        yield f"which shows several digits ({found.reading.text}): give a picture of one"
        return
    label, writer = _label(arguments.label), arguments.writer
    yield from_prediction(found.reading.whole, model, label=label, writer=writer, source=Source.PICTURE)


def _say_added(command: str, arguments: argparse.Namespace, place: Path, added: int, known: int) -> None:
    if arguments.json:
        print_document(command, {"file": str(place), "added": added, "known": known})
    else:
        print(f"added {counted(added, 'drawing')} to {place}; {known:,} already there")


def _as_json(item: tuple[str, WriterSummary]) -> dict[str, Any]:
    name, found = item
    return {"writer": name, "drawings": found.drawings} | found._asdict()


def _row(item: tuple[str, WriterSummary]) -> tuple[str, ...]:
    name, found = item
    correct = percent(found.correct / found.read if found.read else None)
    return (name, *map(str, (*found.digits, found.no_digit, found.drawings)), correct, str(found.held_out))

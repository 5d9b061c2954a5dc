"""digitpad collection add"""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from digitpad import paths
from digitpad.cli.output import counted, print_error, print_result, shown
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source, check_writer, from_prediction, is_writer
from digitpad.core.collection.query import NO_DIGIT
from digitpad.core.drawing.strokes import Placing
from digitpad.core.errors import DataError, SettingsError
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import is_picture, open_picture
from digitpad.core.pictures.layer import read_picture
from digitpad.core.readers.pen_formats import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.predict import predict_drawings
from digitpad.core.sheets.reading import read_sheet_task
from digitpad.core.tasks import run_to_completion

_MOST_NAMED = 20


def add(arguments: argparse.Namespace, place: Path) -> bool:
    """Add what files of strokes, pictures and photographs of sheets hold; returns whether nothing was left out."""
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    if arguments.writer is not None:
        check_writer(arguments.writer, SettingsError)
    drawings: list[CollectedDrawing] = []
    sheets: list[dict[str, Any]] = []
    left_out = 0
    for path in arguments.files:
        read = _strokes
        if is_picture(path):
            read = _picture if arguments.label else partial(_sheet, sheets)
        for each in read(arguments, path, model):
            if isinstance(each, CollectedDrawing):
                drawings.append(each)
            else:
                left_out += 1
                if left_out <= _MOST_NAMED:
                    print_error(f"{shown(path)}, {each}; it is left out.")
    if left_out > _MOST_NAMED:
        print_error(f"{left_out - _MOST_NAMED:,} more drawings are left out.")
    with Collection.open(place) as found:
        added = len(found.merge(drawings))
    lines = [line for sheet in sheets for line in _sentences(sheet)]
    say_added(arguments, place, added, len(drawings) - added, lines, sheets=sheets)
    return not left_out


def _label(text: str) -> int | None:
    """The label that an option names."""
    return None if text == NO_DIGIT else int(text)


def say_added(
    arguments: argparse.Namespace, place: Path, added: int, known: int, lines: Sequence[str] = (), **more: object
) -> None:
    """Say how many drawings are new."""
    said = [*lines, f"added {counted(added, 'drawing')} to {place}; {known:,} already there"]
    print_result(arguments, {"file": str(place), "added": added, "known": known, **more}, said)


def _strokes(arguments: argparse.Namespace, path: Path, model: Model) -> Iterator[CollectedDrawing | str]:
    """The drawings of a file in canvas units, read by the model; or why one is left out."""
    if arguments.label and arguments.label != NO_DIGIT and len(arguments.label) > 1:
        raise SettingsError(
            f"Each drawing in {path} is one digit; --label {arguments.label} is for a picture of several."
        )
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
    answers = predict_drawings(model.recogniser, placed)
    for each, strokes, answer in zip(sound, placed, answers, strict=True):
        yield from_prediction(
            answer,
            model,
            label=_label(arguments.label) if arguments.label else each.digit,
            writer=arguments.writer or each.writer,
            strokes=strokes,
            source=Source.FILE,
        )


def _picture(arguments: argparse.Namespace, path: Path, model: Model) -> Iterator[CollectedDrawing | str]:
    """The digit on a picture, or the digits that stand there in rows if as many labels are given."""
    writer = _writer_of(arguments, path)
    try:
        found = read_picture(model.recogniser, open_picture(path))
    except DataError as error:
        yield f"which cannot be read: {str(error).removesuffix('.')}"
        return
    digits, labels = found.reading.digits, arguments.label
    labels = [labels] if labels == NO_DIGIT else [*labels]
    if len(digits) != len(labels):
        shows = f"{counted(len(digits), 'digit')} ({found.reading.text})"
        yield f"which shows {shows}, not {len(labels)}: give a label for each by --label, or a picture of one"
        return
    for each, label in zip(digits, labels, strict=True):
        yield from_prediction(each.prediction, model, label=_label(label), writer=writer, source=Source.PICTURE)


def _sheet(
    sheets: list[dict[str, Any]], arguments: argparse.Namespace, path: Path, model: Model
) -> Iterator[CollectedDrawing | str]:
    """The digits on a photograph of a sheet, but those that may be crossed out; `sheets` gets what is told of it."""
    writer = _writer_of(arguments, path)
    try:
        found = run_to_completion(read_sheet_task(model, open_picture(path, whole=True)))
    except DataError as error:
        yield f"which has no --label, as a sheet: {str(error).removesuffix('.')}"
        return
    told = []
    for each in found.digits:
        assert each.place
        answer, kept = each.prediction, arguments.doubtful or not each.doubt
        place = {"row": each.place.row + 1, "column": each.place.column + 1, "label": each.label}
        read = {"digit": answer.digit, "probability": answer.probability}
        told.append({**place, **read, "doubt": each.doubt or None, "kept": kept})
        if kept:
            yield from_prediction(answer, model, label=each.label, writer=writer, source=Source.PICTURE)
    sheets.append({"file": shown(path), "empty": found.empty, "digits": told})


def _writer_of(arguments: argparse.Namespace, path: Path) -> str:
    if not arguments.writer:
        raise SettingsError(f"{path} is a picture; say who wrote it by --writer.")
    return str(arguments.writer)


def _sentences(sheet: dict[str, Any]) -> Iterator[str]:
    """What a sheet holds, and a line for each box that is left out."""
    digits = sheet["digits"]
    kept = sum(each["kept"] for each in digits)
    read = sum(each["kept"] and each["digit"] == each["label"] for each in digits)
    yield f"{sheet['file']}: {counted(kept, 'digit')}, {read:,} read as asked for; {sheet['empty']:,} empty"
    for each in digits:
        if not each["kept"]:
            place = f"row {each['row']}, column {each['column']}, a {each['label']}"
            yield f"  {place}: {each['doubt']}; it is left out (--doubtful keeps it)"

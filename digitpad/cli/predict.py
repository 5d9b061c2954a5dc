"""digitpad predict"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from digitpad import paths
from digitpad.cli.options.data_options import given_data_options
from digitpad.cli.output import print_error, print_result, shown
from digitpad.core.dataset import class_names
from digitpad.core.drawing.normalise import Ink
from digitpad.core.errors import DataError, OutputError, SettingsError, printable
from digitpad.core.files import check_can_write, explained_write, write_csv
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.network import SIDE
from digitpad.core.pictures.decode import open_picture
from digitpad.core.pictures.layer import read_picture
from digitpad.core.readers.data_file import read_file
from digitpad.core.readers.options import DataOptions
from digitpad.core.readers.pen_formats import BrokenLine
from digitpad.core.readers.raw_reader import is_data
from digitpad.core.readers.strokes import is_strokes, read_strokes
from digitpad.core.recognition.number import Reading, read_drawing
from digitpad.core.recognition.predict import Prediction, predict_image

_SHADES = " .:-=+*#%@"  # from no ink to full ink
_ACROSS = 20  # images in a row of a picture


def predict(arguments: argparse.Namespace) -> bool:
    """Read what each picture and drawing shows. One that cannot be read costs a line on standard error, no more."""
    if arguments.save_seen:
        check_picture(arguments.save_seen)
    if arguments.out:
        check_can_write(arguments.out, OutputError)
    options = given_data_options(arguments)
    model = open_model(arguments.model or paths.BUNDLED_MODEL)
    answers: list[_Answer] = []
    complete = True
    for path in arguments.images:
        for answer in _answers(model, path, options):
            if isinstance(answer, DataError):
                print_error(str(answer))
                complete = False
            else:
                answers.append(answer)
    if arguments.save_seen and answers:
        write_pictures(arguments.save_seen, [answer.seen for answer in answers])
    if arguments.out:
        digits = [answer.told["digit"] for answer in answers]
        write_csv(arguments.out, {"ImageId": range(1, len(answers) + 1), "Label": digits})
    written = [arguments.save_seen] if arguments.save_seen and answers else []
    written += [arguments.out] if arguments.out else []
    found = {"answers": [answer.told for answer in answers]}
    lines = (line for answer in answers for line in _lines(answer, arguments.show))
    print_result(arguments, found, lines, model=model, file=arguments.model, written=written)
    return complete


class _Answer(NamedTuple):
    """What is printed of a picture or a drawing, and the image that the network saw."""

    told: dict[str, Any]
    seen: Ink


def _lines(answer: _Answer, show: bool) -> Iterator[str]:
    yield _sentence(answer.told)
    if show:
        yield from text_picture(answer.seen)


def _answers(model: Model, path: Path, options: DataOptions) -> Iterator[_Answer | DataError]:
    if is_strokes(path):
        return _drawings(model, path)
    return _images(model, path, options) if is_data(path) else _picture(model, path)


def _images(model: Model, path: Path, options: DataOptions) -> Iterator[_Answer | DataError]:
    """All images of a data file, with labels or without."""
    try:
        found = read_file(path, options)
    except DataError as error:
        yield error
        return
    images = [found.unlabelled] if found.unlabelled is not None else [part.X for part in found.parts.values()]
    number = 0
    for X in images:
        for row in range(len(X)):
            number += 1
            ink = ((X[row] + 1) / 2).reshape(SIDE, SIDE)
            answer = predict_image(model.recogniser, ink)
            yield _Answer({"file": shown(path), "line": number} | _told(answer, model.classes), ink)


def _picture(model: Model, path: Path) -> Iterator[_Answer | DataError]:
    try:
        picture = open_picture(path)
    except DataError as error:
        yield error
        return
    try:
        found = read_picture(model.recogniser, picture)
    except DataError as error:
        yield DataError(f"{path}: {error}")
        return
    yield _Answer({"file": shown(path)} | _reported(found.reading, model.classes), found.reading.whole.seen)


def _drawings(model: Model, path: Path) -> Iterator[_Answer | DataError]:
    for each in read_strokes(path):
        if isinstance(each, BrokenLine):
            yield DataError(f"{path}, {each}.")
            continue
        reading = read_drawing(model.recogniser, each.drawing)
        told = _reported(reading, model.classes)
        yield _Answer({"file": shown(path), "line": each.line} | told, reading.whole.seen)


def _reported(reading: Reading, classes: Sequence[str]) -> dict[str, Any]:
    """What was read as JSON has it: that of one digit, or of a number, and in any case each digit with its box."""
    digits = [_told(each.prediction, classes) | {"box": [*each.box]} for each in reading.digits]
    if not reading.is_number:
        return _told(reading.whole, classes) | {"number": reading.text or None, "digits": digits}
    whole = {"refusal": reading.rejection, "digit": None, "probability": reading.probability}
    rows = {"rows": reading.row_texts} if reading.rows else {}
    return whole | {"runner_up": None, "probabilities": None, "number": reading.text, "digits": digits} | rows


def _told(answer: Prediction, classes: Sequence[str] = ()) -> dict[str, Any]:
    """The answer as JSON has it; the most probable digit is there for what is refused, too, with the class's name."""
    named = {} if answer.digit is None or not classes else {"class": class_names(classes)[answer.digit]}
    if named and answer.runner_up is not None:
        named["runner_up_class"] = class_names(classes)[answer.runner_up]
    return named | {
        "refusal": answer.rejection,
        "digit": answer.digit,
        "probability": None if answer.digit is None else answer.probability,
        "runner_up": answer.runner_up,
        "probabilities": None if answer.probabilities is None else [float(each) for each in answer.probabilities],
    }


def _sentence(answer: dict[str, Any]) -> str:
    place = printable(answer["file"]) + (f":{answer['line']}" if "line" in answer else "")
    if len(answer.get("digits", ())) > 1:
        doubt = f", not sure: {answer['refusal']}" if answer["refusal"] else ""
        return f"{place}: {answer['number']} ({_sure(answer)}{doubt})"
    if answer["refusal"]:
        return f"{place}: no digit ({answer['refusal']})"
    name = answer.get("class", answer["digit"])
    if answer["runner_up"] is not None:
        other = answer.get("runner_up_class", answer["runner_up"])
        return f"{place}: not sure: {name} or {other} ({_sure(answer)})"
    return f"{place}: {name} ({_sure(answer)})"


def text_picture(seen: Ink) -> Iterator[str]:
    """A line for each row of the image (28, 28), with two letters a pixel: a letter is twice as high as wide."""
    for row in np.rint(seen * (len(_SHADES) - 1)).astype(int):
        yield "".join(2 * _SHADES[shade] for shade in row).rstrip()


def check_picture(path: Path) -> None:
    """Raise, in words, when no picture can be written to `path`: SettingsError for its ending, else OutputError."""
    if path.suffix.lower() != ".png":
        raise SettingsError(f"Pictures are saved as .png, not as {path.name}; choose another name.")
    check_can_write(path, OutputError)


def write_pictures(path: Path, images: Sequence[Ink]) -> None:
    """Write the images (28, 28) side by side, white on black, twenty in a row. Raises OutputError."""
    rows = -(-len(images) // _ACROSS)
    sheet = np.zeros((rows, SIDE, min(len(images), _ACROSS), SIDE), np.uint8)
    for number, image in enumerate(images):
        sheet[number // _ACROSS, :, number % _ACROSS] = np.rint(255 * image)
    with explained_write(path, OutputError) as file:
        Image.fromarray(sheet.reshape(rows * SIDE, -1)).save(file, format="PNG")


def _sure(answer: dict[str, Any]) -> str:
    """How probable an answer is: never 100 %, which no network can know."""
    share = answer["probability"]
    return "> 99.9 %" if share > 0.999 else f"{100 * share:.1f} %"

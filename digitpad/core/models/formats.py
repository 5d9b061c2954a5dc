"""The files a model is kept in, or given to other programs as: the ending of the name says which."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from digitpad.core.errors import ModelError, SettingsError
from digitpad.core.files import check_can_write, open_to_read
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.foreign import arrays_in, conversion, described, recognised
from digitpad.core.models.model import Model
from digitpad.core.models.onnx import write_float_onnx, write_onnx
from digitpad.core.models.safetensors import is_safetensors, read_safetensors, write_safetensors
from digitpad.core.models.standalone import weights_beside, write_page, write_script

_HEAD = 64  # bytes, by which a file is known
_EXPORTS = b"\x08\x08\x12\x08digitpad", b"<!DOCTYPE html>", b'"""Reads handwritten digits'


class Format(NamedTuple):
    """How a model is written, and what that is."""

    write: Callable[[Path, Model], None]
    title: str


FORMATS = {
    ".npz": Format(write_model, "digitpad's own, for NumPy"),
    ".safetensors": Format(write_safetensors, "PyTorch and others, layers fc1 and fc2"),
    ".float.onnx": Format(write_float_onnx, "ONNX, images of numbers from 0 to 1"),
    ".onnx": Format(write_onnx, "ONNX, images of bytes from 0 to 255"),
    ".html": Format(write_page, "a page to draw on, for a phone or a browser"),
    ".py": Format(write_script, "a script to read, which needs NumPy alone"),
}
ENDINGS = ", ".join(list(FORMATS)[:-1]) + " or " + list(FORMATS)[-1]


def format_of(path: Path) -> Format:
    """The format that the ending of the name asks for. Raises SettingsError for another."""
    for ending, found in FORMATS.items():
        if path.name.lower().endswith(ending) and len(path.name) > len(ending):
            return found
    raise SettingsError(f"{path} has no ending that says how to save a model; use {ENDINGS}.")


def model_name(path: Path) -> str:
    """What a model is called that is saved at `path`: the file's name without the ending of a format."""
    ending = next((each for each in FORMATS if path.name.lower().endswith(each)), path.suffix)
    return path.name[: len(path.name) - len(ending)] or path.name


def check_can_save(path: Path) -> None:
    """Raise, in words, when no model can be saved at `path`: better now than after an hour of training.

    That is SettingsError for a name with another ending, else ModelError.
    """
    format_of(path)
    check_can_write(path, ModelError)


def save_model(path: Path, model: Model) -> list[Path]:
    """Write the model in the format that the name's ending asks for; returns the files that were written.

    Raises SettingsError for another ending, and ModelError when a file cannot be written.
    """
    found = format_of(path)
    found.write(path, model)
    return [path, weights_beside(path)] if found.write is write_script else [path]


def open_model(path: Path) -> Model:
    """The model in the file at `path`, by its content and not by its name: ours, or another maker's.

    Raises ModelError, in one sentence, for anything else, and for files that would have to be unpickled.
    """
    with open_to_read(path, ModelError) as file:
        head = file.read(_HEAD)
    if is_safetensors(head):
        found = read_safetensors(path)
        if isinstance(found, Model):
            return found
        arrays = found
    else:
        convert = conversion(path, head)
        if convert or head.startswith(_EXPORTS):
            raise ModelError(convert or f"{path} was made for other programs; open the .npz file of the model.")
        arrays = arrays_in(path)
    if not arrays:
        return read_model(path)
    model = recognised(path, arrays)
    if model is None:
        raise ModelError(
            f"{path} is no network of 784 inputs, one hidden layer and 10 outputs: it has {described(arrays)}; choose "
            "another model."
        )
    return model

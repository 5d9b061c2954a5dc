"""What a command says, and how it ends when something goes wrong: one line and an exit status, never a traceback."""

import argparse
import io
import json
import math
import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from digitpad import __version__
from digitpad.core.dataset import class_names
from digitpad.core.errors import DigitpadError, SettingsError, printable
from digitpad.core.models.model import Model

INTERRUPTED = 130  # as shells have it
WRONG_ARGUMENT = 2  # as the parser has it
DOCUMENT_FORMAT = 1
DASH, STANDARD_INPUT = "-", "standard-input"  # what stands for it, and the file that has what it held


def guarded(work: Callable[[], int]) -> int:
    """The exit status that `work` gives, or that of what goes wrong, which is said on standard error."""
    _prepare_streams()
    try:
        try:
            return work()
        finally:
            sys.stdout.flush()  # here, where it is known what to do if that fails
    except SystemExit as end:  # the parser has said why
        return end.code if isinstance(end.code, int) else 1
    except DigitpadError as error:
        print_error(str(error))
        return WRONG_ARGUMENT if isinstance(error, SettingsError) else 1
    except BrokenPipeError:  # whoever read our output has had enough
        _discard_output()
    except OSError as reason:
        print_error(f"{reason.filename or 'standard output'} cannot be used ({reason.strerror or reason}).")
        _discard_output()
    except MemoryError:
        print_error("there is not enough memory for that.")
    except KeyboardInterrupt:
        print_error("interrupted.")
        return INTERRUPTED
    return 1


def print_error(text: str) -> None:
    """One line on standard error, whatever the text."""
    with suppress(OSError):
        print(f"digitpad: {printable(text)}", file=sys.stderr)


def print_result(
    arguments: argparse.Namespace,
    content: Mapping[str, object],
    lines: Iterable[str],
    *,
    model: Model | None = None,
    file: Path | None = None,
    data: str | None = None,
    written: Iterable[Path] = (),
    command: str = "",
) -> None:
    """What a command found, in lines for people or as `--json` has it: with which program, model and data, and with the
    files it has written. `command` is the one that is run, unless it is named here.

    docs/json.schema.json describes each command's document; its `format` grows when a meaning changes.
    """
    if not getattr(arguments, "json", False):
        for line in (*lines, *(f"wrote {path}" for path in written)):
            print(line)
        return
    about = model and {
        "file": file and shown(file),
        "name": model.name,
        "hidden_units": model.network.hidden_units,
        "activation": model.network.activation,
        "trained_on": model.trained_on,
        "test_accuracy": model.test_accuracy,
    }
    command = command or " ".join(filter(None, (arguments.command, getattr(arguments, "action", ""))))
    head = {"digitpad": __version__, "format": DOCUMENT_FORMAT, "command": command, "model": about}
    print_json({**head, "data": data and shown(data), "written": [str(path) for path in written], **content})


def print_json(value: object) -> None:
    """The value as one line of JSON, which has no infinite numbers: null stands for them."""
    print(json.dumps(_finite(value), allow_nan=False))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def shown(path: Path | str) -> str:
    """How a command names a file that it reads."""
    return DASH if Path(path).name == STANDARD_INPUT else str(path)


def confusion_lines(confusion: Iterable[Iterable[int]], classes: Sequence[str] = ()) -> Iterator[str]:
    """A row for each true digit, a column for each digit that was read; `classes` are their names if they have any."""
    yield f"confusion: rows are the true {'classes' if classes else 'digits'}, columns what the model read"
    names = class_names(classes)
    width, apart = max(4, *map(len, names)), max(6, *(len(name) + 1 for name in names))
    yield " " * width + "".join(f"{name:>{apart}}" for name in names)
    for name, row in zip(names, confusion, strict=True):
        yield f"{name:>{width}}" + "".join(f"{count:{apart}d}" for count in row)


def table_lines(rows: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> Iterator[str]:
    """The rows, each column as wide as its widest cell; columns in `left` are aligned left, the others right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = enumerate(zip(row, widths, strict=True))
        yield "  ".join(cell.ljust(w) if at in left else cell.rjust(w) for at, (cell, w) in cells).rstrip()


def counted(count: int, what: str) -> str:
    """Such as “1 digit” or “1,200 digits”."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def percent(share: float | None) -> str:
    """A share in words; "-" for none."""
    return "-" if share is None else f"{100 * share:.2f} %"


def _prepare_streams() -> None:
    """Let every text be printed: on terminals that know few letters, and where a stream was closed before the start."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """What is still to be flushed at the end goes nowhere."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

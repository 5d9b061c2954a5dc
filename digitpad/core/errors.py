"""Errors a user can act on. Each message says what is wrong and what to do, in one sentence."""

import reprlib

MAX_MESSAGE = 1_000  # letters

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = _SHORT.maxlong = 60


def printable(text: str, longest: int = MAX_MESSAGE) -> str:
    """`text` for a terminal or a label: control characters escaped, and the middle left out where it is too long."""
    if len(text) > longest:
        half = longest // 2
        text = f"{text[:half]}…{text[-half:]}"
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text)


def one_line(text: str, longest: int) -> str:
    """`text` from outside as a name: a blank for what cannot be shown, none around it, and not longer."""
    return "".join(each if each.isprintable() else " " for each in text[:longest]).strip()


def quoted(value: object) -> str:
    """A value from outside, of any type and size, as a few words of Python."""
    return printable(_SHORT.repr(value), longest=200)


class DigitpadError(Exception):
    """Base of every error that is shown to the user as it stands: one printable line of bounded length."""

    def __init__(self, message: str) -> None:
        super().__init__(printable(message))


class DataError(DigitpadError):
    """A file of images, labels or drawings cannot be used."""


class ModelError(DigitpadError):
    """A model file cannot be used."""


class SettingsError(DigitpadError):
    """A setting, or an argument of a command, has a value that it cannot have."""


class TrainingDiverged(DigitpadError):
    """The cost is no longer a finite number, or all hidden units are dead; the weights are the last good ones."""


class CheckpointError(DigitpadError):
    """A file with the state of a run cannot be written or used."""


class CollectionError(DigitpadError):
    """The collection of drawings, or a file with one, cannot be read or written; what was there stays."""


class OutputError(DigitpadError):
    """A picture, a table or a report cannot be written."""


class MissingPackage(DigitpadError):
    """Something was asked for that needs an optional package that is not installed."""

    @classmethod
    def of(cls, what: str, package: str, extra: str) -> "MissingPackage":
        """The error that says so of `what`, and which of digitpad's extras brings the package."""
        return cls(f"{what} needs {package}, which is not installed; pip install 'digitpad[{extra}]' brings it.")

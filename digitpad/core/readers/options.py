"""How a file of images is to be read, where its content does not say."""

import math
from dataclasses import dataclass
from typing import Literal, get_args

from digitpad.core.dataset import Split
from digitpad.core.errors import DataError, quoted
from digitpad.core.network import CLASSES

Turn = Literal["auto", "none", "transpose", "mirror", "flip", "rotate-left", "rotate-right", "rotate-180"]
LabelColumn = Literal["auto", "first", "last"]
TURNS: tuple[str, ...] = get_args(Turn)
LABEL_COLUMNS: tuple[str, ...] = get_args(LabelColumn)
_LARGEST_SEED = 2**31 - 1
_LONGEST_NAME = 40


@dataclass(frozen=True)
class DataOptions:
    """What overrides the content of a file. The built-in data sets have no need of them.

    `pixel_range` has the pixel values of background and of full ink; None takes them from the content. `invert`
    exchanges ink and background. `turn` says how the images are turned; "auto" turns only what a format is known to
    store turned. `fit` brings each image into the form drawings have. `label_column` is that of a table. `classes` are
    names for the labels 0, 1, …. `split_seed` decides which images are held out. `unique` leaves out images that come
    again, and from the training images those that are for validation or test. With `no_validation` all images are
    learned from but the test's. `validation` and `test` are other files, or parts of the collection, in place of the
    data's own sets, built-in data's too; empty for none. `validation` may be the number of images to hold out, too.
    """

    pixel_range: tuple[float, float] | None = None
    invert: bool = False
    turn: str = "auto"
    fit: bool = False
    label_column: str = "auto"
    classes: tuple[str, ...] = ()
    split_seed: int = 0
    unique: bool = False
    no_validation: bool = False
    validation: str = ""
    test: str = ""

    @property
    def held_out(self) -> int | None:
        """How many images to hold out for validation; None for the usual, or where those of another file are used."""
        if self.no_validation:
            return 0
        return int(self.validation) if self.validation.removeprefix("-").isdecimal() else None

    @property
    def judges(self) -> dict[Split, str]:
        """The other files, or parts of the collection, that are used for validation and as the test set."""
        validation = self.validation if self.held_out is None else ""
        given = {Split.VALIDATION: validation, Split.TEST: self.test}
        return {split: source for split, source in given.items() if source}

    def __post_init__(self) -> None:
        """Raises DataError for values that cannot be used."""
        if self.pixel_range is not None:
            low, high = self.pixel_range
            if not 0 < abs(high - low) < math.inf:
                raise DataError(f"The pixel range {low:g} to {high:g} is none; give two different numbers.")
        for name, values in (("turn", TURNS), ("label_column", LABEL_COLUMNS)):
            if getattr(self, name) not in values:
                raise DataError(f"{name} must be {' or '.join(values)}, not {quoted(getattr(self, name))}.")
        if len(self.classes) > CLASSES or len(set(self.classes)) < len(self.classes):
            raise DataError(f"There can be up to {CLASSES} classes, each with a name of its own.")
        if not all(0 < len(name) <= _LONGEST_NAME and name.isprintable() for name in self.classes):
            raise DataError(f"The name of a class has 1 to {_LONGEST_NAME} printable letters.")
        if not 0 <= self.split_seed <= _LARGEST_SEED:
            raise DataError(f"The seed of the split must be a whole number from 0 to {_LARGEST_SEED}.")


DEFAULT_OPTIONS = DataOptions()

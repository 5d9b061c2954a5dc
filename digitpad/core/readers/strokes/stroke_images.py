"""Drawings as images: rendered as those on the canvas are."""

from collections.abc import Iterable
from itertools import islice
from pathlib import PurePosixPath

import numpy as np

from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.drawing.render import PackedDrawings, load_kernel, render
from digitpad.core.drawing.strokes import paths
from digitpad.core.errors import DataError
from digitpad.core.readers.members import Member
from digitpad.core.readers.raw import Array, RawImages
from digitpad.core.readers.strokes.stroke_checks import BrokenLine
from digitpad.core.readers.strokes.strokes import strokes_in

_AT_ONCE = 1_000
_MANIFEST = "manifest.json"  # in the export of a collection: JSON, too, but no drawing
_WORTH_COMPILING = 20_000  # bytes


def read_stroke_images(members: Iterable[Member], notes: list[str]) -> RawImages:
    """Images (n, 28, 28) of the drawings with a digit as their label. Raises DataError when there is none."""
    members = [each for each in members if PurePosixPath(each.name).name != _MANIFEST]
    if sum(member.size for member in members) > _WORTH_COMPILING:
        load_kernel()
    images: list[Array] = []
    labels: list[int] = []
    broken = others = 0
    for member in members:
        with member.open() as file:
            items = strokes_in(file)
            while some := list(islice(items, _AT_ONCE)):
                good = [each for each in some if not isinstance(each, BrokenLine) and each.drawing]
                broken += len(some) - len(good)
                digits = [each for each in good if not isinstance(each, BrokenLine)]
                named = [(each, each.digit if each.labelled else _in_name(member)) for each in digits]
                known = [(each, digit) for each, digit in named if digit is not None]
                others += len(digits) - len(known)
                if known:
                    ink = render(PackedDrawings.of(paths(each.drawing) for each, _ in known), DEFAULT)
                    images.append(np.round(ink * 255).astype(np.uint8))
                    labels += [digit for _, digit in known]
    if not images:
        raise DataError('it has no drawing of a digit with its label; give lines like {"label": 7, "strokes": …}.')
    notes.append(f"{len(labels):,} drawings rendered as those on the canvas")
    if broken:
        notes.append(f"{broken:,} broken lines left out")
    if others:
        notes.append(f"{others:,} drawings that are no digit left out")
    return RawImages(np.concatenate(images), np.array(labels), ready=True)


def _in_name(member: Member) -> int | None:
    """The digit that the folder of a file is named after."""
    folder = PurePosixPath(member.name).parent.name
    return int(folder) if folder.isdecimal() and len(folder) == 1 else None

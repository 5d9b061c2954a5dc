"""A run in one file, to be given to somebody else, and back out of it: checked like anything from outside.

The file is a zip archive of the run's record, history, models and moments, and a picture to look at.
"""

import io
import os
import re
import tempfile
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from filelock import Timeout
from PIL import Image, ImageDraw

from digitpad.core.errors import CheckpointError, DigitpadError, OutputError, printable
from digitpad.core.files import archive_members, check_can_write, explained_write, is_kind, open_to_read, why
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.network import SIDE
from digitpad.core.readers.npz import read_arrays
from digitpad.core.runs.checkpoint import HISTORY_ARRAYS
from digitpad.core.runs.folder import RunFolder, aside_prefix
from digitpad.core.runs.record import RunRecord, RunStatus
from digitpad.core.runs.run_files import RECORD, RunFiles, edit_lock, kept_moments, read_moment
from digitpad.core.runs.spec import DataSources
from digitpad.core.training.history import History

ENDING = ".zip"
_HISTORY, _FINAL, _BEST, _PICTURE = "history.npz", "final.npz", "best.npz", "picture.png"
_NEEDED = {RECORD, _HISTORY, _FINAL}
_MEMBER = re.compile(r"record\.json|history\.npz|final\.npz|best\.npz|picture\.png|moments/step-\d{12}\.npz")
_MOST_MEMBERS, _MOST_BYTES, _MOST_HISTORY = 200, 2_000_000_000, 500_000_000
_WIDTH, _HEIGHT = 880, 480
_PLOT = (64, 72, 856, 344)  # left, top, right, bottom
_MOMENTS, _TILE = 10, 72
_TRAINING, _VALIDATION, _TEXT, _GRID = (0, 114, 178), (213, 94, 0), (20, 23, 28), (220, 223, 229)


def share_run(path: Path, folder: RunFolder) -> None:
    """Write a run that has ended to one file. Where its data lies is left out, but for the names of files.

    Raises OutputError when the file cannot be written, CheckpointError for a run that has no result.
    """
    check_can_write(path, OutputError)
    record = folder.read_record()
    if record.status is RunStatus.UNDER_WAY or not is_kind(folder.final, Path.exists):
        raise CheckpointError(f"Run {folder.name} has no network to share; train it to its end first.")
    record = replace(record, sources=_without_folders(record.sources), sweep=0)
    names = [_HISTORY, _FINAL, _BEST, *(f"moments/step-{step:012d}.npz" for step in kept_moments(folder.moments))]
    with explained_write(path, OutputError) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(RECORD, record.to_text())
        archive.writestr(_PICTURE, picture_of(record, folder))
        for name in names:
            if is_kind(folder.path / name, Path.is_file):
                archive.write(folder.path / name, name)


def is_shared_run(path: Path) -> bool:
    """Whether the file has the parts of a shared run; False if it cannot be opened."""
    return _NEEDED.issubset(archive_members(path))


def import_run(path: Path, runs: Path) -> RunFolder:
    """Put a shared run into the folder `runs`, as a new one, whole or not at all.

    Raises CheckpointError, in one sentence, for a file that holds none, or when it cannot be kept.
    """
    try:
        runs.mkdir(parents=True, exist_ok=True)
        # Whoever finds this after a kill takes it for a run that was deleted.
        with tempfile.TemporaryDirectory(prefix=aside_prefix(), dir=runs) as name:
            aside = Path(name) / "run"
            _unpack(path, aside)
            record = _checked(path, RunFiles(aside))
            (aside / RECORD).write_text(record.to_text(), encoding="utf-8")
            (aside / _PICTURE).unlink(missing_ok=True)
            (aside / "complete").touch()
            with edit_lock(runs):
                folder = RunFolder.next_of(runs)
                aside.rename(folder.path)
    except (OSError, Timeout) as reason:
        raise CheckpointError(f"{path} cannot be taken into {runs} ({why(reason)}); check the disk.") from None
    return folder


def _unpack(path: Path, folder: Path) -> None:
    """Write the members that a run has into a new folder; there must be no others."""
    try:
        with open_to_read(path, CheckpointError) as file, zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_members(path, members)
            (folder / "moments").mkdir(parents=True)
            for each in members:
                with archive.open(each) as source, (folder / each.filename).open("wb") as target:
                    while piece := source.read(1 << 20):
                        target.write(piece)
                    target.flush()
                    os.fsync(target.fileno())
    # A damaged archive fails wherever the damage lies; encrypted members raise RuntimeError.
    except (ValueError, RuntimeError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error) as reason:
        raise CheckpointError(f"{path} cannot be read as a shared run ({reason}); ask for it again.") from None


def _check_members(path: Path, members: Sequence[zipfile.ZipInfo]) -> None:
    """Raise CheckpointError unless the archive has the files of a run, each once, no others, and not too large."""
    names = [each.filename for each in members]
    strange = [name for name in names if not _MEMBER.fullmatch(name)]
    if strange or not set(names) >= _NEEDED or len(set(names)) < len(names):
        problem = f"{strange[0]!r} is no part of one" if strange else "parts of one are missing, or there twice"
        raise CheckpointError(f"{path} is no shared run: {problem}; choose a file by “digitpad runs export”.")
    if len(members) > _MOST_MEMBERS or sum(each.file_size for each in members) > _MOST_BYTES:
        raise CheckpointError(f"{path} unpacks to more than {_MOST_BYTES / 1e9:.0f} GB; it is no shared run.")


def _checked(path: Path, files: RunFiles) -> RunRecord:
    """The record, after a look at all that belongs to it; texts in it can be shown anywhere."""
    try:
        record = files.read_record()
        if record.status is RunStatus.UNDER_WAY or record.steps_per_epoch < 1:
            raise CheckpointError("it has not ended")
        History.from_arrays(read_arrays(files.path / _HISTORY, HISTORY_ARRAYS, CheckpointError, _MOST_HISTORY))
        for model in (files.final, files.best):
            if is_kind(model, Path.exists):
                read_model(model)
        for step in kept_moments(files.moments):
            read_moment(files.moments, step)
    except (DigitpadError, ValueError) as reason:
        problem = str(reason).replace(f"{files.path}{os.sep}", "")
        raise CheckpointError(f"{path} cannot be used: {problem.rstrip('.')}.") from None
    note = "\n".join(map(printable, record.note.splitlines()))
    sources = _without_folders(record.sources)
    versions = {printable(name, 50): printable(each, 50) for name, each in list(record.versions.items())[:20]}
    plain: dict[str, Any] = {name: printable(getattr(record, name), 200) for name in ("base", "fingerprint", "begun")}
    return replace(record, sources=sources, versions=versions, sweep=0, **plain).annotated(record.name, note=note)


def _without_folders(sources: DataSources) -> DataSources:
    """The names of the files alone: where they lie is nobody else's business, and tells nothing there."""
    files = ("data", "test", "strokes", "validation")
    names: dict[str, Any] = {name: printable(re.split(r"[/\\]", getattr(sources, name))[-1], 200) for name in files}
    return replace(sources, **names)


def picture_of(record: RunRecord, folder: RunFolder) -> bytes:
    """The picture as a PNG."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    draw.text((24, 16), record.title.encode("latin-1", "replace").decode("latin-1"), _TEXT, font_size=20)
    test = "-" if record.test_accuracy is None else f"{100 * record.test_accuracy:.2f} %"
    draw.text((24, 44), f"test accuracy {test}; accuracy while it learned: training,", _TEXT, font_size=14)
    draw.text((400, 44), "validation", _VALIDATION, font_size=14)
    _draw_curves(draw, record)
    _paste_moments(image, folder)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _draw_curves(draw: ImageDraw.ImageDraw, record: RunRecord) -> None:
    left, top, right, bottom = _PLOT
    values = [each for line in record.curve for each in line]
    low = np.floor(10 * min(values, default=0.0)) / 10
    for step in range(3):
        share = low + (1 - low) * step / 2
        y = bottom - (bottom - top) * step / 2
        draw.line((left, y, right, y), _GRID)
        draw.text((left - 8, y), f"{100 * share:.0f} %", _TEXT, font_size=14, anchor="rm")
    for line, colour in zip(record.curve, (_TRAINING, _VALIDATION), strict=True):
        across = np.linspace(left, right, len(line)) if len(line) > 1 else np.full(len(line), left)
        up = bottom - (np.array(line) - low) / max(1 - low, 1e-9) * (bottom - top)
        draw.line(list(zip(across.tolist(), up.tolist(), strict=True)), colour, 2)


def _paste_moments(image: Image.Image, folder: RunFolder) -> None:
    """What the unit that has the largest weights in the end looked for: blue for ink, orange against it."""
    steps = kept_moments(folder.moments)
    chosen = [steps[at] for at in np.unique(np.linspace(0, len(steps) - 1, _MOMENTS).astype(int))] if steps else []
    try:
        models: list[Model] = [read_moment(folder.moments, step) for step in chosen]
    except DigitpadError:
        return  # they were given up meanwhile
    if not models:
        return
    unit = int(np.abs(models[-1].network.W1).sum(axis=0).argmax())
    for number, model in enumerate(models):
        weights = model.network.W1[:, unit].reshape(SIDE, SIDE)
        strength = (np.abs(weights) / max(float(np.abs(weights).max()), 1e-12))[..., None]
        colour = np.where(weights[..., None] > 0, _TRAINING, _VALIDATION)
        pixels = (255 - strength * (255 - colour)).astype(np.uint8)
        tile = Image.fromarray(pixels).resize((_TILE, _TILE), Image.Resampling.NEAREST)
        image.paste(tile, (64 + number * (_TILE + 8), 376))

"""The file a collection is taken along in: a zip archive, described in docs/collection.md.

Only such archives are read, and all is checked before any of it is kept.
"""

import hashlib
import io
import json
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from PIL import Image

from digitpad import __version__
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import UNNAMED, Bytes, CollectedDrawing, Source
from digitpad.core.collection.query import EVERYTHING, Filter, date_text
from digitpad.core.errors import CollectionError, DataError
from digitpad.core.files import archive_members, check_fits, explained_content, explained_write, is_kind, open_to_read
from digitpad.core.network import CLASSES, SIDE
from digitpad.core.readers.pen_formats import LONGEST_DRAWING, BrokenDrawing, clean_text
from digitpad.core.readers.strokes import decoded_line, labelled_drawing
from digitpad.core.tasks import Progress, Task, part_of_task

FORMAT, VERSION = "digitpad collection", 1
MANIFEST, DRAWINGS = "manifest.json", "drawings.jsonl"
_AT_ONCE = 200
# A million drawings of forty samples each are less.
_MOST_BYTES = 5_000_000_000
_LONGEST_MANIFEST = 200_000_000
_LARGEST_IMAGE = 10_000
# The types of a drawing's fields in JSON.
_TYPES: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("writer", "image", "written", "source", "device", "rejection", "model", "fingerprint"), (str,)),
    "label": (int, type(None)),
    "probabilities": (list, type(None)),
    "held_out": (bool,),
}


def export_task(place: Path, out: Path, which: Filter = EVERYTHING, anonymous: bool = False) -> Task[int]:
    """Write the drawings that are meant of the collection at `place` to `out`, whole or not at all; returns how many.

    Anonymous ones have numbers in place of names, the same in every export; so has a writer whom nobody named, always:
    thirty students of one class would otherwise become one. Raises CollectionError when the collection
    cannot be read or the file not be written.
    """
    check_apart(place, out)
    with Collection.open(place) as collection, collection.reading_at_once():
        total = collection.count(which)
        if not total:
            raise CollectionError(f"There are no such drawings in {place} to export.")
        names = collection.pseudonyms()
        if not anonymous:
            names = {name: number for name, number in names.items() if name == UNNAMED}
        checksums: dict[str, str] = {}
        with explained_write(out, CollectionError) as file, zipfile.ZipFile(file, "w") as archive:
            for number, drawing in enumerate(collection.drawings(which)):
                picture = io.BytesIO()
                Image.fromarray(drawing.seen).save(picture, "PNG")
                name = _image_name(number, drawing)
                checksums[name] = hashlib.sha256(picture.getvalue()).hexdigest()
                archive.writestr(zipfile.ZipInfo(name), picture.getvalue())
                if number % _AT_ONCE == 0:
                    yield Progress(0.5 * number / total)
            digest = hashlib.sha256()
            with archive.open(_compressed(DRAWINGS), "w") as lines:
                for number, drawing in enumerate(collection.drawings(which)):
                    about = _as_json(drawing, _image_name(number, drawing), names, anonymous)
                    line = json.dumps(about).encode() + b"\n"
                    digest.update(line)
                    lines.write(line)
                    if number % _AT_ONCE == 0:
                        yield Progress(0.5 + 0.5 * number / total)
            manifest = {
                "format": FORMAT,
                "version": VERSION,
                "digitpad": __version__,
                "made": date_text(datetime.now(UTC)),
                "drawings": total,
                "sha256": {DRAWINGS: digest.hexdigest(), **checksums},
            }
            archive.writestr(_compressed(MANIFEST), json.dumps(manifest))
    return total


def check_apart(place: Path, out: Path) -> None:
    """Raise CollectionError for an export in place of the collection itself, by whatever name or link."""
    if is_kind(out, lambda path: path.samefile(place)):
        raise CollectionError(f"{out} is the collection itself; export it to another file.")


def _compressed(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _image_name(number: int, drawing: CollectedDrawing) -> str:
    """In a folder for each digit, so that others read the images without the rest."""
    return f"images/{'none' if drawing.label is None else drawing.label}/{number + 1:06}.png"


def _as_json(drawing: CollectedDrawing, image: str, names: dict[str, str], anonymous: bool) -> dict[str, Any]:
    P = drawing.probabilities
    return {
        "label": drawing.label,
        "writer": names.get(drawing.writer, drawing.writer),
        "strokes": [stroke.samples.tolist() for stroke in drawing.strokes],
        "image": image,
        "written": date_text(drawing.written),
        "source": str(drawing.source),
        "device": drawing.device,
        "probabilities": None if P is None else P.astype(np.float64).tolist(),
        "rejection": drawing.rejection,
        # A model that was taught is named after whom it was taught by.
        "model": "a model" if anonymous and drawing.model else drawing.model,
        "fingerprint": drawing.fingerprint,
        "held_out": drawing.held_out,
    }


class Imported(NamedTuple):
    """How many drawings of an archive were new, and how many there already."""

    added: int
    known: int


def is_export(path: Path) -> bool:
    """Whether the file has the parts of an exported collection; False if it cannot be opened."""
    return {MANIFEST, DRAWINGS}.issubset(archive_members(path))


def import_all_task(paths: Sequence[Path], place: Path) -> Task[Imported]:
    """Do `import_task` with one file after the other; those before the first that cannot be used are added."""
    added = known = 0
    for number, path in enumerate(paths):
        found = yield from part_of_task(import_task(path, place), number / len(paths), (number + 1) / len(paths))
        added, known = added + found.added, known + found.known
    return Imported(added, known)


def import_task(path: Path, place: Path) -> Task[Imported]:
    """Add the drawings of the archive at `path` to the collection at `place` that are not there yet.

    What is there keeps its label and its writer. Raises CollectionError, having added nothing, when the file is
    damaged, too large, or no export of a collection, or cannot be added.
    """
    drawings: list[CollectedDrawing] = []
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        total = manifest["drawings"]
        for drawing in _drawings(archive, manifest["sha256"]):
            drawings.append(drawing)
            if len(drawings) > total:
                break
            if len(drawings) % _AT_ONCE == 0:
                yield Progress(0.9 * len(drawings) / total)
        if len(drawings) != total:
            raise CollectionError(f"{path} does not have the {total} drawings that it promises; export it again.")
    with Collection.open(place) as collection:
        added = len(collection.merge(drawings))
    return Imported(added, total - added)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive, with every way in which reading it fails in words."""
    trouble, advice = "is damaged, or no export of a collection", "export it again"
    explained = explained_content(path, CollectionError, trouble, advice)
    with explained, open_to_read(path, CollectionError) as file, zipfile.ZipFile(file) as archive:
        try:
            names = archive.namelist()
            size = sum(each.file_size for each in archive.infolist())
            if size > _MOST_BYTES:
                raise CollectionError(f"{path} unpacks to {size / 1e9:,.1f} GB; it is no export of a collection.")
            check_fits(str(path), size)
            if len(set(names)) < len(names):
                raise CollectionError(f"{path} has several files of one name; it is no export of a collection.")
            yield archive
        except BrokenDrawing as broken:
            raise CollectionError(f"{path} has a drawing that cannot be used: {broken}.") from None
        except DataError as error:
            raise CollectionError(str(error)) from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise CollectionError(f"{path} has no {MANIFEST}; it is no export of a collection.")
    found = json.loads(_content(archive, MANIFEST, _LONGEST_MANIFEST))
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise CollectionError(f"{path} is no export of a collection; choose another file.")
    version, checksums, total = (found.get(name) for name in ("version", "sha256", "drawings"))
    if type(version) is not int or version < 1 or not isinstance(checksums, dict) or type(total) is not int:
        raise CollectionError(f"{path} has a manifest that is damaged; export it again.")
    if version > VERSION:
        raise CollectionError(f"{path} was exported by a newer digitpad; update this one to import it.")
    return found


def _drawings(archive: zipfile.ZipFile, checksums: dict[str, Any]) -> Iterator[CollectedDrawing]:
    """Those in the file of drawings, whose checksum is known in the end."""
    digest = hashlib.sha256()
    with io.BufferedReader(cast(io.RawIOBase, archive.open(DRAWINGS))) as lines:
        number = 0
        while line := lines.readline(LONGEST_DRAWING):
            number += 1
            if len(line) == LONGEST_DRAWING:
                raise BrokenDrawing(f"line {number} is longer than {LONGEST_DRAWING:,} bytes")
            digest.update(line)
            try:
                yield _drawing(archive, checksums, decoded_line(line), number)
            except (BrokenDrawing, CollectionError, ValueError) as broken:
                raise BrokenDrawing(f"line {number}: {str(broken).removesuffix('.')}") from None
    if digest.hexdigest() != checksums.get(DRAWINGS):
        raise CollectionError(f"{DRAWINGS} was changed after the export; export it again.")


def _drawing(
    archive: zipfile.ZipFile, checksums: dict[str, Any], found: dict[str, Any], number: int
) -> CollectedDrawing:
    for name, kinds in _TYPES.items():
        if type(found.get(name)) not in kinds:
            raise BrokenDrawing(f"its {name} is missing, or of a wrong type")
    strokes = labelled_drawing(found, number).drawing
    if any((stroke.points < 0).any() or (stroke.points > SIDE).any() for stroke in strokes):
        raise BrokenDrawing("its strokes leave the canvas")
    P = None
    if found["probabilities"] is not None:
        P = np.array(found["probabilities"], np.float32)
        if P.shape != (CLASSES,) or not ((P >= 0) & (P <= 1)).all():
            raise BrokenDrawing(f"its probabilities are no {CLASSES} numbers from 0 to 1")
    return CollectedDrawing(
        strokes,
        _image(archive, checksums, found["image"]),
        found["label"],
        clean_text(found["writer"]),
        datetime.fromisoformat(found["written"]),
        Source(found["source"]),
        clean_text(found["device"]),
        P,
        clean_text(found["rejection"]),
        clean_text(found["model"]),
        clean_text(found["fingerprint"]),
        found["held_out"],
    )


def _image(archive: zipfile.ZipFile, checksums: dict[str, Any], name: str) -> Bytes:
    """The image of that name, which is looked up in the archive and nowhere else."""
    content = _content(archive, name, _LARGEST_IMAGE)
    if hashlib.sha256(content).hexdigest() != checksums.get(name):
        raise BrokenDrawing("its image was changed after the export")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        image = Image.open(io.BytesIO(content), formats=("PNG",))
        if image.size != (SIDE, SIDE) or image.mode != "L":
            raise BrokenDrawing(f"its image is not {SIDE}×{SIDE} pixels in grey")
        return np.array(image)


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """A whole file of the archive, which says how long it is; never more than `most` bytes."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        raise BrokenDrawing("its image is not in the archive") from None
    with archive.open(info) as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise CollectionError(f"{name} in it is longer than {most:,} bytes; it is no export of a collection.")
    return content

"""The file a collection is taken along in: a zip archive, described in docs/collection.md."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from digitpad import __version__
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import UNNAMED, CollectedDrawing
from digitpad.core.collection.query import EVERYTHING, Filter, date_text
from digitpad.core.errors import CollectionError
from digitpad.core.files import explained_write, is_kind
from digitpad.core.tasks import Progress, Task

FORMAT, VERSION = "digitpad collection", 1
MANIFEST, DRAWINGS = "manifest.json", "drawings.jsonl"
_AT_ONCE = 200


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
                    line = (
                        json.dumps(_as_json(drawing, _image_name(number, drawing), names, anonymous)).encode() + b"\n"
                    )
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

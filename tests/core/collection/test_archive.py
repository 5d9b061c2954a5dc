"""A collection is taken along in a file and merged with others; all of a file is checked before any of it is kept."""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from digitpad.core.collection import archive as archives
from digitpad.core.collection.archive import Imported, export_task, import_task
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import UNNAMED, CollectedDrawing, Source
from digitpad.core.collection.query import Filter, Order
from digitpad.core.errors import CollectionError
from digitpad.core.readers.catalogue import open_evaluation_set
from digitpad.core.readers.data_file import read_file
from digitpad.core.tasks import run_to_completion

Drawn = Callable[..., CollectedDrawing]
Change = Callable[[dict[str, bytes]], object]


@pytest.fixture
def archive(collection: Collection, drawn: Drawn, place: Path, tmp_path: Path) -> Path:
    """An export of twelve drawings: one from a picture, one that is no digit, one that no model has read."""
    collection.merge(drawn(n, n, ("Ada", "Bob")[n % 2]) for n in range(9))
    collection.add(drawn(9, None, "Bob", rejection="not a digit", source=Source.SESSION))
    collection.add(drawn(10, 3, "Ada", source=Source.PICTURE, strokes=()))
    collection.add(drawn(11, 3, "Zoë", probabilities=None, model="", fingerprint="", held_out=True))
    path = tmp_path / "ours.zip"
    assert run_to_completion(export_task(place, path)) == 12
    return path


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return tmp_path / "other.sqlite"


def imported(path: Path, place: Path) -> Imported:
    return run_to_completion(import_task(path, place))


def content(place: Path, names: bool = True) -> list[object]:
    """All there is to know of the drawings in a collection."""
    with Collection.open(place) as collection:
        return [
            (
                *(each.label, each.writer if names else "", each.written, each.source, each.device, each.rejection),
                *(each.model if names else "", each.fingerprint, each.held_out, each.seen.tobytes(), each.digest),
                None if each.probabilities is None else each.probabilities.tobytes(),
            )
            for each in map(collection.drawing, collection.ids(order=Order.OLDEST))
        ]


def test_a_collection_comes_back_from_its_file_and_merges_without_duplicates(
    archive: Path, place: Path, other: Path, collection: Collection, drawn: Drawn
) -> None:
    assert imported(archive, other) == (12, 0)
    assert content(other) == content(place)
    assert imported(archive, other) == (0, 12)
    # Two have drawings of their own beside what both have.
    with Collection.open(other) as theirs:
        theirs.relabel({theirs.ids()[0]: 5})
        theirs.add(drawn(50, writer="Eve"))
    run_to_completion(export_task(other, archive, Filter(writers=frozenset(["Eve", "Zoë"]))))
    before = content(place)
    assert imported(archive, place) == (1, 1)
    assert [each for each in content(place) if each in before] == before
    assert collection.writers() == {"Ada": 6, "Bob": 4, "Eve": 1, "Zoë": 1}  # digits: one more by Bob is none


def test_names_are_replaced_by_numbers_on_request(
    archive: Path, place: Path, other: Path, collection: Collection, tmp_path: Path
) -> None:
    run_to_completion(export_task(place, archive, anonymous=True))
    assert not any(name in archive.read_bytes() for name in (b"Ada", b"Bob"))
    with zipfile.ZipFile(archive) as found:
        text = b"".join(map(found.read, ("drawings.jsonl", "manifest.json"))).decode()
        assert not any(name in text for name in ("Ada", "Bob", "Zo", "digitpad'"))
    assert imported(archive, other) == (12, 0)
    assert content(other, names=False) == content(place, names=False)
    with Collection.open(other) as theirs:
        writers = theirs.writers()
        assert sorted(writers.values()) == [1, 4, 6]
        assert all(name.startswith("writer ") for name in writers)
    # The same numbers next time, whatever else there is.
    collection.remove(collection.ids(Filter(writers=frozenset(["Bob"]))))
    run_to_completion(export_task(place, archive, anonymous=True))
    assert imported(archive, tmp_path / "third.sqlite") == (7, 0)
    with Collection.open(tmp_path / "third.sqlite") as third:
        assert third.writers().items() <= writers.items()


def test_writers_whom_nobody_named_stay_apart_when_files_are_merged(
    drawn: Drawn, other: Path, archive: Path, tmp_path: Path
) -> None:
    for student in range(3):
        place = tmp_path / f"{student}.sqlite"
        with Collection.open(place) as theirs:
            theirs.merge([drawn(20 + student, writer=UNNAMED), drawn(30 + student, writer=f"Named {student}")])
        run_to_completion(export_task(place, archive))
        assert imported(archive, other) == (2, 0)
    with Collection.open(other) as merged:
        names = [name for name in merged.writers() if not name.startswith("Named")]
        assert [name[:7] for name in names] == ["writer "] * 3
        merged.rename(names[0], "Eve")
        assert merged.writers()["Eve"] == 1


def test_others_read_the_file_as_pictures_or_as_strokes(archive: Path, tmp_path: Path) -> None:
    _, rendered, broken, others = read_file(archive).notes
    assert (rendered[:2], others[:2]) == ("10", "1 ")
    assert broken == "1 broken lines left out"  # that of the picture, which has no strokes
    with zipfile.ZipFile(archive) as found:
        found.extractall(tmp_path / "unpacked")
    lines = tmp_path / "unpacked" / "drawings.jsonl"
    assert sorted(open_evaluation_set(str(lines)).y) == sorted([*range(9), 3])
    shutil.rmtree(tmp_path / "unpacked" / "images" / "none")
    assert sorted(open_evaluation_set(str(tmp_path / "unpacked" / "images")).y) == sorted([*range(9), 3, 3])


def test_nothing_to_export_and_no_place_to_write_are_said(place: Path, collection: Collection, drawn: Drawn) -> None:
    with pytest.raises(CollectionError, match="no such drawings"):
        run_to_completion(export_task(place, place.with_name("a.zip")))
    collection.add(drawn())
    with pytest.raises(CollectionError, match="cannot be written"):
        run_to_completion(export_task(place, place.parent))
    link = place.with_name("link.zip")
    link.symlink_to(place)
    for out in (place, link):
        with pytest.raises(CollectionError, match="is the collection itself"):
            run_to_completion(export_task(place, out))
    task = export_task(place, place.with_name("a.zip"))
    next(task)
    task.close()  # as when it is stopped
    assert not place.with_name("a.zip").exists()
    collection.add(drawn(1))  # nothing stays locked


def rewritten(path: Path, change: Change) -> None:
    """The archive with its files changed; the checksums fit again."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if b'"sha256"' in files.get("manifest.json", b""):
        manifest = json.loads(files["manifest.json"])
        for name in manifest["sha256"]:
            manifest["sha256"][name] = hashlib.sha256(files.get(name, b"")).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, some in files.items():
            archive.writestr(name, some)


def in_manifest(**values: object) -> Change:
    return lambda files: files.update(
        {"manifest.json": json.dumps(json.loads(files["manifest.json"]) | values).encode()}
    )


def in_line(**values: object) -> Change:
    """Another value in the last line: what comes before is sound."""

    def change(files: dict[str, bytes]) -> None:
        *lines, last = files["drawings.jsonl"].splitlines()
        files["drawings.jsonl"] = b"\n".join([*lines, json.dumps(json.loads(last) | values).encode()])

    return change


def as_image(image: Image.Image, form: str = "PNG") -> Change:
    def change(files: dict[str, bytes]) -> None:
        into = io.BytesIO()
        image.save(into, form)
        files[max(name for name in files if name.startswith("images/3/"))] = into.getvalue()

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda files: files.pop("manifest.json"), "has no manifest.json"),
        (lambda files: files.pop("drawings.jsonl"), "damaged"),
        (lambda files: files.update({"manifest.json": b"[]"}), "no export of a collection"),
        (lambda files: files.update({"manifest.json": b"{"}), "damaged"),
        (in_manifest(format="photos"), "no export of a collection"),
        (in_manifest(version=2), "newer digitpad"),
        (in_manifest(version="1"), "manifest that is damaged"),
        (in_manifest(drawings=13), "does not have the 13 drawings"),
        (in_manifest(drawings=11), "does not have the 11 drawings"),
        (lambda files: files.update({"drawings.jsonl": b"[" * 1000 + b"\n"}), "line 1: it is not JSON"),
        (lambda files: files.update({"drawings.jsonl": b"9" * 20_000_001}), "line 1 is longer than"),
        (in_line(label=10), "line 12: A label is a digit or none"),
        (in_line(label=True), "label is missing, or of a wrong type"),
        (in_line(writer=""), "name of 1 to 60"),
        (in_line(writer=7), "writer is missing"),
        (in_line(strokes=[[[0, 29]]]), "leave the canvas"),
        (in_line(strokes=[[[0, 1e999]]]), "line 12: "),
        (in_line(strokes=7), "list of strokes"),
        (in_line(probabilities=[0.1] * 9), "10 numbers from 0 to 1"),
        (in_line(probabilities=["a"] * 10), "line 12"),
        (in_line(probabilities=[{}] * 10), "damaged"),
        (in_line(written="yesterday"), "line 12"),
        (in_line(written="2026-11-30"), "time zone"),
        (in_line(written="0001-01-01T00:00:00+14:00"), "year from 1970"),
        (in_line(source="a friend"), "line 12"),
        (in_line(image="../../../etc/passwd"), "not in the archive"),
        (in_line(image="drawings.jsonl"), "line 12"),
        (as_image(Image.new("L", (28, 29))), "28×28 pixels"),
        (as_image(Image.new("RGB", (28, 28))), "28×28 pixels"),
        (as_image(Image.new("L", (9000, 9000))), "longer than 10,000 bytes|28×28 pixels"),
        (as_image(Image.new("L", (28, 28)), "GIF"), "damaged|cannot be used"),
    ],
)
def test_a_file_with_anything_wrong_is_refused_whole(archive: Path, other: Path, change: Change, words: str) -> None:
    rewritten(archive, change)
    with pytest.raises(CollectionError, match=words) as refused:
        imported(archive, other)
    assert str(archive) in str(refused.value)
    assert not other.exists() or content(other) == []


def test_what_was_changed_after_the_export_is_refused(archive: Path, other: Path) -> None:
    for name, replacement in (("drawings.jsonl", (b'"label": 8', b'"label": 3')), ("images/3/000004.png", None)):
        with zipfile.ZipFile(archive) as found:
            files = {each: found.read(each) for each in found.namelist()}
        whole = files[name]
        files[name] = whole.replace(*replacement) if replacement else files["images/3/000011.png"]
        assert files[name] != whole
        changed = archive.with_name("changed.zip")
        with zipfile.ZipFile(changed, "w") as written:
            for each, some in files.items():
                written.writestr(each, some)
        with pytest.raises(CollectionError, match="changed after the export"):
            imported(changed, other)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_bomb_and_a_double_are_refused_before_they_are_unpacked(
    archive: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(archive, "a") as found:
        found.writestr("drawings.jsonl", "")
    with pytest.raises(CollectionError, match="several files of one name"):
        imported(archive, other)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("manifest.json", b" " * 10_001)
    monkeypatch.setattr(archives, "_LONGEST_MANIFEST", 10_000)
    with pytest.raises(CollectionError, match="longer than 10,000"):
        imported(bomb, other)
    monkeypatch.setattr(archives, "_MOST_BYTES", 10_000)
    with pytest.raises(CollectionError, match="unpacks to"):
        imported(bomb, other)
    with pytest.raises(CollectionError, match="does not exist"):
        imported(tmp_path / "nothing.zip", other)
    (tmp_path / "text.zip").write_text("no archive")
    with pytest.raises(CollectionError, match="damaged, or no export"):
        imported(tmp_path / "text.zip", other)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_bytes_are_damaged_all_or_nothing_is_kept(archive: Path, tmp_path: Path, data: Any) -> None:
    whole = bytearray(archive.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] ^= data.draw(st.integers(1, 255))
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(whole[: data.draw(st.integers(len(whole) // 2, len(whole)))])
    into = tmp_path / f"{np.random.default_rng().integers(1 << 60)}.sqlite"
    try:
        assert imported(damaged, into) == (12, 0)
    except CollectionError:
        assert not into.exists()

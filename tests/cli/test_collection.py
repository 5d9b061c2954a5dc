"""`digitpad collection` and `digitpad teach`: what people drew is kept, taken along, and taught to a model."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from benchmarks.sheet_photos import filled_sheet
from digitpad import paths
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.query import Filter
from digitpad.core.dataset import scale_to_input
from digitpad.core.models.arrays import read_model
from digitpad.core.readers import collected
from digitpad.core.readers.catalogue import open_evaluation_set
from digitpad.core.runs import teaching
from digitpad.core.runs.run_files import kept_moments, read_moment
from digitpad.core.runs.store import RunStore
from digitpad.core.runs.teaching import TeachingReport
from digitpad.core.sheets.layout import PLACES
from tests.cli.commands import Digitpad
from tests.digits import SHAPES

LINES = [
    {"label": 7, "writer": "Ada", "strokes": [[[8, 6], [20, 6], [13, 24]]]},
    {"label": 1, "writer": "Ada", "strokes": [[[14, 4, 0, 0.5], [14, 24, 0.2, 0.7]]]},
    {"label": 7, "writer": "Bob", "strokes": [[[8, 7], [20, 6], [13, 24]]]},
    {"label": "+", "writer": "Bob", "strokes": [[[4, 14], [24, 14]], [[14, 4], [14, 24]]]},
]

SHAPE = '"strokes": [[[8, 6], [20, 6], [13, 24]]]'


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's collection."""
    monkeypatch.setattr(paths, "COLLECTION", tmp_path / "user" / "collection.sqlite")
    return paths.COLLECTION


@pytest.fixture
def strokes(tmp_path: Path) -> Path:
    path = tmp_path / "strokes.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return path


def test_a_collection_is_filled_listed_taken_along_and_merged(
    digitpad: Digitpad, place: Path, strokes: Path, seven: Callable[..., Path], tmp_path: Path
) -> None:
    assert digitpad("collection", "add", strokes).out == f"added 4 drawings to {place}; 0 already there\n"
    picture = ("collection", "add", seven(), "--writer", "Zoë", "--label", 7)
    assert digitpad.report(*picture)["added"] == 1
    assert digitpad.report(*picture)["known"] == 1
    text = digitpad("collection", "list").out
    assert [line.split()[0] for line in text.splitlines()] == ["writer", "Ada", "Bob", "Zoë", "5"]
    ada, bob, zoe = digitpad.report("collection", "list")["writers"]
    assert (ada["digits"], ada["read"], ada["correct"]) == ([0, 1, 0, 0, 0, 0, 0, 1, 0, 0], 2, 2)
    assert (bob["no_digit"], bob["drawings"], zoe["drawings"]) == (1, 2, 1)
    # From Ada's and Bob's files, one collection in another place.
    ours, theirs = tmp_path / "ada.zip", tmp_path / "bob.zip"
    digitpad("collection", "export", "--writer", "Ada", "--out", ours)
    document = digitpad.report("collection", "export", "--writer", "Bob", "--out", theirs, "--anonymous")
    assert (document["drawings"], document["written"]) == (2, [str(theirs)])
    other = ("--collection", tmp_path / "class.sqlite")
    merged = digitpad.report("collection", "import", ours, theirs, ours, *other)
    assert (merged["added"], merged["known"]) == (4, 2)
    assert digitpad.report("collection", "check", *other)["problems"] == []
    with Collection.open(tmp_path / "class.sqlite") as collection:
        assert [name[:3] for name in collection.writers()] == ["Ada", "wri"]
    # The digits' images in another form are data as any other.
    for form in ("idx", "npz", "csv"):
        out = tmp_path / f"digits.{form}"
        digitpad("collection", "export", "--as", form, "--out", out)
        assert sorted(open_evaluation_set(str(out)).y) == [1, 7, 7, 7]
    wrong = digitpad.report("collection", "list", "--read", "wrong", "--since", "2026-01-01")["writers"]
    right = digitpad.report("collection", "list", "--read", "right", "--until", "2125-01-01")["writers"]
    assert sum(each["drawings"] for each in wrong + right) == 5
    assert "no such drawings" in digitpad("collection", "list", "--until", "2026-01-01").out
    assert digitpad("collection", "list", "--since", "today").status == 2
    assert digitpad("evaluate", "--data", "collection:label=seven").status == 2
    evaluated = digitpad.report("evaluate", "--data", "collection:Ada")
    assert (evaluated["n"], evaluated["accuracy"]) == (2, 1.0)


def test_a_sheet_is_printed_and_its_photograph_added(digitpad: Digitpad, place: Path, tmp_path: Path) -> None:
    printed, photo = tmp_path / "sheet.png", tmp_path / "photo.png"
    assert digitpad.report("collection", "sheet", "--out", printed)["written"] == [str(printed)]
    assert "wrote" in digitpad("collection", "sheet", "--out", tmp_path / "sheet.pdf", "--paper", "letter").out
    assert "as .pdf or .png" in digitpad.refused("collection", "sheet", "--out", tmp_path / "sheet.doc")
    rng = np.random.default_rng(0)
    digits = {box: [np.array(stroke, float) for stroke in SHAPES[box.digit]] for box in PLACES[:5]}
    filled_sheet(digits, rng, [PLACES[2]]).save(photo)
    add = ("collection", "add", photo, "--writer", "Ada", "--model", paths.BUNDLED_MODELS[1])
    text = digitpad(*add).out
    assert f"{photo}: 4 digits, 4 read as asked for; 95 empty\n  row 1, column 3, a 9: " in text
    (sheet,) = digitpad.report(*add, "--doubtful")["sheets"]
    assert [(each["label"], each["kept"]) for each in sheet["digits"]] == [(d, True) for d in (0, 1, 9, 2, 8)]
    with Collection.open(place) as collection:
        assert [each.label for each in collection.drawings(Filter(writers=frozenset(["Ada"])))] == [0, 1, 2, 8, 9]
    assert "who wrote it by --writer" in digitpad.refused("collection", "add", photo)
    Image.new("L", (300, 300), 255).save(photo)
    assert "No four corner marks of a sheet (0 found)" in digitpad(*add).err


def test_what_cannot_be_added_or_read_is_said(
    digitpad: Digitpad, seven: Callable[..., Path], place: Path, strokes: Path, tmp_path: Path
) -> None:
    strokes.write_text('{"strokes": [[[0, 0]]]}\n{"label": 7, "strokes": [[[0, 0]]]}\nno drawing\n')
    outcome = digitpad("collection", "add", strokes)
    assert (outcome.status, outcome.err.count("; it is left out")) == (1, 3)
    assert "by --label" in outcome.err
    assert "by --writer" in outcome.err
    assert "no such drawings" in digitpad.refused("collection", "export", "--out", tmp_path / "a.zip")
    assert "no such digits" in digitpad.refused("collection", "export", "--as", "npz", "--out", tmp_path / "a.npz")
    assert "no export of a collection" in digitpad.refused("collection", "import", strokes)
    assert "who wrote it" in digitpad.refused("collection", "add", seven(), "--label", 7)
    strokes.write_text(f'{{"label": 42, "writer": "Ada", {SHAPE}}}\n{{"label": 7, "writer": "{"A" * 61}", {SHAPE}}}\n')
    outcome = digitpad("collection", "add", strokes)
    assert (outcome.status, outcome.err.count("; it is left out")) == (1, 2)
    assert "line 1: it is a number of several digits" in outcome.err
    assert "line 2: its writer’s name is too long" in outcome.err
    strokes.write_text("no drawing\n" * 1_000)
    assert digitpad("collection", "add", strokes).err.splitlines()[20:] == ["digitpad: 980 more drawings are left out."]
    for command in (("collection", "add", strokes), ("teach",)):
        outcome = digitpad(*command, "--writer", " ")
        assert (outcome.status, "1 to 60 printable" in outcome.err) == (2, True)
    several = tmp_path / "several.png"
    picture = Image.new("L", (900, 400), 255)
    for x in (200, 450, 700):
        ImageDraw.Draw(picture).line([(x, 60), (x, 340)], 0, 24)
    picture.save(several)
    cut = tmp_path / "cut.png"
    cut.write_bytes(several.read_bytes()[:20])
    outcome = digitpad("collection", "add", cut, "--label", 1, "--writer", "Ada")
    assert (outcome.status, "damaged picture" in outcome.err) == (1, True)
    assert "shows 3 digits (111), not 1" in digitpad("collection", "add", several, "--label", 1, "--writer", "Ada").err
    assert "neither a digit" in digitpad("collection", "add", several, "--label", "x").err
    assert "for a picture of several" in digitpad.refused("collection", "add", strokes, "--label", 12)
    with Collection.open(place) as collection:
        assert collection.count() == 0
    ones = ("collection", "add", several, "--label", 117, "--writer", "Ada", "--collection", tmp_path / "ones.sqlite")
    assert "2 already there" in digitpad(*ones).out  # the three are the same
    missing = tmp_path / "none" / "class.sqlite"
    for action in (("list",), ("check",), ("export", "--out", tmp_path / "a.zip")):
        assert "does not exist" in digitpad.refused("collection", *action, "--collection", missing)
    assert not missing.parent.exists()
    place.write_bytes(b"damaged")
    for action in ("list", "check"):
        assert "damaged" in digitpad.refused("collection", action)
    assert place.read_bytes() == b"damaged"
    place.unlink()
    assert "no collection" in digitpad.refused("evaluate", "--data", "collection")


@pytest.fixture
def taught(digitpad: Digitpad, place: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[object, ...]:
    """The words that teach a small model thirty digits by Ada, in one short epoch."""
    rng = np.random.default_rng(0)
    lines = [{"label": n % 10, "strokes": rng.uniform(0, 28, (2, 3, 2)).round(2).tolist()} for n in range(30)]
    strokes, model = tmp_path / "ada.jsonl", paths.BUNDLED_MODELS[1]
    strokes.write_text("".join(json.dumps(line) + "\n" for line in lines))
    digitpad("collection", "add", strokes, "--writer", "Ada", "--model", model, "--collection", place)
    monkeypatch.setattr(collected, "REHEARSED", 500)
    monkeypatch.setattr(teaching, "SETTINGS", teaching.SETTINGS.with_value("epochs", 1))
    return "teach", "--writer", "Ada", "--model", model, "--runs", tmp_path / "runs"


def test_a_model_is_taught_and_written_if_it_is_accepted(
    digitpad: Digitpad, taught: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = ("--out", tmp_path / "mine.npz")
    monkeypatch.setattr(TeachingReport, "objections", ("It reads nothing.",))
    outcome = digitpad(*taught, *out)
    assert outcome.status == 1
    assert "The model is not accepted. It reads nothing.\nNothing was written; --anyway" in outcome.out
    assert not out[1].exists()
    monkeypatch.setattr(TeachingReport, "objections", ())
    document = digitpad.report(*taught, *out)
    assert (document["accepted"], document["written"]) == (True, [str(out[1])])
    assert [each["n"] for each in document["sets"]] == [10, 10_000]
    base, model = read_model(paths.BUNDLED_MODELS[1]), read_model(out[1])
    assert "digits by Ada" in model.trained_on
    assert model.detector is not None
    assert not (model.network.W1 == base.network.W1).all()
    listed = digitpad.report("runs", "list", *taught[-2:])["runs"]
    assert [each["title"] for each in listed] == ["digitpad-256, taught digits by Ada"] * 2
    assert listed[0]["data"] == "teach:Ada"
    kept = RunStore(Path(str(taught[-1]))).find(listed[0]["run"]).folder
    for each in (kept.model(), read_moment(kept.moments, kept_moments(kept.moments)[0])):  # opened, and resumed
        assert each.detector is not None


@pytest.mark.usefixtures("taught")
def test_models_are_compared_on_each_writers_held_out_digits(digitpad: Digitpad, place: Path) -> None:
    small, large = paths.BUNDLED_MODELS[1], paths.BUNDLED_MODELS[0]
    document = digitpad.report("collection", "compare", small, large)
    assert document["models"] == ["digitpad-256", "digitpad"]
    assert [(each["name"], each["n"]) for each in document["rows"]] == [("Ada", 10), ("MNIST test", 10_000)]
    with Collection.open(place) as collection:
        pixels, y = collection.images(Filter(held_out=True))
    models = [read_model(path).network for path in (small, large)]
    assert document["rows"][0]["accuracies"] == [each.score(scale_to_input(pixels, 255), y) for each in models]
    assert [round(each, 4) for each in document["rows"][1]["accuracies"]] == [0.9919, 0.9947]


def test_who_cannot_be_taught_is_said(digitpad: Digitpad, taught: tuple[object, ...]) -> None:
    assert "no drawings by Eve" in digitpad.refused("teach", "--writer", "Eve", *taught[3:])
    assert "no ending" in digitpad.refused(*taught, "--out", "model")
    assert "1 to 60 printable" in digitpad.refused("teach", "--writer", "", *taught[3:])
    assert "--seed" in digitpad.refused(*taught, "--seed", -1)

"""A sheet that was printed, written on and photographed comes back as labelled digits."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from benchmarks.sheet_photos import filled_sheet, photographed
from digitpad import paths
from digitpad.core.drawing.normalise import Polyline
from digitpad.core.errors import DataError, OutputError, SettingsError
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture
from digitpad.core.sheets.layout import PLACES, Place, draw_sheet, write_sheet
from digitpad.core.sheets.reading import FoundDigits, read_sheet_task
from digitpad.core.tasks import run_to_completion
from tests.digits import SHAPES


@pytest.fixture(scope="module")
def model() -> Model:
    return open_model(paths.BUNDLED_MODELS[1])


def drawn(places: Sequence[Place]) -> dict[Place, list[Polyline]]:
    """The asked digit for each box, in the tests' own strokes."""
    return {place: [np.array(stroke, np.float64) for stroke in SHAPES[place.digit]] for place in places}


def read(model: Model, image: Image.Image) -> FoundDigits:
    return run_to_completion(read_sheet_task(model, Picture.of(image)))


def test_each_digit_is_asked_for_ten_times_and_follows_each_other_one_once() -> None:
    rows = [[place.digit for place in PLACES if place.row == row] for row in range(10)]
    assert [sorted(row) for row in rows] == [list(range(10))] * 10
    assert [sorted(column) for column in zip(*rows, strict=True)] == [list(range(10))] * 10
    assert set(Counter(pair for row in rows for pair in pairwise(row)).values()) == {1}


@pytest.mark.parametrize(("turns", "paper"), [(2, "A4"), (3, "letter")])
def test_a_photographed_sheet_comes_back_as_the_digits_that_were_asked_for(
    model: Model, turns: int, paper: str
) -> None:
    """Seen from an angle, bent, in a shadow, soft, noisy, compressed, and turned."""
    rng = np.random.default_rng(turns)
    written = [place for place in PLACES if (place.row + place.column) % 3 == 0]
    found = read(model, photographed(filled_sheet(drawn(written), rng, paper=paper), rng, turns))
    assert [each.place for each in found.digits] == written
    assert [each.prediction.digit for each in found.digits] == [place.digit for place in written]
    assert [each.doubt for each in found.digits] == [""] * len(written)
    assert found.empty == 100 - len(written)


def test_what_is_crossed_out_is_told_and_specks_are_no_digits(model: Model) -> None:
    rng = np.random.default_rng(5)
    written = PLACES[:20]
    struck = written[3::4]
    sheet = filled_sheet(drawn(written), rng, struck)
    sheet.paste(0, (820, 1200, 826, 1206))
    found = read(model, photographed(sheet, rng))
    assert [each.place for each in found.digits] == list(written)
    assert [each.place for each in found.digits if each.doubt] == list(struck)
    assert {each.doubt for each in found.digits if each.doubt} <= {"crossed out or smeared", "not a digit"}


def test_a_digit_the_detector_is_a_little_too_strict_for_is_no_doubt_in_a_box_that_asks_for_it(model: Model) -> None:
    rng = np.random.default_rng(2)
    written = PLACES[:10]
    photo = photographed(filled_sheet(drawn(written), rng), rng)
    usual = [each.prediction.unlike for each in read(model, photo).digits]

    def at(excess: float) -> list[str]:
        """The doubts where the detector's threshold is so far below the score of what it likes least."""
        assert model.detector
        levels = tuple(each._replace(threshold=each.threshold + max(usual) - excess) for each in model.detector.levels)
        stricter = replace(model, detector=replace(model.detector, levels=levels))
        return [each.doubt for each in read(stricter, photo).digits]

    assert not any(at(1.5))
    assert any(at(3.0))


def test_an_empty_sheet_has_no_digits_and_what_is_no_sheet_is_said(model: Model) -> None:
    sheet = draw_sheet(dpi=110)
    found = read(model, sheet)
    assert (found.digits, found.empty) == ((), 100)
    covered = sheet.copy()
    covered.paste(255, (0, 0, 300, 100))
    with pytest.raises(DataError, match=r"No four corner marks of a sheet \(3 found\); photograph all"):
        read(model, covered)
    code = sheet.copy()
    code.paste(255, (200, sheet.height - 150, 700, sheet.height))
    with pytest.raises(DataError, match="The code between the lower corner marks is not clear"):
        read(model, code)
    with pytest.raises(DataError, match="0 found"):
        read(model, Image.new("L", (300, 400), 200))


def test_a_sheet_is_written_to_print(tmp_path: Path) -> None:
    pdf, png = tmp_path / "sheet.pdf", tmp_path / "sheet.PNG"
    write_sheet(pdf)
    assert pdf.read_bytes().startswith(b"%PDF")
    assert b"/MediaBox [ 0 0 595.2 841.92 ]" in pdf.read_bytes()  # A4 in points
    write_sheet(png, "letter")
    with Image.open(png) as image:
        assert (image.size, round(image.info["dpi"][0])) == ((2550, 3300), 300)
    with pytest.raises(SettingsError, match=r"\.pdf or \.png, not as \.txt"):
        write_sheet(tmp_path / "sheet.txt")
    with pytest.raises(OutputError):
        write_sheet(tmp_path / "none" / "sheet.pdf")

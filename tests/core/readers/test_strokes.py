"""Drawings are read from JSON lines and UNIPEN text; what is broken is named and costs nothing else."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.core.errors import DataError
from digitpad.core.readers.pen_formats import BrokenLine, LabelledDrawing
from digitpad.core.readers.strokes import is_strokes, read_strokes

GOOD = {"label": 7, "writer": "w1", "strokes": [[[0, 0], [10, 0], [5, 20.5]], [[2, 10], [8, 10]]]}
UNIPEN = """.VERSION 1.0
.DATA_SOURCE somewhere
.COMMENT whatever people write
 on several lines
.HIERARCHY DIGIT
.COORD X Y
.SEGMENT DIGIT 0 ? "7"
.COMMENT 7 12 0
.PEN_DOWN
 100 300
 200 300
 150 100
.PEN_UP
 999 999
.DT 100

.SEGMENT DIGIT 1-2 ? "4"
.COMMENT 4 12 1
.PEN_DOWN
 10 40 20 30
.PEN_UP
.DT 240
.PEN_DOWN
 5 5
.PEN_UP
.DT 100
"""


Lines = Callable[[str | bytes], list[Any]]


@pytest.fixture
def lines(tmp_path: Path) -> Lines:
    """Reads what stands in a file."""

    def read(content: str | bytes) -> list[LabelledDrawing | BrokenLine]:
        path = tmp_path / "drawings"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_strokes(path))

    return read


def test_a_file_that_is_no_text_is_refused_as_one(lines: Lines) -> None:
    for content, words in (
        (b"%PDF-1.7\n1 0 obj\n", "a PDF document; export"),
        (b"PK\3\4\0\0", "not a file of"),
    ):
        with pytest.raises(DataError, match=words):
            lines(content)


def with_change(**change: object) -> str:
    return json.dumps({key: value for key, value in (GOOD | change).items() if value is not ...})


def test_a_line_is_a_drawing_with_label_and_writer(lines: Lines) -> None:
    (only,) = lines(json.dumps(GOOD) + "\n")
    assert (only.digit, only.label, only.labelled, only.writer, only.line) == (7, "7", True, "w1", 1)
    assert [stroke.points.tolist() for stroke in only.drawing] == GOOD["strokes"]
    assert only.drawing[0].samples[:, 2:].tolist() == [[0, 1]] * 3


def test_time_and_pressure_are_kept(lines: Lines) -> None:
    (only,) = lines(with_change(strokes=[[[1, 2, 0.5, 0.25], [3, 4, 0.6, 0.75]], [[5, 6, 0.9]]]))
    assert only.drawing[0].samples.tolist() == [[1, 2, 0.5, 0.25], [3, 4, 0.6, 0.75]]
    assert only.drawing[1].samples.tolist() == [[5, 6, 0.9, 1]]


@pytest.mark.parametrize(
    ("label", "digit", "text"),
    [
        (0, 0, "0"),
        ("9", 9, "9"),
        (3.0, 3, "3"),
        ("7\n", 7, "7"),
        (12, None, "12"),
        (-1, None, "-1"),
        ("a", None, "a"),
        ("", None, ""),
        ("scribble", None, "scribble"),
        ("٣", None, "٣"),
        (None, None, None),
    ],
)
def test_a_label_that_is_no_digit_says_that_the_drawing_is_none(
    lines: Lines, label: object, digit: int | None, text: str | None
) -> None:
    (only,) = lines(with_change(label=label))
    assert (only.digit, only.label, only.labelled) == (digit, text, True)


def test_without_a_label_nothing_is_said(lines: Lines) -> None:
    (only,) = lines(with_change(label=...))
    assert (only.digit, only.labelled) == (None, False)


@pytest.mark.parametrize(("strokes", "left"), [([], 0), ([[]], 0), ([[], [[1, 2]], []], 1)])
def test_strokes_without_points_are_left_out(lines: Lines, strokes: object, left: int) -> None:
    (only,) = lines(with_change(strokes=strokes))
    assert len(only.drawing) == left


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ("not JSON", "not JSON"),
        ("[1, 2]", "list of strokes"),
        ("{}", "list of strokes"),
        (with_change(strokes=3), "list of strokes"),
        (with_change(strokes=[3]), "[x, y]"),
        (with_change(strokes=[[1, 2]]), "[x, y]"),
        (with_change(strokes=[[[1], [2]]]), "[x, y]"),
        (with_change(strokes=[[[1, 2], [1, 2, 3]]]), "[x, y]"),
        (with_change(strokes=[[[1, 2, 3, 4, 5]]]), "[x, y]"),
        (with_change(strokes=[[["1", "2"]]]), "[x, y]"),
        (with_change(strokes=[[[1, None]]]), "[x, y]"),
        (with_change(strokes=[[[True, False]]]), "[x, y]"),
        (with_change(strokes=[[[10**400, 0]]]), "[x, y]"),
        (with_change(strokes=[[[1e10, 0]]]), "beyond"),
        (with_change(strokes=[[[float("nan"), 0]]]), "not JSON"),
        ('{"strokes": [[[1e999, 0]]], "label": 1}', "not finite"),
        (with_change(strokes=[[[0, 0]] * 100_001]), "100,000 points"),
        (with_change(label=[1]), "label"),
        (with_change(label=True), "label"),
        (with_change(label=1.5), "label"),
        ("[" * 100_000, "not JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "not JSON"),
    ],
    ids=range(22),
)
def test_a_broken_line_is_named_and_the_others_are_read(lines: Lines, broken: str, reason: str) -> None:
    first, bad, last = lines(f"{json.dumps(GOOD)}\n\n{broken}\n{json.dumps(GOOD)}")
    assert (first.digit, last.digit, last.line) == (7, 7, 4)
    assert isinstance(bad, BrokenLine)
    assert bad.line == 3
    assert reason in bad.reason
    assert str(bad).startswith("line 3: it")
    assert "\n" not in str(bad)


def test_text_in_another_encoding_is_a_broken_line(lines: Lines) -> None:
    bad, good = lines(b'{"label": "\xe9", "strokes": []}\n' + json.dumps(GOOD).encode())
    assert isinstance(bad, BrokenLine)
    assert good.digit == 7


def test_a_mark_of_byte_order_does_no_harm(lines: Lines) -> None:
    (only,) = lines(b"\xef\xbb\xbf" + json.dumps(GOOD).encode())
    assert only.digit == 7


def test_a_name_cannot_disturb_what_is_printed(lines: Lines) -> None:
    (only,) = lines(with_change(writer="a\x1b[31m\nb" + "c" * 1_000))
    assert only.writer.isprintable()
    assert len(only.writer) <= 200


def test_unipen_has_its_drawings_after_each_segment_with_y_going_up(lines: Lines) -> None:
    seven, four = lines(UNIPEN)
    assert (seven.digit, seven.writer, seven.line, seven.labelled) == (7, "12", 7, True)
    assert [stroke.points.tolist() for stroke in seven.drawing] == [[[100, -300], [200, -300], [150, -100]]]
    assert (four.digit, four.writer) == (4, "12")
    assert [stroke.points.tolist() for stroke in four.drawing] == [[[10, -40], [20, -30]], [[5, -5]]]


def test_unipen_may_name_its_columns_and_its_writer(lines: Lines) -> None:
    head = '.COORD T Y X P\n.WRITER_ID ann\n.SEGMENT CHARACTER 0 OK "a"\n'
    (only,) = lines(head + ".PEN_DOWN 5 20 10 0.5\n 6 21 11 0.75\n.PEN_UP\n")
    assert (only.digit, only.label, only.writer) == (None, "a", "ann")
    assert only.drawing[0].samples.tolist() == [[10, -20, 5, 0.5], [11, -21, 6, 0.75]]


@pytest.mark.parametrize("words", ["1 2 3", "1 two", "nan 1", "1e10 1", "inf inf", "1 2 " * 110_000])
def test_a_broken_drawing_in_unipen_is_named_and_the_others_are_read(lines: Lines, words: str) -> None:
    rest = UNIPEN[UNIPEN.index(".SEGMENT DIGIT 1") :]
    bad, good = lines(f'.SEGMENT DIGIT 0 ? "1"\n.PEN_DOWN\n{words}\n.PEN_UP\n{rest}')
    assert isinstance(bad, BrokenLine)
    assert bad.line == 1
    assert good.digit == 4


def test_unipen_without_columns_for_x_and_y_is_broken(lines: Lines) -> None:
    (bad,) = lines(".COORD A B\n" + UNIPEN.split(".COORD X Y")[1].split(".SEGMENT DIGIT 1")[0])
    assert isinstance(bad, BrokenLine)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_file_stops_the_reader(lines: Lines, content: bytes) -> None:
    if b"\0" not in content:
        assert all(each.line >= 1 for each in lines(content))


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=3), lambda inner: st.lists(inner)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_strokes_are_they_are_read_or_named(lines: Lines, strokes: object) -> None:
    (only,) = lines(with_change(strokes=strokes))
    if isinstance(only, LabelledDrawing):
        assert all(np.isfinite(stroke.samples).all() for stroke in only.drawing)


def test_a_missing_file_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="does not exist"):
        list(read_strokes(tmp_path / "none.jsonl"))


@pytest.mark.parametrize(
    ("content", "strokes"),
    [(b'{"label"', True), (b"\n  .VERSION", True), (b"\xef\xbb\xbf{", True), (b"\x89PNG", False), (b"", False)],
)
def test_a_file_of_drawings_is_told_from_a_picture_by_its_beginning(
    tmp_path: Path, content: bytes, strokes: bool
) -> None:
    (tmp_path / "file").write_bytes(content)
    assert is_strokes(tmp_path / "file") is strokes
    assert not is_strokes(tmp_path / "none")
    assert not is_strokes(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        '{"strokes": [' + "[]," * 3_000_000 + "[]]}",
        '{"strokes": [], "writer": [' + "{}," * 3_000_000 + "{}]}",
        '{"strokes": [[' + "0," * 3_000_000 + "0]]}",
        '.SEGMENT DIGIT 0 ? "1"\n' + ".PEN_DOWN\n" * 1_000_000,
        '.SEGMENT DIGIT 0 ? "1"\n.PEN_DOWN\n' + (" 0" * 49_999 + "\n") * 100,
        '.SEGMENT DIGIT 0 ? "1"\n.PEN_DOWN\n' + ("9" * 99_999 + "\n") * 300,
    ],
    ids=range(6),
)
def test_a_file_takes_little_more_memory_than_its_size(lines: Lines, content: str) -> None:
    size = len(content)
    lines("")  # what the first call imports is not counted
    tracemalloc.start()
    try:
        found = lines(content.encode())
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert all(isinstance(each, BrokenLine) or not each.drawing for each in found)
    assert most < 3 * size + 60_000_000

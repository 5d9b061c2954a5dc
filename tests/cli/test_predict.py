"""digitpad predict answers for every picture that can be read."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from digitpad.core.models.arrays import write_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from tests.cli.commands import Digitpad


def per_cent(probability: float) -> str:
    """As people read it."""
    return "> 99.9 %" if probability > 0.999 else f"{100 * probability:.1f} %"


def test_json_has_a_list_with_an_answer_for_each_picture_in_order(
    digitpad: Digitpad, seven: Callable[..., Path]
) -> None:
    files = [seven("b.png"), seven("a.jpg", 300)]
    answers = digitpad.report("predict", *files)["answers"]
    assert [answer["file"] for answer in answers] == [str(path) for path in files]
    for answer in answers:
        one = {"refusal", "digit", "probability", "runner_up", "probabilities"}
        assert set(answer) == {"file", "number", "digits"} | one
        assert (answer["digit"], answer["number"]) == (7, "7")
        (digit,) = answer["digits"]
        assert set(digit) == {"box"} | one
        assert {key: digit[key] for key in one} == {key: answer[key] for key in one}
        assert len(answer["probabilities"]) == 10
        assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-5)
        assert answer["probability"] == answer["probabilities"][7] == max(answer["probabilities"])


def test_people_read_one_line_for_each_picture(digitpad: Digitpad, seven: Callable[..., Path]) -> None:
    path = seven()
    answer = digitpad.report("predict", path)["answers"][0]
    output = digitpad.output("predict", path, path)
    assert output == f"{path}: 7 ({per_cent(answer['probability'])})\n" * 2


@pytest.mark.parametrize("as_json", [True, False])
def test_a_bad_picture_costs_one_line_and_not_the_others(
    digitpad: Digitpad, seven: Callable[..., Path], tmp_path: Path, as_json: bool
) -> None:
    flat, text, missing = tmp_path / "flat.png", tmp_path / "text.png", tmp_path / "missing.png"
    Image.new("L", (30, 30), 200).save(flat)
    text.write_text("a seven")
    good = [seven("a.png"), seven("b.png")]
    outcome = digitpad("predict", good[0], flat, text, missing, tmp_path, good[1], *(["--json"] if as_json else []))
    assert outcome.status == 1
    if as_json:
        assert [answer["file"] for answer in json.loads(outcome.out)["answers"]] == [str(path) for path in good]
    else:
        assert [line.partition(": 7 ")[0] for line in outcome.out.splitlines()] == [str(path) for path in good]
    complaints = outcome.err.splitlines()
    assert len(complaints) == 4
    for path, complaint in zip((flat, text, missing, tmp_path), complaints, strict=True):
        assert complaint.startswith(f"digitpad: {path}")


def test_no_good_picture_is_an_empty_list(digitpad: Digitpad) -> None:
    outcome = digitpad("predict", "missing.png", "--json")
    assert (outcome.status, json.loads(outcome.out)["answers"]) == (1, [])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_another_model_may_be_asked(
    digitpad: Digitpad, seven: Callable[..., Path], tmp_path: Path, dtype: type
) -> None:
    network = Network.initial(4, np.random.default_rng(0), dtype)
    network.W2[...] = 0
    network.b2[...] = np.arange(10) == 3
    write_model(tmp_path / "threes.npz", Model(network, "always three"))
    (answer,) = digitpad.report("predict", seven(), "--model", tmp_path / "threes.npz")["answers"]
    assert answer["digit"] == 3
    assert answer["probability"] == pytest.approx(np.e / (np.e + 9))


def test_a_bad_model_is_refused(digitpad: Digitpad, seven: Callable[..., Path], tmp_path: Path) -> None:
    assert "none.npz" in digitpad.refused("predict", seven(), "--model", tmp_path / "none.npz")
    assert "seven.png" in digitpad.refused("predict", seven(), "--model", seven())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a file cannot have such a name")
@pytest.mark.parametrize("as_json", [True, False])
def test_a_file_name_in_another_encoding_is_answered_too(
    digitpad: Digitpad, seven: Callable[..., Path], as_json: bool
) -> None:
    path = seven().rename(seven().with_name(os.fsdecode(b"sept \xe9crit.png")))
    outcome = digitpad("predict", path, *(["--json"] if as_json else []))
    assert outcome.status == 0
    assert "7" in outcome.out


def test_each_drawing_of_a_file_of_strokes_is_read(
    digitpad: Digitpad, seven: Callable[..., Path], tmp_path: Path
) -> None:
    strokes = [[[80, 60], [200, 60], [130, 240]]]
    drawings = tmp_path / "drawings.jsonl"
    drawings.write_text("\n".join(json.dumps({"strokes": each}) for each in (strokes, [], [[[0, 0], [90, 1]]])))
    unipen = tmp_path / "pen.dat"
    unipen.write_text('.SEGMENT DIGIT 0 ? "7"\n.PEN_DOWN\n 80 240\n 200 240\n 130 60\n.PEN_UP\n')
    picture = seven()
    first, blank, line, pictured, penned = digitpad.report("predict", drawings, picture, unipen)["answers"]
    for answer, place, rejection in ((first, 1, None), (blank, 2, "blank"), (line, 3, "horizontal line")):
        assert (answer["file"], answer["line"], answer["refusal"]) == (str(drawings), place, rejection)
    assert (first["digit"], blank["digit"], blank["probabilities"], pictured["digit"]) == (7, None, None, 7)
    assert sum(line["probabilities"]) == pytest.approx(1, abs=1e-5)
    assert "line" not in pictured
    assert (penned["file"], penned["line"], penned["digit"]) == (str(unipen), 1, 7)
    said = digitpad("predict", drawings, picture).out.splitlines()
    assert said[0] == f"{drawings}:1: 7 ({per_cent(first['probability'])})"
    assert said[1:3] == [f"{drawings}:2: no digit (blank)", f"{drawings}:3: no digit (horizontal line)"]
    assert said[3].startswith(f"{picture}: 7 (")


def test_a_broken_drawing_costs_one_line_and_not_the_others(digitpad: Digitpad, tmp_path: Path) -> None:
    drawings = tmp_path / "drawings.jsonl"
    seven = json.dumps({"label": 7, "strokes": [[[8, 6], [20, 6], [13, 24]]]})
    drawings.write_text(f"{seven}\n{{\n{seven}\n")
    outcome = digitpad("predict", drawings, "--json")
    assert outcome.status == 1
    assert outcome.err == f"digitpad: {drawings}, line 2: it is not JSON.\n"
    assert [(answer["line"], answer["digit"]) for answer in json.loads(outcome.out)["answers"]] == [(1, 7), (3, 7)]


def test_several_digits_are_read_as_a_number_with_a_box_for_each(digitpad: Digitpad, tmp_path: Path) -> None:
    seven = [[[20, 10], [60, 10], [35, 90]]]
    # A crossed seven, a one, and a four of two strokes that is begun before and ended after the one.
    crossed = [*seven, [[30, 50], [55, 48]]]
    one, four = [[[90, 10], [88, 90]]], [[[140, 10], [115, 60], [165, 60]], [[148, 35], [145, 90]]]
    drawings = tmp_path / "drawings.jsonl"
    numbers = [[*crossed, *one, *four], [seven[0], four[0], one[0], four[1], crossed[1]], crossed, four]
    drawings.write_text("\n".join(json.dumps({"strokes": each}) for each in numbers))
    picture = Image.new("L", (220, 120), 250)
    for stroke in numbers[0]:
        ImageDraw.Draw(picture).line([tuple(point) for point in stroke], fill=30, width=6, joint="curve")
    picture.save(tmp_path / "number.png")
    first, second, seven_alone, four_alone, pictured = digitpad.report("predict", drawings, tmp_path / "number.png")[
        "answers"
    ]
    for answer in (first, second, pictured):
        assert (answer["number"], answer["digit"], answer["refusal"]) == ("714", None, None)
        assert [each["digit"] for each in answer["digits"]] == [7, 1, 4]
        assert answer["probability"] == pytest.approx(np.prod([each["probability"] for each in answer["digits"]]))
        boxes = np.array([each["box"] for each in answer["digits"]])
        wanted = [[20, 10, 60, 90], [88, 10, 90, 90], [115, 10, 165, 90]]
        np.testing.assert_allclose(boxes, wanted, atol=5 if answer is pictured else 0)
    assert (seven_alone["digit"], seven_alone["number"], four_alone["digit"]) == (7, "7", 4)
    said = digitpad("predict", drawings).out.splitlines()
    assert said[0] == f"{drawings}:1: 714 (> 99.9 %)", "never 100 %"

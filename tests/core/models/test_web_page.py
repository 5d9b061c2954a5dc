"""The page's JavaScript answers as Python does, here in V8, the engine of Chrome; `python -m benchmarks.exports`
tries the page in a real browser, with touches."""

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from py_mini_racer import MiniRacer

from digitpad.core.drawing.normalise import AS_DRAWN, Normalisation
from digitpad.core.drawing.strokes import Drawing, Stroke, paths
from digitpad.core.errors import ModelError
from digitpad.core.models.model import Model
from digitpad.core.models.standalone import web_page
from digitpad.core.recognition.predict import predict_drawing
from tests.networks import network_of

# What browsers have and V8 alone does not: text in base64 as bytes, one a letter.
ATOB = """
function atob(text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const clean = text.replace(/[^A-Za-z0-9+/]/g, "");
  const out = [];
  for (let i = 0, bits = 0, held = 0; i < clean.length; i++) {
    held = (held << 6) | letters.indexOf(clean[i]);
    bits += 6;
    if (bits >= 8) out.push(String.fromCharCode((held >> (bits -= 8)) & 255));
    held &= 0xffff;
  }
  return out.join("");
}
"""


def part(page: str, name: str) -> str:
    found = re.search(rf'<script[^>]* id="{name}">(.*?)</script>', page, re.S)
    assert found
    return found[1]


class Page:
    """A page's own script, run by V8."""

    def __init__(self, page: str) -> None:
        self._engine = MiniRacer()
        self._engine.eval(ATOB + part(page, "recognise"))
        model, weights = json.dumps(json.loads(part(page, "model"))), json.dumps(part(page, "weights").strip())
        self._engine.eval(f"const model = {model}; model.weights = weightsOf({weights}, model.shapes); 0")

    def answer(self, drawing: Drawing, pen_is_down: bool = False) -> dict[str, Any]:
        points = json.dumps([path.tolist() for path in paths(drawing)])
        call = f"recognise(model, {points}, {json.dumps(pen_is_down)})"
        as_lists = "{...found, seen: [...found.seen], probabilities: found.probabilities && [...found.probabilities]}"
        return json.loads(self._engine.eval(f"(() => {{ const found = {call}; return JSON.stringify({as_lists}) }})()"))


def assert_alike(page: Page, model: Model, drawing: Drawing) -> str | None:
    """The page's answer is Python's; returns why it is no digit."""
    found = page.answer(drawing)
    expected = predict_drawing(model.recogniser, drawing)
    np.testing.assert_allclose(np.reshape(found["seen"], (28, 28)), expected.seen, atol=1e-5)
    if expected.probabilities is None:
        assert found["probabilities"] is None
    else:
        np.testing.assert_allclose(found["probabilities"], expected.probabilities, atol=1e-4)
    assert found["rejection"] == expected.rejection
    return found["rejection"]


def test_200_drawings_are_read_as_python_reads_them(small_model: Model, drawings: list[Drawing]) -> None:
    page = Page(web_page(small_model))
    reasons = [assert_alike(page, small_model, drawing) for drawing in drawings]
    assert len(reasons) == 200
    assert {None, "not a digit", "two shapes"} <= set(reasons)


@pytest.mark.parametrize(
    "how",
    [
        AS_DRAWN,
        Normalisation(even_pen=False),
        Normalisation(centred=False),
        Normalisation(fit=False, passes=3),
        Normalisation(box=24.0, pen_width=3.0, soft_edge=0.5, centre=13.0),
    ],
    ids=str,
)
def test_the_model_s_own_normalisation_is_taken(any_model: Model, drawings: list[Drawing], how: Normalisation) -> None:
    model = replace(any_model, normalisation=how)
    page = Page(web_page(model))
    for drawing in drawings[::40]:
        assert_alike(page, model, drawing)


def test_what_can_be_no_digit_has_the_same_reason(small_model: Model) -> None:
    def drawing(*strokes: list[tuple[float, float]]) -> Drawing:
        return tuple(Stroke(np.array([[*point, 0, 0] for point in stroke], float)) for stroke in strokes)

    page = Page(web_page(small_model))
    odd = {
        "blank": (),
        "speck": drawing([(14, 14)]),
        "horizontal line": drawing([(4, 14), (14, 14.5), (24, 15)]),
        "two shapes": drawing([(6, 4), (6, 24)], [(20, 4), (20, 24)]),
        None: drawing([(14, 3), (14, 25)]),
    }
    assert [assert_alike(page, small_model, each) for each in odd.values()] == list(odd)
    assert page.answer(odd["speck"], pen_is_down=True)["rejection"] is None
    for each in (drawing([(0, 0), (0, 0)]), drawing([(28, 28), (0, 0), (28, 0)]), drawing([(14, 14)] * 5, [(2, 2)])):
        assert_alike(page, small_model, each)


def test_nothing_is_loaded_and_no_name_breaks_the_page(small_model: Model) -> None:
    name = '</script><script src="//x">&amp; @WEIGHTS@ \u2028\ud800'
    model = replace(small_model, name=name)
    page = web_page(model)
    assert json.loads(part(page, "model"))["name"] == model.name
    assert "</script><script src" not in page
    assert web_page(small_model).count("<script") == page.count("<script")
    outside = re.sub(r'<script type="text/plain".*?</script>', "", web_page(small_model), flags=re.S)
    assert not re.findall(r"(?:src|href|url|import|fetch)\s*[=(:]", outside)
    assert "default-src 'none'" in page
    assert 'name="viewport"' in page
    assert '<html lang="en">' in page
    Page(page)


def test_weights_that_a_page_cannot_hold_are_refused() -> None:
    network = network_of()
    network.W2[0, 0] = 1e200
    with pytest.raises(ModelError, match="too large for a page"):
        web_page(Model(network, "large"))

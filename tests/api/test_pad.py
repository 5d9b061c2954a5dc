"""The pad of notebooks: what its canvas asks is answered by the model as it is in Python, whoever draws or trains."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import comm
import numpy as np
import pytest
from py_mini_racer import MiniRacer

import digitpad
from digitpad.api.pad import Pad
from digitpad.core.models.standalone import pad_module
from digitpad.core.recognition.predict import RejectionReason
from digitpad.paths import BUNDLED_MODELS

SEVEN = [[[6, 5], [20, 5], [12, 24]]]
ONE = [[[14, 4], [14, 24]]]


class Browser:
    """What a pad sends to the browser, and a browser's messages to it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.got: list[dict[str, Any]] = []
        monkeypatch.setattr(comm.DummyComm, "publish_msg", self._publish)

    def _publish(self, _: str, data: dict[str, Any] | None = None, **__: Any) -> None:
        if data and data.get("method") == "custom":
            self.got.append(data["content"])

    def ask(self, pad: Pad, **question: Any) -> dict[str, Any]:
        """The answer to a message as Jupyter brings it."""
        content = {"question": len(self.got), **question}
        pad.comm.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
        assert self.got[-1]["question"] == content["question"]
        return self.got[-1]


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Browser:
    return Browser(monkeypatch)


@pytest.fixture
def pad() -> Iterator[Pad]:
    pad = digitpad.pad(width=300)
    yield pad
    pad.close()


def test_what_is_drawn_is_answered_and_can_be_read_in_python(pad: Pad, browser: Browser) -> None:
    assert (pad.probabilities, pad.prediction.rejection, pad.strokes) == (None, RejectionReason.BLANK, [])
    answer = browser.ask(pad, strokes=SEVEN, pen_is_down=False)
    expected = digitpad.load_model(BUNDLED_MODELS[1]).predict_proba(pad.image)
    np.testing.assert_allclose(answer["probabilities"], expected[0], atol=1e-6)
    assert answer["probabilities"] == pad.probabilities.tolist()
    assert int(np.argmax(answer["probabilities"])) == pad.prediction.digit == 7
    assert (pad.image.shape, pad.image.min()) == ((28, 28), -1)
    np.testing.assert_allclose((pad.image.ravel() + 1) / 2, answer["seen"], atol=1e-6)
    assert pad.strokes == SEVEN


def test_while_the_pen_is_down_nothing_is_rejected(pad: Pad, browser: Browser) -> None:
    speck = [[[14, 14]]]
    assert browser.ask(pad, strokes=speck, pen_is_down=True)["rejection"] is None
    assert browser.ask(pad, strokes=speck, pen_is_down=False)["rejection"] == "speck"


def test_another_model_answers_what_is_drawn_already(pad: Pad, browser: Browser) -> None:
    before = browser.ask(pad, strokes=SEVEN)
    network = digitpad.Network.initial(4, np.random.default_rng(0))
    pad.model = network
    (told,) = browser.got[1:]
    assert "question" not in told
    assert told["probabilities"] != before["probabilities"]
    np.testing.assert_allclose(told["probabilities"], network.predict_proba(pad.image.reshape(1, 784))[0], atol=1e-6)
    assert browser.ask(pad)["probabilities"] == told["probabilities"]  # a page that is loaded again


def test_the_canvas_can_be_set_from_python(pad: Pad, browser: Browser) -> None:
    pad.strokes = [np.array(ONE[0]), np.empty((0, 2))]
    assert browser.got[-1]["strokes"] == ONE
    assert pad.prediction.digit == 1
    pad.strokes = []
    assert browser.got[-1]["probabilities"] is None


@pytest.mark.parametrize(
    "strokes", [None, "ab", [[[1]]], [["ab"]], [[[np.nan, 1]]], [[[1e300, 1]]], [[[1, 2]] * 100_001]]
)
def test_what_is_no_drawing_leaves_the_canvas_as_it_was(pad: Pad, browser: Browser, strokes: Any) -> None:
    browser.ask(pad, strokes=SEVEN)
    with pytest.raises(ValueError, match=r"stroke|drawing"):
        pad.strokes = strokes
    with pytest.raises(AssertionError):  # nothing is answered
        browser.ask(pad, strokes=strokes)
    assert browser.ask(pad)["strokes"] == pad.strokes == SEVEN
    with pytest.raises(TypeError, match="a model or a network"):
        pad.model = strokes


def test_the_page_knows_the_classes_names(browser: Browser) -> None:
    clothes = replace(digitpad.load_model(), classes=tuple("abcdefghij"))
    pad = digitpad.pad(clothes)
    about = browser.ask(pad)["about"]
    assert (about["noun"], about["classes"]) == ("picture", clothes.classes)
    pad.close()


def test_its_script_is_sound() -> None:
    """V8 takes it; a notebook imports it as a module with one default."""
    script = pad_module().replace("export default", "const module =")
    assert MiniRacer().eval(f"{script} Object.keys(module).join()") == "render"


def test_without_anywidget_it_says_what_to_install() -> None:
    program = "import sys; sys.modules['anywidget'] = None\nimport digitpad\n"
    program += "try:\n    digitpad.pad()\nexcept ImportError as error: print(error)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "pad needs anywidget, which is not installed; pip install 'digitpad[notebooks]' brings it.\n"

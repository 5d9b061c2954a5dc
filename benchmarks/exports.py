"""Whether exported models answer as they do here: the page in a browser, weights in PyTorch, graphs in ONNX Runtime.

    python -m benchmarks.exports [MODEL]

Needs `pip install playwright torch safetensors onnxruntime`, and Chromium: the system's or `playwright install`'s.
"""

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from playwright.sync_api import Page, sync_playwright
from safetensors.torch import load_file

from digitpad import paths
from digitpad.core.drawing.strokes import Drawing, Placing, Stroke
from digitpad.core.drawing.strokes import paths as paths_of
from digitpad.core.models.formats import open_model, save_model
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import open_evaluation_set
from digitpad.core.recognition.predict import Prediction, predict_drawing
from digitpad.core.synthetic.non_digits import HELD_OUT
from digitpad.core.synthetic.styles import procedural_digit

_DRAWINGS = 200
_TOUCHED = 20  # of these are drawn with a finger
_PHONE = {"width": 390, "height": 844}


def main() -> None:
    model = open_model(Path(sys.argv[1]) if len(sys.argv) > 1 else paths.BUNDLED_MODELS[1])
    with tempfile.TemporaryDirectory() as folder:
        page, weights = Path(folder) / "model.html", Path(folder) / "model.safetensors"
        save_model(page, model)
        save_model(weights, model)
        in_browser(model, page)
        in_torch(model, weights)
        graph = Path(folder) / "model.onnx"
        save_model(graph, model)
        in_onnx_runtime(model, graph)


def in_onnx_runtime(model: Model, path: Path) -> None:
    """Compare with ONNX Runtime on MNIST's test set, and both with double precision."""
    X = open_evaluation_set("mnist").X
    pixels = np.rint((X + 1) * 127.5).astype(np.uint8).reshape(-1, 28, 28)
    (P,) = onnxruntime.InferenceSession(path).run(["probabilities"], {"pixels": pixels})
    exact = model.network.astype(np.float64).predict_proba(pixels.reshape(-1, 784) / 127.5 - 1)
    print(
        f"ONNX Runtime {onnxruntime.__version__}: {np.abs(P - exact).max():.1e} from double precision at most; ", end=""
    )
    print(f"the network here {np.abs(model.network.predict_proba(X) - exact).max():.1e}")


def in_torch(model: Model, path: Path) -> None:
    """Compare with PyTorch's layers on MNIST's test set."""
    tensors = load_file(path)
    module = torch.nn.Module()
    module.fc1 = torch.nn.Linear(784, model.network.hidden_units)
    module.fc2 = torch.nn.Linear(model.network.hidden_units, 10)
    module.load_state_dict({name: tensor for name, tensor in tensors.items() if name.startswith("fc")})
    X = open_evaluation_set("mnist").X
    with torch.no_grad():
        P = torch.softmax(module.fc2(torch.relu(module.fc1(torch.from_numpy(X)))), dim=1).numpy()
    off = np.abs(P - model.network.predict_proba(X)).max()
    print(f"PyTorch {torch.__version__}: probabilities of {len(X):,} images differ by {off:.1e} at most")


def in_browser(model: Model, path: Path) -> None:
    """Compare with the page in Chromium, by its own functions and by touches on its canvas."""
    drawings = made_up_drawings()
    expected = [predict_drawing(model.recogniser, each) for each in drawings]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport=_PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        answers = [answer(page, each) for each in drawings]
        off = max(difference(found, wanted) for found, wanted in zip(answers, expected, strict=True))
        alike = sum(found["rejection"] == wanted.rejection for found, wanted in zip(answers, expected, strict=True))
        print(
            f"Chromium {browser.version}: {len(drawings)} drawings, probabilities differ by {off:.1e} at most,", end=""
        )
        print(f" {alike} rejections or none are the same")
        shown = [touched(page, context.new_cdp_session(page), each) for each in drawings[:_TOUCHED]]
        right = sum(found == str(wanted.digit) for found, wanted in zip(shown, expected, strict=False))
        print(f"drawn with a finger on {_PHONE['width']} pixels: {right} of {_TOUCHED} read as Python does")
        print(f"requests: {len(requests)}, the page itself")
        browser.close()


def made_up_drawings() -> list[Drawing]:
    """Digits and other things, half of each, in canvas units."""
    rng = np.random.default_rng(7)
    kinds = list(HELD_OUT.values())
    drawn = [procedural_digit(rng)[1] for _ in range(_DRAWINGS // 2)]
    drawn += [kinds[number % len(kinds)](rng) for number in range(_DRAWINGS // 2)]
    strokes = [tuple(Stroke(np.pad(path, ((0, 0), (0, 2)))) for path in each) for each in drawn]
    return [Placing(rng.uniform(0.3, 1.5)).apply(each) for each in strokes]


def answer(page: Page, drawing: Drawing) -> dict[str, Any]:
    """What the page's own functions make of a drawing."""
    found: dict[str, Any] = page.evaluate(
        "drawing => { const {probabilities, rejection} = recognise(model, drawing);"
        " return {probabilities: [...probabilities], rejection} }",
        [path.tolist() for path in paths_of(drawing)],
    )
    return found


def difference(found: dict[str, Any], wanted: Prediction) -> float:
    assert wanted.probabilities is not None
    return float(np.abs(np.array(found["probabilities"]) - wanted.probabilities).max())


def touched(page: Page, session: Any, drawing: Drawing) -> str | None:
    """The digit that stands on the page after a finger has drawn."""
    page.locator("#clear").evaluate("button => button.click()")
    box = page.locator("#pad").bounding_box()
    assert box
    for path in paths_of(drawing):
        for number, (x, y) in enumerate(path):
            place = {"x": box["x"] + x * box["width"] / 28, "y": box["y"] + y * box["height"] / 28}
            kind = "touchMove" if number else "touchStart"
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [place]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    text = page.locator("#digit").text_content()
    if text == "–":  # it is no digit; the most probable one is named below, or the reason
        shares: list[float] = page.evaluate("[...recognise(model, drawing).probabilities]")
        text = str(int(np.argmax(shares)))
    return text


if __name__ == "__main__":
    main()

"""The report: whole, self-contained, escaped, and never half written."""

import base64
import io
import re
from collections import defaultdict
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from digitpad.core.dataset import Dataset, Datasets
from digitpad.core.errors import OutputError
from digitpad.core.evaluation.evaluation import Predictions, metrics, misreads, predict, suspect_labels
from digitpad.core.evaluation.robustness import DISTORTIONS, examples
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.report.report import report, write_report

_VOID = {"meta", "img", "br"}


class Page(HTMLParser):
    """The elements of a page, which must be nested; its texts, and the images below each heading."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.heading = ""
        self.images: dict[str, list[dict[str, str | None]]] = defaultdict(list)
        self.links: list[str] = []
        self.elements: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        if tag == "img":
            self.images[self.heading].append(dict(attrs))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.open and self.open[-1] == "h2":
            self.heading = data

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.fixture(scope="module")
def evaluation(small_datasets: Callable[..., Datasets]) -> tuple[Model, Dataset, Predictions, Dataset]:
    datasets = small_datasets(noise=0.9)
    network = Network.initial(6, np.random.default_rng(0))
    return Model(network, "guessing"), datasets.test, predict(network, *_Xy(datasets.test)), datasets.validation


@pytest.fixture(scope="module")
def source(evaluation: tuple[Model, Dataset, Predictions, Dataset]) -> str:
    return report(*evaluation)


def _Xy(dataset: Dataset) -> tuple[np.ndarray, np.ndarray]:
    return dataset.X, dataset.y


def test_it_says_what_was_measured(evaluation: tuple[Model, Dataset, Predictions, Dataset], source: str) -> None:
    page = Page(source)
    found = metrics(evaluation[2])
    assert page.open == []
    assert f"{100 * found.accuracy:.2f} %" in page.text
    assert f"cost per image {found.cost:.4f}" in page.text
    assert f"{100 * found.interval.low:.2f} % to {100 * found.interval.high:.2f} %" in page.text
    assert "“guessing” on small test" in page.text
    assert "fitted on small validation alone" in page.text
    assert {"svg", "table", "figure"} <= page.elements


def test_it_needs_no_other_file(source: str) -> None:
    page = Page(source)
    assert page.links
    assert all(link.startswith(("data:image/png;base64,", "#")) for link in page.links)
    assert not page.elements & {"script", "link", "iframe"}
    assert "url(http" not in source


def test_all_misreads_are_in_it(evaluation: tuple[Model, Dataset, Predictions, Dataset], source: str) -> None:
    _, dataset, predictions, _ = evaluation
    page = Page(source)
    wrong = misreads(predictions)
    assert len(page.images["Likely wrong labels"]) == len(suspect_labels(predictions).indices)
    images = page.images["Misreads"]
    assert len(images) == len(wrong)
    data = base64.b64decode((images[0]["src"] or "").partition(",")[2])
    pixels = np.asarray(Image.open(io.BytesIO(data)), np.float32).reshape(-1)
    assert np.abs(pixels / 127.5 - 1 - dataset.X[wrong[0]]).max() < 0.005
    assert (images[0]["alt"] or "").startswith(f"{predictions.y[wrong[0]]}, read as {predictions.y_pred[wrong[0]]}, ")


def test_an_image_is_shown_at_each_strength_of_each_distortion(
    evaluation: tuple[Model, Dataset, Predictions, Dataset], source: str
) -> None:
    model, dataset, _, _ = evaluation
    first = int(np.flatnonzero(dataset.y == 4)[0])
    shown = examples(model.network, dataset, np.array([first]))
    expected = [
        f"at {strength:g}, read as {answer}"
        for name, distortion in DISTORTIONS.items()
        for strength, answer in zip(distortion.strengths, shown[name].answers[:, 0], strict=True)
    ]
    assert [image["alt"] for image in Page(source).images["Robustness"]] == expected


def test_names_are_texts_and_nothing_else(
    evaluation: tuple[Model, Dataset, Predictions, Dataset], tmp_path: Path
) -> None:
    model, dataset, predictions, _ = evaluation
    strange = Model(model.network, "<script>alert(1)</script> & \ud800\x1b", "<b>data</b>")
    page = Page(write_report(tmp_path, strange, dataset, predictions).read_text())
    assert "script" not in page.elements
    assert "b" not in page.elements
    assert "<script>alert(1)</script> &" in page.text
    assert "\x1b" not in page.text


def test_a_network_that_is_always_right(evaluation: tuple[Model, Dataset, Predictions, Dataset]) -> None:
    model, dataset, _, _ = evaluation
    page = Page(report(model, dataset, Predictions.of(30 * np.eye(10)[dataset.y], dataset.y)))
    assert "100.00 %" in page.text
    assert set(page.images) == {"Robustness"}
    assert "temperature" not in page.text


def test_the_same_answers_give_the_same_bytes(
    evaluation: tuple[Model, Dataset, Predictions, Dataset], source: str
) -> None:
    assert report(*evaluation) == source
    assert not re.search(r"20\d\d-\d\d-\d\d", source)


def test_the_folder_is_made(evaluation: tuple[Model, Dataset, Predictions, Dataset], tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    assert write_report(folder, *evaluation) == folder / "report.html"
    assert [each.name for each in folder.iterdir()] == ["report.html"]


def test_what_cannot_be_written_is_said_in_a_sentence(
    evaluation: tuple[Model, Dataset, Predictions, Dataset], tmp_path: Path
) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    (tmp_path / "taken" / "report.html").mkdir(parents=True)
    for folder in (file, file / "below", tmp_path / "taken"):
        with pytest.raises(OutputError) as error:
            write_report(folder, *evaluation)
        assert str(folder) in str(error.value)
        assert "\n" not in str(error.value)
    assert file.read_text() == "mine"

"""digitpad evaluate: the figures of a model on every image of a set."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binomtest

from digitpad import paths
from digitpad.core.models.arrays import read_model, write_model
from digitpad.core.models.model import Model, trained_on
from digitpad.core.network import Network
from digitpad.core.readers.data_file import read_data_file, read_data_images
from tests.cli.commands import Digitpad


@pytest.fixture
def model_file(tmp_path: Path) -> Path:
    path = tmp_path / "model.npz"
    write_model(path, Model(Network.initial(4, np.random.default_rng(0)), "untrained"))
    return path


def test_json_has_accuracy_cost_and_confusion(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path
) -> None:
    data = course_file(n=70)
    report = digitpad.report("evaluate", model_file, "--data", data)
    assert {"n", "accuracy", "cost", "confusion", "learned_from"} < set(report)
    confusion = np.array(report["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.sum() == report["n"] == 70
    assert confusion.sum(axis=1).tolist() == [7] * 10
    network, dataset = read_model(model_file).network, read_data_images(data)
    assert report["accuracy"] == pytest.approx(network.score(dataset.X, dataset.y))
    assert report["cost"] == pytest.approx(network.cost(dataset.X, dataset.y) / 70, rel=1e-5)


def test_people_read_the_data_the_accuracy_and_a_table(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path
) -> None:
    data = course_file(n=70)
    report = digitpad.report("evaluate", model_file, "--data", data)
    output = digitpad.output("evaluate", model_file, "--data", data)
    lines = output.splitlines()
    assert lines[0] == str(read_data_images(data))
    assert f"untrained: accuracy {report['accuracy']:.4f}, cost per image {report['cost']:.4f}" in lines[1]
    table = [list(map(int, line.split())) for line in lines[-10:]]
    assert [row[0] for row in table] == list(range(10))
    assert [row[1:] for row in table] == report["confusion"]


def test_the_bundled_model_reads_mnist(digitpad: Digitpad) -> None:
    report = digitpad.report("evaluate")
    assert report["n"] == 10_000
    assert report["accuracy"] > 0.97
    assert report["accuracy"] == pytest.approx(read_model(paths.BUNDLED_MODEL).test_accuracy, abs=2e-4)


@pytest.mark.parametrize("content", [None, b"", b"no model"])
def test_a_bad_model_is_refused(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "bad.npz"
    if content is not None:
        path.write_bytes(content)
    assert str(path) in digitpad.refused("evaluate", path, "--data", course_file())


def test_a_bad_data_set_is_refused(digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path) -> None:
    bad = course_file("bad.npz", digits=None)
    assert str(bad) in digitpad.refused("evaluate", model_file, "--data", bad)
    assert "fashion" in digitpad.refused("evaluate", model_file, "--data", "fashion")


@pytest.mark.parametrize("name", ["two\nlines", "half a pair \ud800", "\x1b[2Jclears the screen"])
def test_a_strange_name_in_a_model_file_does_not_disturb_the_report(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    path = tmp_path / "strange.npz"
    write_model(path, Model(Network.initial(4, np.random.default_rng(0)), name))
    outcome = digitpad("evaluate", path, "--data", course_file())
    assert outcome.status == 0
    lines = outcome.out.splitlines()
    assert len(lines) == 15
    assert lines[2].startswith("how the file was read: ")
    assert "labels" in lines[2] or "0 to 1" in lines[2]
    assert "accuracy" in lines[1]
    assert lines[1].isprintable()


@pytest.mark.parametrize("part", ["training", "validation", "test"])
def test_a_part_of_the_data_is_evaluated(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path, part: str
) -> None:
    data = course_file(n=70)
    outcome = digitpad("evaluate", model_file, "--data", data, "--set", part, "--json")
    assert outcome.status == 0
    dataset = getattr(read_data_file(data), part)
    found = json.loads(outcome.out)
    assert found["n"] == len(dataset)
    assert found["accuracy"] == pytest.approx(read_model(model_file).network.score(dataset.X, dataset.y))


def test_it_says_when_the_model_learned_from_the_images(
    digitpad: Digitpad, course_file: Callable[..., Path], tmp_path: Path
) -> None:
    data, path = course_file(n=70), tmp_path / "trained.npz"
    training = read_data_file(data).training
    earlier = trained_on("other training, 9 images", training.name_and_size)
    learned = trained_on(earlier, "a third training, 7 images")
    pieces = frozenset({"those of other", *training.pieces, "those of a third"})
    write_model(path, Model(Network.initial(4, np.random.default_rng(0)), "trained", learned, pieces=pieces))
    for part, known in ((("--set", "training"), True), ((), True), (("--set", "test"), False)):
        words = "evaluate", path, "--data", data, *part
        assert digitpad.report(*words)["learned_from"] == known
        assert ("learned from some of these images" in digitpad(*words, "--report", tmp_path).out) == known
        assert ("learned from some of these images" in (tmp_path / "report.html").read_text()) == known


def test_an_unknown_part_is_refused(digitpad: Digitpad, model_file: Path) -> None:
    assert digitpad("evaluate", model_file, "--set", "all").status == 2


def test_without_matplotlib_there_is_no_evaluation_for_a_report(
    digitpad: Digitpad, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert "pip install 'digitpad[plots]'" in digitpad.refused("evaluate", "--report", tmp_path / "report")
    assert not (tmp_path / "report").exists()


@pytest.mark.parametrize("options", [(), ("--set", "validation")])
def test_a_report_is_written_beside_the_figures(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path, tmp_path: Path, options: tuple[str, ...]
) -> None:
    folder = tmp_path / "report"
    output = digitpad.output("evaluate", model_file, "--data", course_file(n=70), "--report", folder, *options)
    assert output.splitlines()[-1] == f"wrote {folder / 'report.html'}"
    page = (folder / "report.html").read_text()
    accuracy = float(output.splitlines()[1].split("accuracy ")[1].split(",")[0])
    assert f"{100 * accuracy:.1f}" in page
    assert ("With temperature" in page) == bool(options)


def test_another_model_is_compared_with(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path, tmp_path: Path
) -> None:
    other, data = tmp_path / "other.npz", course_file(n=70)
    write_model(other, Model(Network.initial(4, np.random.default_rng(1)), "_a $b$ <i>"))
    words = "evaluate", model_file, "--data", data, "--against", other
    found = digitpad.report(*words)
    dataset = read_data_images(data)
    one, two = (read_model(path).network.predict(dataset.X) == dataset.y for path in (model_file, other))
    alone = int((one & ~two).sum()), int((two & ~one).sum())
    p = binomtest(alone[0], sum(alone)).pvalue
    assert found["against"] == {
        "accuracy": pytest.approx(two.mean()),
        "only_this": alone[0],
        "only_other": alone[1],
        "p": pytest.approx(p),
    }
    outcome = digitpad(*words, "--report", tmp_path)
    assert f"“untrained” alone reads {alone[0]} images correctly, “_a $b$ <i>” alone {alone[1]}; " in outcome.out
    page = (tmp_path / "report.html").read_text()
    assert "Beside “_a $b$ &lt;i&gt;”" in page
    assert "<i>" not in page
    assert f"(McNemar's exact test, p = {p:.2g})" in page


def test_json_stays_one_value_with_a_report(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path, tmp_path: Path
) -> None:
    report = digitpad.report("evaluate", model_file, "--data", course_file(n=70), "--report", tmp_path)
    assert {"n", "accuracy", "cost", "confusion", "learned_from"} < set(report)
    assert report["written"] == [str(tmp_path / "report.html")]
    assert (tmp_path / "report.html").exists()


def test_a_report_that_cannot_be_written_is_refused(
    digitpad: Digitpad, course_file: Callable[..., Path], model_file: Path
) -> None:
    assert "name a folder" in digitpad.refused(
        "evaluate", model_file, "--data", course_file(n=70), "--report", model_file
    )

"""What teaching does for a writer, and what it costs elsewhere.

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python -m benchmarks.teaching FILE [--writers NAME …] [--model MODEL]
        [--samples 10] [--seeds 3] [--write docs/collection.md]

FILE holds pen strokes of several writers, as JSON lines or as UNIPEN text. Of each writer so many samples of each
digit, others for each seed, go into an empty collection, and the model is taught as the window teaches it, which holds
a fifth of them out. It is judged by the writer's other digits, which the collection never had, by those of all other
writers in the file, and by MNIST's test set. Writers with fewer than three digits of a kind beside the samples are
passed over. Without --model it is a model of the default preset, trained on MNIST alone, to whom all writers are
strangers. With --write the table goes between the marks in that file.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np

from digitpad import paths
from digitpad.core.blas import limit_blas_threads
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source
from digitpad.core.dataset import Dataset, Datasets, scale_to_input
from digitpad.core.drawing.render import load_kernel
from digitpad.core.drawing.strokes import Placing
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import open_datasets
from digitpad.core.readers.collected import read_teaching_data
from digitpad.core.readers.pen_formats import LabelledDrawing
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.recognition.predict import Recogniser, predict_drawings
from digitpad.core.runs.run import TrainingRun
from digitpad.core.runs.run_events import RunFinished
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.runs.teaching import MOST_LOST, teaching_spec
from digitpad.core.training.presets import PRESETS

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
FEWEST_JUDGED = 3  # of each digit
MANY_ERRORS = 0.03  # a writer on whom the model errs more often is to gain by half


class Taught(NamedTuple):
    """Shares of errors before and after, on the writer's other digits, on other writers', and on MNIST's test set."""

    own: tuple[float, float]
    others: tuple[float, float]
    mnist: tuple[float, float]
    held_out: tuple[float, float]
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--writers", nargs="+", metavar="NAME")
    parser.add_argument("--model", type=Path, metavar="MODEL")
    parser.add_argument("--samples", type=int, default=10)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    limit_blas_threads(1)
    load_kernel()
    mnist = open_datasets("mnist")
    with tempfile.TemporaryDirectory() as folder:
        base = open_model(arguments.model) if arguments.model else trained(mnist, Path(folder))
        writers = drawings_by_writer(arguments.file, base)
        named = arguments.writers or sorted(writers)
        enough = arguments.samples + FEWEST_JUDGED
        some = [name for name in named if min(counts(writers[name])) >= enough]
        found: dict[str, list[Taught]] = {}
        for name in some:
            for seed in range(arguments.seeds):
                found.setdefault(name, []).append(
                    teach(name, writers, base, mnist, arguments.samples, seed, Path(folder))
                )
            print(row(name, found[name]), flush=True)
    table = "\n".join(lines(found, len(named) - len(some)))
    print(table)
    if arguments.write:
        text = arguments.write.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        arguments.write.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.split(END)[1]}", encoding="utf-8")


def trained(mnist: Datasets, folder: Path) -> Model:
    """A model of the default preset, trained on MNIST alone."""
    return finished(RunSpec(DataSources("mnist"), PRESETS["default"].settings, wait_for_kernels=True), mnist, folder)


def finished(spec: RunSpec, datasets: Datasets, folder: Path) -> Model:
    run = TrainingRun.begin(spec, folder / "runs", datasets)
    try:
        return next(event.model for event in run.events() if isinstance(event, RunFinished))
    finally:
        run.close(discard=True)


def drawings_by_writer(file: Path, model: Model) -> dict[str, list[CollectedDrawing]]:
    """The digits in the file as the collection keeps them."""
    items = [each for each in read_strokes(file) if isinstance(each, LabelledDrawing) and each.digit is not None]
    placed = [Placing().apply(each.drawing) for each in items]
    writers: dict[str, list[CollectedDrawing]] = {}
    for each, strokes, answer in zip(items, placed, predict_drawings(Recogniser(model.network), placed), strict=True):
        seen = np.round(answer.seen * 255).astype(np.uint8)
        now = datetime.now(UTC)
        drawing = CollectedDrawing(strokes, seen, each.digit, each.writer or "nobody", now, Source.FILE)
        writers.setdefault(drawing.writer, []).append(drawing)
    return writers


def counts(drawings: Sequence[CollectedDrawing]) -> list[int]:
    """How many there are of each digit."""
    return [sum(each.label == digit for each in drawings) for digit in range(10)]


def teach(
    name: str,
    writers: dict[str, list[CollectedDrawing]],
    base: Model,
    mnist: Datasets,
    samples: int,
    seed: int,
    folder: Path,
) -> Taught:
    rng = np.random.default_rng(seed)
    own = [writers[name][number] for number in rng.permutation(len(writers[name]))]
    chosen = [each for digit in range(10) for each in [one for one in own if one.label == digit][:samples]]
    paths.COLLECTION = folder / f"{name}-{seed}.sqlite"
    with Collection.open(paths.COLLECTION) as collection:
        collection.merge(chosen)
    begun = time.perf_counter()
    data = read_teaching_data(name, lambda: mnist, paths.COLLECTION)
    network = finished(teaching_spec(name, base, seed, wait_for_kernels=True), data, folder).network
    seconds = time.perf_counter() - begun
    kept = set(map(id, chosen))
    judged = as_data([each for each in own if id(each) not in kept])
    others = as_data([each for other, some in writers.items() if other != name for each in some])
    assert data.validation is not None

    def errors(images: Dataset) -> tuple[float, float]:
        return tuple(1 - each.score(images.X, images.y) for each in (base.network, network))  # type: ignore[return-value]

    return Taught(errors(judged), errors(others), errors(mnist.test), errors(data.validation), seconds)


def as_data(drawings: Sequence[CollectedDrawing]) -> Dataset:
    pixels = np.stack([each.seen for each in drawings])
    return Dataset("drawings", scale_to_input(pixels, full=255), np.array([each.label for each in drawings]))


def lines(found: dict[str, list[Taught]], passed_over: int) -> Iterator[str]:
    """The table in Markdown, and what it says."""
    yield "| writer | error before | after | least to most | MNIST, points lost | most | other writers | accepted |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    yield from (row(name, some) for name, some in found.items())
    everything = [each for some in found.values() for each in some]
    yield row("all", everything)
    many = {name: some for name, some in found.items() if mean(some, "own", 0) > MANY_ERRORS}
    halved = sum(mean(some, "own", 1) <= mean(some, "own", 0) / 2 for some in many.values())
    runs = [each for some in many.values() for each in some]
    yield ""
    lost = [100 * (each.mnist[1] - each.mnist[0]) for each in everything]
    yield (
        f"Of {len(many)} writers with an error above {MANY_ERRORS:.0%}, {halved} are misread at most half as often "
        f"afterwards; so are {sum(each.own[1] <= each.own[0] / 2 for each in runs)} of {len(runs)} single runs. On "
        f"MNIST's test set {max(lost):.2f} points are lost at most, {np.mean(lost):.2f} on average. Teaching takes "
        f"{np.median([each.seconds for each in everything]):.0f} s."
    )
    if passed_over:
        yield f"{passed_over} writers have too few digits."


def mean(some: Sequence[Taught], name: str, place: int) -> float:
    return float(np.mean([getattr(each, name)[place] for each in some]))


def row(name: str, some: Sequence[Taught]) -> str:
    after = [100 * each.own[1] for each in some]
    lost = [100 * (each.mnist[1] - each.mnist[0]) for each in some]
    accepted = sum(
        each.held_out[1] < each.held_out[0] and 1000 * (each.mnist[1] - each.mnist[0]) <= MOST_LOST for each in some
    )
    cells = (
        f"{100 * mean(some, 'own', 0):.1f} %",
        f"{np.mean(after):.1f} %",
        f"{min(after):.1f} to {max(after):.1f} %",
        f"{np.mean(lost):+.2f}",
        f"{max(lost):+.2f}",
        f"{100 * mean(some, 'others', 0):.1f} → {100 * mean(some, 'others', 1):.1f} %",
        f"{accepted} of {len(some)}",
    )
    return f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()

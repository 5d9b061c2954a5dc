"""What comes before a run's first step (data, kernels, drawings), perhaps trying learning rates, and after the last:
evaluation and a detector.
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from digitpad import paths
from digitpad.core import warm_up
from digitpad.core.dataset import Datasets
from digitpad.core.engine.source import drawings_per_epoch, measure_sparsity
from digitpad.core.errors import SettingsError
from digitpad.core.jit import kernels
from digitpad.core.jit.kernels import digest_of, kernel_cache
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.readers.pen_formats import BrokenLine
from digitpad.core.recognition.rejection import Detector
from digitpad.core.runs.run_events import (
    BrokenDrawing,
    CompilingKernels,
    DataLoaded,
    Evaluating,
    FittingDetector,
    MakingDrawings,
    RunEvent,
)
from digitpad.core.runs.spec import DataSources, RunSpec
from digitpad.core.scoring import hit_counts_task
from digitpad.core.synthetic.drawn_digits import DrawnDigits, LabelledPaths, drawn_digits_task
from digitpad.core.tasks import reported, run_to_completion
from digitpad.core.training.rate_finder import RateTried, try_rates
from digitpad.core.training.settings import SETTINGS, TrainingSettings

# Made before the training begins, in a tenth of a millisecond each, and written and drawn differently each time; who
# watches in a window is not kept waiting for so many.
_MOST_DRAWINGS, _MOST_IN_A_WINDOW = 100_000, 10_000
_LOOK_EVERY = 0.05  # seconds
_MADE_BY = Path(__file__).parents[1] / "calibration" / "detector_examples.py"


@dataclass(frozen=True)
class DetectorExamplesFile:
    """What all trainings fit their detectors on: made once for each machine, as kernels are, and for each version."""

    @cached_property
    def name(self) -> str:
        """Says what they are made by."""
        return f"detector-examples-{digest_of([_MADE_BY, paths.GLYPHS])}"

    @property
    def path(self) -> Path:
        """Where they are kept."""
        return kernel_cache() / f"{self.name}.npz"

    def use(self) -> None:
        """Make them if they are not there."""
        if not self.path.exists():
            # Here, since a window that opens trains nothing yet.
            from digitpad.core.calibration.detector_examples import examples_task

            run_to_completion(examples_task(self.path, compiled=True))


EXAMPLES = DetectorExamplesFile()


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a run needs before its first step; `compiled` tells whether kernels can be used from the start."""

    sources: DataSources
    datasets: Datasets
    drawn: DrawnDigits | None
    compiled: bool


def load_data(sources: DataSources) -> Generator[RunEvent, None, Datasets]:
    """Reads the data. Raises DataError when it cannot be used."""
    datasets = sources.datasets()
    yield DataLoaded(sources, datasets, str(datasets))
    return datasets


def prepare(spec: RunSpec, datasets: Datasets | None = None) -> Generator[RunEvent, None, Prepared]:
    """Data, if it is not at hand, kernels and drawings.

    Raises DataError when data or drawings cannot be used, SettingsError when the drawings have no share, or
    other classes.
    """
    sources, settings = spec.sources, spec.settings
    if spec.wait_for_kernels and settings.detector == "fitted":  # side by side with all that comes before
        kernels.prepare_in_background([EXAMPLES])
    if sources.strokes and not settings.drawings:
        raise SettingsError(f"{sources.strokes} would not be learned from; give drawings a share by --drawings.")
    if sources.options.held_out == 0:
        _check_unwatched(settings)
    samples = yield from _read_drawings(sources)
    if datasets is None:
        if spec.wait_for_kernels and settings.for_kernels and sources.data in BUILT_IN:
            # Meanwhile, since built-in images are sure to be read and known to be sparse, which decides the kernels.
            kernels.prepare_in_background([warm_up.Training.of(_settings_of(spec))], kernels.load)
        datasets = yield from load_data(sources)
    if datasets.training.classes and settings.drawings:
        raise SettingsError(f"The classes of {datasets.name} are not digits, as drawings are; set Drawings to 0.")
    compiled = yield from _kernels(spec, datasets)
    if not settings.drawings:
        return Prepared(sources, datasets, None, compiled)
    if not sources.drawings:
        count = drawings_per_epoch(len(datasets.training), settings.drawings) * settings.epochs
        most = _MOST_DRAWINGS if spec.wait_for_kernels else _MOST_IN_A_WINDOW
        sources = replace(sources, drawings=min(most, count))
    drawn = yield from _make_drawings(sources, samples, settings.seed)
    return Prepared(sources, datasets, drawn, compiled)


def _read_drawings(sources: DataSources) -> Generator[BrokenDrawing, None, list[LabelledPaths]]:
    """The drawings in the file of strokes, if there is one, without those that are broken."""
    samples: list[LabelledPaths] = []
    for item in sources.samples():
        if isinstance(item, BrokenLine):
            yield BrokenDrawing(sources.strokes, item)
        else:
            samples.append(item)
    return samples


def _make_drawings(
    sources: DataSources, samples: list[LabelledPaths], seed: int
) -> Generator[MakingDrawings, None, DrawnDigits]:
    """As many drawn digits as `sources` say, made from the samples and by the rules for digits."""
    first = MakingDrawings(0, sources.drawings, len(samples), sources.strokes)
    yield first
    return (
        yield from reported(
            drawn_digits_task(samples, first.total, seed),
            lambda done: replace(first, done=round(done * first.total)),
        )
    )


def _check_unwatched(settings: TrainingSettings) -> None:
    """Raise SettingsError for settings that ask how the validation images are read, of which there are none."""
    asked = {
        "patience": settings.patience > 0,
        "keep": settings.keep == "best",
        "schedule": settings.schedule == "plateau",
    }
    for name, watches in asked.items():
        if watches:
            each = SETTINGS[name]
            raise SettingsError(
                f"{each.title} {each.format(settings.value(name))} needs validation images; hold some out, or choose "
                "another."
            )


def _settings_of(spec: RunSpec) -> TrainingSettings:
    return spec.settings.for_network(spec.base.network) if spec.base else spec.settings


def _kernels(spec: RunSpec, datasets: Datasets) -> Generator[RunEvent, None, bool]:
    """Whether the kernels are ready; waits for them if the run has to."""
    settings = _settings_of(spec)
    if not settings.for_kernels:
        return False
    needed = warm_up.Training.of(settings, measure_sparsity(datasets.training.X).sparse)
    if spec.wait_for_kernels:
        if not kernels.compiled_before(needed):
            yield CompilingKernels()
        return kernels.load(needed)
    kernels.prepare_in_background([needed])
    return kernels.ready(needed)


def rate_search(spec: RunSpec, datasets: Datasets | None = None) -> Generator[RunEvent | RateTried, None, None]:
    """Try learning rates for a run, from its network on: what `prepare` does, then each rate as it is tried."""
    unfitted = replace(spec, settings=replace(spec.settings, detector="none"))  # a detector comes after all steps
    prepared = yield from prepare(unfitted, datasets)
    base = spec.base.network if spec.base else None
    yield from try_rates(prepared.datasets, spec.settings, base, prepared.compiled, prepared.drawn)


def evaluate(network: Network, datasets: Datasets) -> Generator[Evaluating, None, tuple[float, float]]:
    """Its accuracies on training and test images, read in pieces, so that whoever closes the window does not wait."""
    sets = datasets.training, datasets.test
    total = sum(map(len, sets))
    scoring = hit_counts_task(sets, [network])
    found = yield from reported(scoring, lambda done: Evaluating(round(done * total), total))
    (in_sample,), (accuracy,) = (each.accuracies for each in found)
    return in_sample, accuracy


def fit_detector(model: Model, datasets: Datasets, seed: int) -> Generator[FittingDetector, None, Detector | None]:
    """A detector for the model; the one it has, or none, where the data does not allow for another."""
    from digitpad.core.calibration.trained_detector import can_have_detector, trained_detector_task

    if model.detector or not can_have_detector(model, datasets):
        return model.detector
    yield FittingDetector(0)
    kernels.prepare_in_background([EXAMPLES])
    while kernels.is_preparing(EXAMPLES):
        yield FittingDetector(0)
        time.sleep(_LOOK_EVERY)
    task = trained_detector_task(model, datasets, seed, EXAMPLES.path, kernels.ready(EXAMPLES))
    return (yield from reported(task, FittingDetector))

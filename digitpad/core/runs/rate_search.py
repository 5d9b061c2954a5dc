"""Trying learning rates for a run that is asked for: with its data and its drawings, from its network on."""

from collections.abc import Generator
from dataclasses import replace

from digitpad.core.dataset import Datasets
from digitpad.core.runs.prepare import prepare
from digitpad.core.runs.run_events import RunEvent
from digitpad.core.runs.spec import RunSpec
from digitpad.core.training.rate_finder import RateTried, try_rates


def rate_search(spec: RunSpec, datasets: Datasets | None = None) -> Generator[RunEvent | RateTried, None, None]:
    """What comes before the run's first step, then each rate as it is tried. Raises as `prepare` does."""
    unfitted = replace(spec, settings=replace(spec.settings, detector="none"))  # a detector comes after all steps
    prepared = yield from prepare(unfitted, datasets)
    base = spec.base.network if spec.base else None
    yield from try_rates(prepared.datasets, spec.settings, base, prepared.compiled, prepared.drawn)

"""What keeps pixels of what it shows looks like the same shown afresh, whatever it has shown before."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from digitpad.core.derivation.forward import ForwardPass, hidden_table
from digitpad.core.evaluation.confidence import Reliability
from digitpad.core.evaluation.evaluation import CoverageCurve, Covered
from digitpad.core.inspection.weight_histograms import BINS, Histogram
from digitpad.core.network import Network
from digitpad.ui.evaluate.point_map import PointMap
from digitpad.ui.evaluate.strength_plot import Series, StrengthPlot
from digitpad.ui.evaluate.trust_view import CoveragePlot, ReliabilityPlot
from digitpad.ui.inside.matrix_table_view import MatrixTableView
from digitpad.ui.inside.pinned_view import DigitCurves
from digitpad.ui.inside.template_grid import TemplateGrid
from digitpad.ui.inside.weights_view import HistogramPlots

Feed = Callable[[Any, np.random.Generator], None]
FEW = settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)


class Case(NamedTuple):
    """A widget, what makes it show something, and whether its view is part of what is compared."""

    make: Callable[[], QWidget]
    feed: Feed


def feed_map(widget: PointMap, rng: np.random.Generator) -> None:
    n = int(rng.integers(1, 300))
    widget.set_as_digits(bool(rng.integers(2)))
    widget.set_points(10.0 ** rng.integers(-3, 3) * rng.normal(size=(n, 2)), rng.integers(10, size=n))
    widget.set_highlight(int(rng.integers(10)) if rng.integers(2) else None)
    ink = rng.uniform(size=(28, 28)).astype(np.float32)
    widget.set_drawn(rng.normal(size=2), ink)


def feed_templates(widget: TemplateGrid, rng: np.random.Generator) -> None:
    n = int(rng.integers(1, 60))
    widget.set_weights(rng.normal(size=(784, n)).astype(np.float32), float(rng.uniform(0.5, 3)))
    widget.set_order(rng.permutation(n))
    widget.set_marks(rng.uniform(size=n) < 0.2, rng.uniform(size=n) < 0.2)
    widget.set_zoom((None, 0.5, 1.0, 2.0)[rng.integers(4)])
    widget.set_chosen(int(rng.integers(n)))


def feed_table(widget: MatrixTableView, rng: np.random.Generator) -> None:
    network = Network.initial(int(rng.integers(3, 8)), rng, np.float64)
    widget.set_table(hidden_table(ForwardPass.of(network, rng.uniform(-1, 1, size=(1, 784)))))


def feed_histograms(widget: HistogramPlots, rng: np.random.Generator) -> None:
    def histogram() -> Histogram:
        shares = rng.dirichlet(np.full(BINS, 10.0 ** rng.integers(-2, 2)), size=int(rng.integers(1, 3)))
        return Histogram(float(10.0 ** rng.integers(-4, 2)), shares)

    kinds = [(kind, layer) for kind in ("weights", "gradients") for layer in ("W1", "W2")]
    widget.set_histograms({key: histogram() for key in kinds if rng.integers(2)})


def feed_strengths(widget: StrengthPlot, rng: np.random.Generator) -> None:
    k = int(rng.integers(2, 9))
    series = [Series(share, share * 0.9, share * 1.05) for share in rng.uniform(0, 0.9, size=(2, k))]
    widget.set_series(np.sort(rng.uniform(-40, 40, size=k)).round(1), tuple(series[: rng.integers(1, 3)]))
    widget.set_place(int(rng.integers(k)))


def feed_reliability(widget: ReliabilityPlot, rng: np.random.Generator) -> None:
    def reliability() -> Reliability:
        counts = rng.integers(0, 200, size=15)
        hits = rng.integers(0, counts + 1)
        with np.errstate(invalid="ignore"):
            return Reliability(counts, hits, np.sort(rng.uniform(size=15)), hits / counts, 0.1)

    widget.set_reliability(reliability(), reliability() if rng.integers(2) else None)


def feed_coverage(widget: CoveragePlot, rng: np.random.Generator) -> None:
    n = int(rng.integers(30, 900))
    accuracy = np.linspace(1, float(rng.uniform(0.3, 1)), n)
    widget.set_curve(CoverageCurve(np.linspace(1, 0, n), np.linspace(0, 1, n), accuracy))
    widget.set_threshold(Covered(n // 2, n // 3, n))


def feed_curves(widget: DigitCurves, rng: np.random.Generator) -> None:
    n = int(rng.integers(1, 200))
    widget.set_trace(np.linspace(0, 10.0 ** rng.integers(-2, 3), n), rng.dirichlet(np.ones(10), size=n), [(0.5, 3)])


CASES = {
    "map": Case(PointMap, feed_map),
    "templates": Case(lambda: TemplateGrid(print, print), feed_templates),
    "table": Case(lambda: MatrixTableView(print, print), feed_table),
    "histograms": Case(HistogramPlots, feed_histograms),
    "strengths": Case(StrengthPlot, feed_strengths),
    "reliability": Case(ReliabilityPlot, feed_reliability),
    "coverage": Case(CoveragePlot, feed_coverage),
    "curves": Case(DigitCurves, feed_curves),
}


@pytest.mark.parametrize("name", CASES)
@FEW
@given(seeds=st.lists(st.integers(0, 999), min_size=2, max_size=5), dark=st.booleans())
def test_shown_afresh(
    light: Callable[[str], None],
    in_window: Callable[..., QWidget],
    on_screen: Callable[[QWidget], object],
    name: str,
    seeds: list[int],
    dark: bool,
) -> None:
    case = CASES[name]
    light("light")
    live: Any = case.make()
    in_window(live, 420, 300)
    size = 420, 300
    for place, seed in enumerate(seeds):
        case.feed(live, np.random.default_rng(seed))
        on_screen(live)
        size = 420 + seed % 7 * 20, 300 + seed % 3 * 40
        live.resize(*size)
        if place == 0 and dark:
            light("dark")
            if hasattr(live, "apply_colours"):
                live.apply_colours()
        on_screen(live)
    case.feed(live, np.random.default_rng(seeds[-1]))
    afresh: Any = case.make()
    in_window(afresh, *size)
    case.feed(afresh, np.random.default_rng(seeds[-1]))
    if isinstance(live, MatrixTableView) and live.cell:
        afresh.point_at(live.cell)
    if isinstance(live, QAbstractScrollArea):
        on_screen(afresh)
        afresh.verticalScrollBar().setValue(live.verticalScrollBar().value())
        afresh.horizontalScrollBar().setValue(live.horizontalScrollBar().value())
    assert on_screen(live) == on_screen(afresh)
    for each in (live, afresh):
        each.hide()

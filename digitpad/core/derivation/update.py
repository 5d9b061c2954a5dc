"""What one step changes, by the formula of its optimiser, as a table for each layer."""

from collections.abc import Callable

import numpy as np

from digitpad.core.derivation.matrix_table import Block, Cell, MatrixTable, Origin, Side, number
from digitpad.core.engine.steps import EPSILON
from digitpad.core.network import Floats, Network
from digitpad.core.tasks import Progress, Task
from digitpad.core.training.one_step import OneStep, one_step
from digitpad.core.training.settings import TrainingSettings


def update_table(step: OneStep, layer: int) -> MatrixTable:
    """What changes in W, and beneath it what changes in b, of the hidden layer (1) or of the output layer (2)."""
    W, b = f"W{layer}", f"b{layer}"
    change = {name: _change(step, name) for name in (W, b)}
    blocks = {
        f"Δ{W}": Block(Side.MIDDLE, change[W]),
        f"{b} before": Block(Side.BELOW, getattr(step.before, b)),
        f"d{b}": Block(Side.BELOW, getattr(step.gradients, b)),
        f"Δ{b}": Block(Side.BELOW, change[b]),
        f"{b} after": Block(Side.BELOW, getattr(step.after, b)),
    }

    def explain(cell: Cell) -> Origin:
        weights = cell.block == f"Δ{W}"
        name = W if weights else b
        index = (cell.row, cell.column) if weights else (cell.column,)
        here = ",".join(map(str, index))
        before, gradient, after = (
            float(getattr(part, name)[index]) for part in (step.before, step.gradients, step.after)
        )
        if not weights and step.settings.biases == "none":
            return Origin(f"{name}<sub>{here}</sub>: no biases are learned", f"it stays {after:.6g}")
        formula, numbers = _formula(step, before, gradient * step.clip, is_weight=weights)
        if step.clip < 1:
            formula += f", g clipped to {step.clip:.3g} of itself"
        return Origin(
            f"{name}<sub>{here}</sub>: {formula}",
            f"{numbers} = {after:.6g} (Δ = {number(after - before)})",
        )

    rows, columns = ("pixel", "unit") if layer == 1 else ("unit", "digit")
    place = np.unravel_index(int(np.abs(change[W]).argmax()), change[W].shape)
    return MatrixTable(blocks, rows, columns, Cell(f"Δ{W}", int(place[0]), int(place[1])), explain)


def _change(step: OneStep, name: str) -> Floats:
    change: Floats = getattr(step.after, name) - getattr(step.before, name)
    return change


def _formula(step: OneStep, w: float, g: float, is_weight: bool) -> tuple[str, str]:
    """The first step of the optimiser as in core/engine/optimisers.py, where m and v begin at zero."""
    settings = step.settings
    rate, momentum, beta2 = settings.learning_rate, settings.momentum, settings.beta2
    if settings.optimiser == "sgd":
        return "w − η g", f"{w:.6g} − {rate:g} · {_exactly(g)}"
    if settings.optimiser == "momentum":
        return "m = μ · 0 + g, w − η m", f"{w:.6g} − {rate:g} · {_exactly(g)}"
    if settings.optimiser == "nesterov":
        return "m = g, w − η (g + μ m)", f"{w:.6g} − {rate:g} · ({_exactly(g)} + {momentum:g} · {_exactly(g)})"
    if settings.optimiser == "rmsprop":
        root = np.sqrt((1 - beta2) * g**2)
        return (
            "v = (1 − β₂) g², w − η g / (√v + ε)",
            f"{w:.6g} − {rate:g} · {_exactly(g)} / ({_exactly(root)} + {EPSILON:g})",
        )
    shrunk = f"{w:.6g}"
    formula = "m = (1 − β₁) g, v = (1 − β₂) g², w − η (m / (1 − β₁)) / (√(v / (1 − β₂)) + ε)"
    if settings.optimiser == "adamw" and is_weight:
        shrunk += f" · (1 − {rate:g} · 2 · {settings.weight_decay:g})"
        formula = f"w ← w (1 − 2 η λ), then {formula}"
    return formula, f"{shrunk} − {rate:g} · {_exactly(g)} / ({_exactly(abs(g))} + {EPSILON:g})"


def _exactly(value: float) -> str:
    """A number with more figures than fit a cell, since the optimisers divide by such."""
    text = f"{value:.4g}"
    return f"({text})" if value < 0 else text


def step_task(
    network: Network, X: Floats, label: int, settings: TrainingSettings, table_of: Callable[[OneStep], MatrixTable]
) -> Task[tuple[OneStep, MatrixTable]]:
    """One step from the image X (1, 784) with this label, and the table of it that is wanted."""
    yield Progress()
    step = one_step(network, X, label, settings)
    yield Progress(0.7)
    return step, table_of(step)

"""What the plots of a run show: cost and accuracy, and beside them the size and speed of the steps."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from digitpad.core.numerals import compact
from digitpad.core.training.history import History, Numbers

tr = partial(QCoreApplication.translate, "traces")


@dataclass(frozen=True)
class Line:
    """The name of its colour in the theme, what it is called, and whether it is dashed."""

    colour: str
    name: str = ""
    dashed: bool = False


class Trace(NamedTuple):
    """A plot: its title with the unit, what its tool tip teaches, and where in a history its numbers are.

    `numbers` are the times in epochs, then the values of each of the `lines`; `batches` times and values of batches.
    `text` writes a value in full, `short` with as many decimals as one takes in at a glance; `widest` is the longest.
    `brief` is the title where values stand beside it. Numbers on the axis up end with `suffix`; if that is no `log`
    one, its smallest span is `least`, from 0 or down from `ceiling`, the largest value there is. `peaks` are shown
    whole, however rare.
    """

    title: str
    hint: str
    lines: tuple[Line, ...]
    numbers: Callable[[History], Sequence[Numbers]]
    text: Callable[[float], str]
    widest: str
    short: Callable[[float], str] | None = None
    batches: Callable[[History], Sequence[Numbers]] | None = None
    suffix: str = ""
    log: bool = False
    least: float = 1e-3
    ceiling: float | None = None
    peaks: bool = False
    brief: str = ""


def learning_traces() -> tuple[Trace, ...]:
    """Cost and accuracy."""
    lines = (
        Line("training", tr("training")),
        Line("validation", tr("validation"), dashed=True),
    )
    hint = tr(
        "Thin: batches, averaged until you zoom in. Thick: whole epochs. The wheel zooms, dragging moves; with the "
        "keyboard, arrows move the cursor, + and − zoom."
    )
    cost = Trace(
        tr("Cost per image"),
        hint,
        lines,
        lambda history: history.epochs.columns("epoch", "train_cost", "validation_cost"),
        lambda value: f"{value:.4f}",
        "0.0000",
        short=lambda value: f"{value:.3f}",
        batches=lambda history: history.batches.columns("at", "cost"),
        least=0.01,
        brief=tr("Cost"),
    )
    accuracy = Trace(
        tr("Accuracy"),
        hint,
        lines,
        lambda history: _scaled(100, *history.epochs.columns("epoch", "train_accuracy", "validation_accuracy")),
        lambda value: f"{value:.2f} %",
        "99.99 %",
        short=lambda value: f"{value:.1f} %",
        batches=lambda history: _scaled(100, *history.batches.columns("at", "accuracy")),
        suffix=" %",
        least=1.0,
        ceiling=100.0,
    )
    return cost, accuracy


def gradient_traces() -> tuple[Trace, ...]:
    """How large the gradients are, and the steps they make."""
    lines = (
        Line("hidden_layer", tr("hidden")),
        Line("output_layer", tr("output")),
    )
    norms = Trace(
        tr("Gradient norm"),
        tr(
            "The length of a batch’s gradient in each layer, every hundredth step. It falls as there is less to learn; "
            "when it leaps up, the learning rate is too large. The wheel zooms, dragging moves."
        ),
        lines,
        lambda history: history.health.columns("at", "hidden_gradient", "output_gradient"),
        lambda value: compact(value, 3),
        "1.23·10⁻⁷",
        log=True,
    )
    updates = Trace(
        tr("Update to weights"),
        tr(
            "How large a step is relative to the weights it changes. About a thousandth is usual: with far more, "
            "training diverges; with far less, it hardly learns. The wheel zooms, dragging moves."
        ),
        lines,
        lambda history: history.health.columns("at", "hidden_update", "output_update"),
        lambda value: compact(value, 2),
        "1.2·10⁻⁷",
        log=True,
    )
    return norms, updates


def rate_traces() -> tuple[Trace, ...]:
    """How far the steps go, how fast they come, and how many units take no part."""
    rate = Trace(
        tr("Learning rate"),
        tr("The learning rate of each step, as the schedule has it. The wheel zooms, dragging moves."),
        (Line("training"),),
        lambda history: history.batches.columns("at", "learning_rate"),
        lambda value: compact(value, 3),
        "1.23·10⁻⁷",
        least=1e-9,
        peaks=True,
    )
    pace = Trace(
        tr("Speed, 1,000 images/s"),
        tr("How many images are learned from in a second. The wheel zooms, dragging moves."),
        (Line("training"),),
        lambda history: _scaled(0.001, *history.pace.columns("at", "pace")),
        lambda value: compact(value, 3),
        "100",
    )
    dead = Trace(
        tr("Dead units"),
        tr(
            "The share of the hidden units that respond to no validation image, and so no longer learn. Many of them "
            "suggest that the learning rate is too large. The wheel zooms, dragging moves."
        ),
        (Line("validation"),),
        lambda history: _scaled(100, *history.epochs.columns("epoch", "dead_units")),
        lambda value: f"{value:.1f} %",
        "99.9 %",
        suffix=" %",
        least=1.0,
    )
    return rate, pace, dead


def _scaled(factor: float, times: Numbers, *values: Numbers) -> list[Numbers]:
    return [times, *(factor * each for each in values)]

"""One learning step from one image; its backward pass as three tables, to the output layer, back through W2 and to the
hidden layer; and what it then changes, by the formula of its optimiser, as a table for each layer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from digitpad.core.activations import ACTIVATIONS
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.derivation.matrix_table import (
    Block,
    Cell,
    MatrixTable,
    Origin,
    Region,
    Side,
    factor,
    number,
    product,
    sum_of_products,
)
from digitpad.core.engine.numpy_engine import NumPyEngine, clipping, norms_of, smoothed
from digitpad.core.engine.source import Inputs, InputScale, TrainingSource, input_scale
from digitpad.core.engine.steps import EPSILON, BatchPlan, LearningState
from digitpad.core.network import BACKGROUND, Activations, Floats, Gradients, Network, log_softmax, one_hot
from digitpad.core.numerals import compact, plain, power
from digitpad.core.tasks import Progress, Task
from digitpad.core.training.settings import TrainingSettings

# What the network learns from, made of X from -1 to 1.
_INPUTS: dict[Inputs, str] = {
    "pixels": "X",
    "ink": "X + 1",
    "zero-to-one": "(X + 1) / 2",
    "standardised": "X standardised",
}


@dataclass(frozen=True, eq=False)
class OneStep:
    """The step that a training by `settings` would begin with, had it this one image X (1, 784), on its `scale`: that
    of MNIST's images, where the scale depends on them.

    `before` and `after` are the network as it learns: for images on that scale. G (1, 10) is P minus the `targets`,
    which are Y but for label smoothing. The gradients include weight decay (but AdamW's); the optimiser gets them times
    `clip`. What is random in a training (dropout, varied images), averages of weights and schedules of the learning
    rate are left out.
    """

    settings: TrainingSettings
    scale: InputScale
    label: int
    X: Floats
    before: Network
    activations: Activations
    P: Floats
    targets: Floats
    G: Floats
    gradients: Gradients
    clip: float
    after: Network

    @property
    def network(self) -> Network:
        """The network after the step, for images as they are."""
        return self.scale.unfold(self.after)


def one_step(network: Network, X: Floats, label: int, settings: TrainingSettings) -> OneStep:
    """Take the step from the image X (1, 784); `network` stays as it is."""
    settings = settings.for_network(network)
    # What is a regression is shown with its units, and the quadratic cost as cross-entropy.
    shown = replace(settings, hidden_units=network.hidden_units, cost="cross-entropy")
    settings = replace(shown, dropout_inputs=0.0, dropout_hidden=0.0, averaging=0.0)
    config = settings.step_config
    scale = input_scale(settings.inputs, BACKGROUND)
    before = scale.fold(network)
    inputs = scale.of(X).astype(network.dtype, copy=False)
    y = np.array([label])
    activations = before.forward(inputs)
    P = np.exp(log_softmax(activations.Z))
    wanted = smoothed(one_hot(y, network.dtype), config.label_smoothing)
    G = (P - wanted).astype(network.dtype)
    decay = 0.0 if settings.optimiser == "adamw" else settings.weight_decay
    gradients = before.gradients(inputs, activations, G, decay)
    source = TrainingSource(inputs, y, settings.seed, Augmentation())  # on the scale already
    engine = NumPyEngine(LearningState.beginning(before), config, source, settings.form)
    engine.learn(BatchPlan(np.zeros(1, np.intp), 1, np.array([settings.learning_rate])))
    clip, after = clipping(norms_of(gradients), config.clip), engine.network()
    return OneStep(settings, scale, label, inputs, before, activations, P, wanted, G, gradients, clip, after)


def output_gradient_table(step: OneStep) -> MatrixTable:
    """Above P, Y and G = P - Y; A2 | dW2 = A2ᵀ G + 2 weight_decay W2; beneath it db2 = G."""
    A2, P, wanted, G = step.activations.A2[0], step.P[0], step.targets[0], step.G[0]
    W2, gradients = step.before.W2, step.gradients

    def difference(_: int, k: int) -> Origin:
        numbers = f"{number(P[k])} − {number(wanted[k])} = {number(G[k])}"
        made_of = (Region("P", 0, k), Region("Y", 0, k))
        return Origin(f"G<sub>{k}</sub> = P<sub>{k}</sub> − Y<sub>{k}</sub>", numbers, made_of)

    def bias(_: int, k: int) -> Origin:
        return Origin(f"db2<sub>{k}</sub> = G<sub>{k}</sub>", number(G[k]), (Region("P − Y", 0, k),))

    def weight(j: int, k: int) -> Origin:
        names = f"dW2<sub>{j},{k}</sub>", f"A2<sub>{j}</sub> G<sub>{k}</sub>", f"W2<sub>{j},{k}</sub>"
        made_of = Region("A2", j, 0), Region("P − Y", 0, k)
        return _weight_gradient(step, names, (A2[j], G[k]), W2[j, k], gradients.W2[j, k], made_of)

    blocks = {
        "P": Block(Side.ABOVE, P, lambda _, k: Origin(f"P<sub>{k}</sub> = softmax(Z)<sub>{k}</sub>", number(P[k]))),
        "Y": Block(Side.ABOVE, wanted, lambda _, k: Origin(f"Y<sub>{k}</sub>, label {step.label}", number(wanted[k]))),
        "P − Y": Block(Side.ABOVE, G, difference),
        "A2": Block(Side.LEFT, A2, lambda j, _: Origin(f"A2<sub>{j}</sub>", number(A2[j]))),
        "dW2": Block(Side.MIDDLE, gradients.W2, weight),
        "db2": Block(Side.BELOW, gradients.b2, bias),
    }
    return MatrixTable(blocks, "unit", "digit", Cell("dW2", int(np.abs(A2).argmax()), step.label))


def hidden_error_table(step: OneStep) -> MatrixTable:
    """Above G; W2 | G W2ᵀ, the activation's slope at A1, and their product dA1."""
    A1, G, W2 = step.activations.A1[0], step.G[0], step.before.W2
    slope = ACTIVATIONS[step.before.activation].slope(step.activations.A1)[0]
    back = (step.G @ W2.T)[0]
    dA1 = step.gradients.b1
    name = f"{step.before.activation}′"

    def difference(_: int, k: int) -> Origin:
        return Origin(f"G<sub>{k}</sub> = P<sub>{k}</sub> − Y<sub>{k}</sub>", number(G[k]))

    def weight(j: int, k: int) -> Origin:
        return product(f"G<sub>{k}</sub> W2<sub>{j},{k}</sub>", G[k], W2[j, k], Region("G", 0, k))

    def error(j: int, _: int) -> Origin:
        formula = f"(G W2ᵀ)<sub>{j}</sub> = Σ<sub>k</sub> G<sub>k</sub> W2<sub>{j},k</sub>"
        numbers = f"{sum_of_products(G, W2[j])} = {number(back[j])}"
        return Origin(formula, numbers, (Region("G"), Region("W2", row=j)))

    def slope_at(j: int, _: int) -> Origin:
        numbers = f"{name}({number(A1[j])}) = {number(slope[j])}"
        return Origin(f"{name}(A1<sub>{j}</sub>)", numbers, (Region("A1", j, 0),))

    def gradient(j: int, _: int) -> Origin:
        numbers = f"{factor(back[j])} · {factor(slope[j])} = {number(dA1[j])}"
        made_of = (Region("G W2ᵀ", j, 0), Region(name, j, 0))
        return Origin(f"dA1<sub>{j}</sub> = (G W2ᵀ)<sub>{j}</sub> {name}(A1<sub>{j}</sub>)", numbers, made_of)

    blocks = {
        "G": Block(Side.ABOVE, G, difference),
        "W2": Block(Side.MIDDLE, W2, weight),
        "G W2ᵀ": Block(Side.RIGHT, back, error),
        "A1": Block(Side.RIGHT, A1, lambda j, _: Origin(f"A1<sub>{j}</sub>", number(A1[j]))),
        name: Block(Side.RIGHT, slope, slope_at),
        "dA1": Block(Side.RIGHT, dA1, gradient),
    }
    return MatrixTable(blocks, "unit", "digit", Cell("dA1", int(np.abs(dA1).argmax()), 0))


def hidden_gradient_table(step: OneStep) -> MatrixTable:
    """Above dA1; X | dW1 = Xᵀ dA1 + 2 weight_decay W1; beneath it db1 = dA1. X is what the step counts."""
    x, dA1, W1, gradients = step.X[0], step.gradients.b1, step.before.W1, step.gradients
    X = _INPUTS[step.settings.inputs]
    pixel = X if X == "X" else f"({X})"

    def bias(_: int, j: int) -> Origin:
        return Origin(f"db1<sub>{j}</sub> = dA1<sub>{j}</sub>", number(dA1[j]), (Region("dA1", 0, j),))

    def weight(p: int, j: int) -> Origin:
        names = f"dW1<sub>{p},{j}</sub>", f"({X})<sub>{p}</sub> dA1<sub>{j}</sub>", f"W1<sub>{p},{j}</sub>"
        made_of = Region(X, p, 0), Region("dA1", 0, j)
        return _weight_gradient(step, names, (x[p], dA1[j]), W1[p, j], gradients.W1[p, j], made_of)

    blocks = {
        "dA1": Block(Side.ABOVE, dA1, lambda _, j: Origin(f"dA1<sub>{j}</sub>", number(dA1[j]))),
        X: Block(Side.LEFT, x, lambda p, _: Origin(f"{pixel}<sub>{p}</sub>", number(x[p]))),
        "dW1": Block(Side.MIDDLE, gradients.W1, weight),
        "db1": Block(Side.BELOW, gradients.b1, bias),
    }
    begin = Cell("dW1", int(np.abs(x).argmax()), int(np.abs(dA1).argmax()))
    return MatrixTable(blocks, "pixel", "unit", begin)


def _weight_gradient(
    step: OneStep,
    names: tuple[str, str, str],
    factors: tuple[float, float],
    w: float,
    value: float,
    made_of: tuple[Region, ...],
) -> Origin:
    """A weight's gradient: a product, and the weight decay if there is any; `names` are its own, of the product and of
    the weight."""
    name, formula, weight = names
    numbers = f"{factor(factors[0])} · {factor(factors[1])}"
    if step.settings.weight_decay and step.settings.optimiser != "adamw":  # whose decay acts on the weights
        formula += f" + 2 λ {weight}"
        numbers += f" + 2 · {plain(step.settings.weight_decay)} · {factor(w)}"
    return Origin(f"{name} = {formula}", f"{numbers} = {number(value)}", made_of)


def update_table(step: OneStep, layer: int) -> MatrixTable:
    """What changes in W, and beneath it what changes in b, of the hidden layer (1) or of the output layer (2)."""
    W, b = f"W{layer}", f"b{layer}"
    change = {name: getattr(step.after, name) - getattr(step.before, name) for name in (W, b)}

    def explain(name: str, *index: int) -> Origin:
        here = ",".join(map(str, index))
        before, gradient, after = (
            float(getattr(part, name)[index]) for part in (step.before, step.gradients, step.after)
        )
        if name == b and step.settings.biases == "none":
            return Origin(f"{name}<sub>{here}</sub>: no biases are learned", f"it stays {plain(after)}")
        formula, numbers = _formula(step, before, gradient * step.clip, is_weight=name == W)
        if step.clip < 1:
            formula += f", g clipped to {step.clip:.3g} of itself"
        return Origin(
            f"{name}<sub>{here}</sub>: {formula}",
            f"{numbers} = {plain(after)} (Δ = {number(after - before)})",
        )

    def bias(_: int, column: int) -> Origin:
        return explain(b, column)

    blocks = {
        f"Δ{W}": Block(Side.MIDDLE, change[W], lambda row, column: explain(W, row, column)),
        f"{b} before": Block(Side.BELOW, getattr(step.before, b), bias),
        f"d{b}": Block(Side.BELOW, getattr(step.gradients, b), bias),
        f"Δ{b}": Block(Side.BELOW, change[b], bias),
        f"{b} after": Block(Side.BELOW, getattr(step.after, b), bias),
    }
    rows, columns = ("pixel", "unit") if layer == 1 else ("unit", "digit")
    place = np.unravel_index(int(np.abs(change[W]).argmax()), change[W].shape)
    return MatrixTable(blocks, rows, columns, Cell(f"Δ{W}", int(place[0]), int(place[1])))


def _formula(step: OneStep, w: float, g: float, is_weight: bool) -> tuple[str, str]:
    """The first step of the optimiser as in core/engine/optimisers.py, where m and v begin at zero."""
    settings = step.settings
    rate, momentum, beta2 = plain(settings.learning_rate), settings.momentum, settings.beta2
    before = plain(w)
    if settings.optimiser == "sgd":
        return "w − η g", f"{before} − {rate} · {_exactly(g)}"
    if settings.optimiser == "momentum":
        return "m = μ · 0 + g, w − η m", f"{before} − {rate} · {_exactly(g)}"
    if settings.optimiser == "nesterov":
        return "m = g, w − η (g + μ m)", f"{before} − {rate} · ({_exactly(g)} + {momentum:g} · {_exactly(g)})"
    if settings.optimiser == "rmsprop":
        root = np.sqrt((1 - beta2) * g**2)
        return (
            "v = (1 − β₂) g², w − η g / (√v + ε)",
            f"{before} − {rate} · {_exactly(g)} / ({_exactly(root)} + {power(EPSILON)})",
        )
    shrunk = before
    formula = "m = (1 − β₁) g, v = (1 − β₂) g², w − η (m / (1 − β₁)) / (√(v / (1 − β₂)) + ε)"
    if settings.optimiser == "adamw" and is_weight:
        shrunk += f" · (1 − {rate} · 2 · {plain(settings.weight_decay)})"
        formula = f"w ← w (1 − 2 η λ), then {formula}"
    return formula, f"{shrunk} − {rate} · {_exactly(g)} / ({_exactly(abs(g))} + {power(EPSILON)})"


def _exactly(value: float) -> str:
    """A number with more figures than fit a cell, since the optimisers divide by such."""
    text = compact(value, 4)
    return f"({text})" if value < 0 else text


def step_task(
    network: Network, X: Floats, label: int, settings: TrainingSettings, table_of: Callable[[OneStep], MatrixTable]
) -> Task[tuple[OneStep, MatrixTable]]:
    """One step from the image X (1, 784) with this label, and the table of it that is wanted."""
    yield Progress()
    step = one_step(network, X, label, settings)
    yield Progress(0.7)
    return step, table_of(step)

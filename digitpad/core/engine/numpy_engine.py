"""Learning steps in plain NumPy: the reference that can be read, and what is used where Numba is missing."""

from dataclasses import replace
from operator import attrgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.blas import one_blas_thread
from digitpad.core.counter_random import Keys, uniform
from digitpad.core.engine import optimisers
from digitpad.core.engine.regression import regression_gradients, with_units
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import (
    ADAMW,
    SGD,
    USUAL,
    BatchPlan,
    GradientStats,
    LearningState,
    NetworkForm,
    StepConfig,
    StepMetrics,
    rates_of,
)
from digitpad.core.network import Activations, Floats, Gradients, Labels, Network, Reduction, cross_entropy, log_softmax
from digitpad.core.scoring import Score, score_task
from digitpad.core.tasks import run_to_completion


class NumPyEngine:
    """Holds a learning state and takes steps by a config.

    Works in one thread, whatever matrix products may use elsewhere: the same seed is to give the same bytes.
    """

    def __init__(
        self, state: LearningState, config: StepConfig, source: TrainingSource, form: NetworkForm = USUAL
    ) -> None:
        self.config = config
        self._form = form
        self._source = source
        self._state = state.materialised()
        self._one_hot = np.eye(len(state.network.b2), dtype=state.network.dtype)
        weights = source.class_weights.astype(state.network.dtype)
        self._class_weights = weights if np.any(weights != 1) else None

    def learn(self, plan: BatchPlan) -> StepMetrics:
        """See Engine.learn."""
        costs, hits, images, stats = [], [], [], []
        keys = plan.dropout_keys(self._source.seed)
        with one_blas_thread(), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for number, rate in enumerate(plan.learning_rates.tolist()):
                X, y = self._source.batch(plan.batch(number), plan.epoch, compiled=False)
                cost, hit, measured = self._step(X, y, rate, keys[number], plan.measured(number))
                costs.append(cost)
                hits.append(hit)
                images.append(len(y))
                if measured:
                    stats.append((number, measured))
                if not np.isfinite(cost):
                    break
        return StepMetrics(np.array(costs), np.array(hits), np.array(images), tuple(stats))

    def score(self, X: Floats, y: Labels) -> Score:
        """See Engine.score."""
        with one_blas_thread():
            selected = self._selected()
            if not self._form.hidden_layer:
                selected = with_units(selected)
            cost_of = quadratic_cost if self._form.quadratic else None
            score = run_to_completion(score_task(selected, X, y, cost_of, self._source.scale.of))
        return score if self._form.hidden_layer else replace(score, dead_units=0.0)

    def network(self) -> Network:
        """See Engine.network."""
        network = self._source.scale.unfold(self._selected().copy())
        return network if self._form.hidden_layer else with_units(network)

    def state(self) -> LearningState:
        """See Engine.state."""
        return self._state.copy()

    def _selected(self) -> Network:
        return self._state.average if self.config.averaging else self._state.network

    def _step(
        self, X: Floats, y: Labels, learning_rate: float, keys: Keys, measured: bool
    ) -> tuple[float, int, GradientStats | None]:
        """One step; returns the batch's summed cost and hits before it, and how it went if that is `measured`."""
        config, network = self.config, self._state.network
        X = self._drop_ink(X.astype(network.dtype, copy=False), keys[0])
        mask = self._mask(len(X), keys[1])
        activations = self._forward(X, mask)
        Z, Y = activations.Z, self._one_hot[y]
        outputs = sigmoid_outputs if self._form.quadratic else softmax_outputs
        cost, G = outputs(Z, Y, smoothed(Y, config.label_smoothing))
        hits = int(np.count_nonzero(Z.argmax(axis=1) == y))
        if not np.isfinite(cost):
            return cost, hits, None
        if self._class_weights is not None:
            G *= self._class_weights[y, None]
        # Only where the gradient's size is wanted must it include weight decay. Else plain descent does without arrays
        # as large as W1 that are there to be multiplied: the weights shrink, and G is multiplied by the learning rate.
        sized = measured or config.clip > 0
        plain = config.optimiser == SGD and not sized
        decoupled = plain or config.optimiser == ADAMW
        shrinkage = 2 * config.weight_decay if decoupled else 0.0
        if plain:
            G *= learning_rate
            shrinkage *= learning_rate
            learning_rate = 1.0
        reduction: Reduction = "mean" if config.mean else "sum"
        decay = 0.0 if decoupled else config.weight_decay
        if self._form.hidden_layer:
            gradients = network.gradients(X, activations, G, decay, reduction, mask)
        else:
            gradients = regression_gradients(network, X, G, decay, config.mean)
        if not self._form.biases:
            gradients.b1[:] = gradients.b2[:] = 0
        if not sized:
            self._update(gradients, learning_rate, shrinkage)
            return cost, hits, None
        norms = norms_of(gradients)
        factor = clipping(norms, config.clip)
        if factor < 1:
            gradients = Gradients(*(each * factor for each in gradients))
        before = network.copy() if measured else None
        self._update(gradients, learning_rate, shrinkage)
        if before is None:
            return cost, hits, None
        changes = (_relative_change(before.W1, network.W1), _relative_change(before.W2, network.W2))
        return cost, hits, GradientStats(*norms, *changes)

    def _update(self, gradients: Gradients, learning_rate: float, shrinkage: float) -> None:
        state, config = self._state, self.config
        state.step += 1
        rates, parts = rates_of(config, learning_rate, state.step), state.parts()
        for name, g in zip(Gradients._fields, gradients, strict=True):
            w, m, v, average = map(attrgetter(name), parts)
            shrinks = name == "W1" or (name == "W2" and self._form.hidden_layer)
            optimisers.update(w, g, m, v, config, rates, shrinkage if shrinks else 0.0)
            if rates.averaging:
                average += rates.averaging * (w - average)

    def _forward(self, X: Floats, mask: Floats | None) -> Activations:
        network = self._state.network
        if self._form.hidden_layer:
            return network.forward(X, mask)
        Z = X @ network.W1 + network.b1
        return Activations(Z, Z, Z)

    def _drop_ink(self, X: Floats, key: np.uint64) -> Floats:
        """Each pixel is made background with the config's probability, and the ink of the others made up for it."""
        rate = self.config.dropout_inputs
        if not rate:
            return X
        background = self._source.sparsity.background
        kept = (uniform(key, X.size).reshape(X.shape) >= rate) / (1 - rate)
        return (background + (X - background) * kept).astype(X.dtype)

    def _mask(self, n: int, key: np.uint64) -> npt.NDArray[Any] | None:
        """What dropout multiplies the hidden units of n images by: 0, or what makes up for those it leaves out."""
        rate = self.config.dropout_hidden
        if not rate:
            return None
        shape = n, self._state.network.hidden_units
        kept = uniform(key, n * shape[1]).reshape(shape) >= rate
        return (kept / (1 - rate)).astype(self._state.network.dtype)


def clipping(norms: tuple[float, float], clip: float) -> float:
    """The factor on the gradients that makes the norm of all together no larger than `clip`; 0 means no clipping."""
    norm = float(np.hypot(*norms))
    return clip / norm if 0 < clip < norm else 1.0


def norms_of(gradients: Gradients) -> tuple[float, float]:
    """The Euclidean norms of the gradient in the hidden and in the output layer."""
    hidden = np.hypot(np.linalg.norm(gradients.W1), np.linalg.norm(gradients.b1))
    return float(hidden), float(np.hypot(np.linalg.norm(gradients.W2), np.linalg.norm(gradients.b2)))


def _relative_change(before: Floats, after: Floats) -> float:
    return float(np.linalg.norm(after - before) / max(np.linalg.norm(before), np.finfo(before.dtype).tiny))


def softmax_outputs(Z: Floats, Y: Floats, targets: Floats) -> tuple[float, Floats]:
    """Cross-entropy, -sum(Y * log P) with P = softmax(Z), and its gradient P - `targets`."""
    log_P = log_softmax(Z)
    return cross_entropy(log_P, Y), np.exp(log_P) - targets


def sigmoid_outputs(Z: Floats, Y: Floats, targets: Floats) -> tuple[float, Floats]:
    """The quadratic cost, sum((P - Y)**2) / 2 with P = sigmoid(Z), and its gradient (P - `targets`) P (1 - P)."""
    P = (1 + np.tanh(Z / 2)) / 2
    return quadratic_cost(Z, Y), (P - targets) * P * (1 - P)


def quadratic_cost(Z: Floats, Y: Floats) -> float:
    """The quadratic cost alone."""
    return float(np.sum(((1 + np.tanh(Z / 2)) / 2 - Y) ** 2)) / 2


def smoothed(Y: Floats, label_smoothing: float) -> Floats:
    """What the probabilities (n, 10) should be for the labels Y (n, 10), of which a part goes to all digits alike."""
    return Y * (1 - label_smoothing) + label_smoothing / Y.shape[1] if label_smoothing else Y

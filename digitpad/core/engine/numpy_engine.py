"""Learning steps in plain NumPy: the reference that can be read, and what is used where Numba is missing."""

from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import Augmenter
from digitpad.core.blas import one_blas_thread
from digitpad.core.counter_random import uniform
from digitpad.core.engine import optimisers
from digitpad.core.engine.state import LearningState
from digitpad.core.engine.steps import ADAMW, BatchPlan, GradientStats, StepConfig, StepMetrics, rates_of
from digitpad.core.network import (
    CLASSES,
    Floats,
    Gradients,
    Labels,
    Network,
    Reduction,
    cross_entropy,
    log_softmax,
    one_hot,
)
from digitpad.core.scoring import Score, score_images


class NumPyEngine:
    """Holds a learning state and takes steps by a recipe, which may be changed between them.

    Works in one thread, whatever matrix products may use elsewhere: the same seed is to give the same bytes.
    """

    def __init__(self, state: LearningState, recipe: StepConfig, background: float) -> None:
        self.recipe = recipe
        self._state = state.materialised()
        self._background = background

    def prepare(self, X: Floats) -> Floats:
        """Images (n, 784) in the form `learn` takes."""
        return X.astype(self._state.network.dtype, copy=False)

    def vary(
        self, X: Floats, y: Labels, rows: npt.NDArray[np.intp], variation: Augmenter
    ) -> tuple[Floats, Labels, npt.NDArray[np.intp]]:
        """The images `rows` of X, varied, in the form `learn` takes; their labels, and their places among both."""
        return self.prepare(variation.of(X, rows)), y[rows], np.arange(len(rows))

    def state(self) -> LearningState:
        """A copy of the state as it is now."""
        return self._state.copy()

    def network(self) -> Network:
        """A copy of the network that is to be used: the average of the weights, if the recipe asks for one."""
        return (self._state.average if self.recipe.averaging else self._state.network).copy()

    def score(self, images: Floats, y: Labels) -> Score:
        """How well that network reads the prepared images."""
        with one_blas_thread():
            return score_images(self.network(), images, y)

    def learn(self, images: Floats, y: Labels, steps: BatchPlan) -> StepMetrics:
        """Take the steps with the prepared images; ends after the first whose cost is not finite."""
        costs, hits, images_seen, health = [], [], [], []
        with one_blas_thread(), np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            for number in range(len(steps)):
                batch = steps.batch(number)
                cost, hit, measured = self._step(images[batch], y[batch], steps, number)
                costs.append(cost)
                hits.append(hit)
                images_seen.append(len(batch))
                if measured:
                    health.append((number, measured))
                if not np.isfinite(cost):
                    break
        return StepMetrics(np.array(costs), np.array(hits), np.array(images_seen), tuple(health))

    def _step(self, X: Floats, y: Labels, steps: BatchPlan, number: int) -> tuple[float, int, GradientStats | None]:
        """One step; returns the batch's summed cost and hits before it."""
        state, recipe = self._state, self.recipe
        network = state.network
        X = self._drop_ink(X, steps.input_keys[number])
        mask = self._mask(len(X), steps.hidden_keys[number])
        activations = network.forward(X, mask)
        log_P = log_softmax(activations.Z)
        Y = one_hot(y, network.dtype)
        cost = cross_entropy(log_P, Y)
        hits = int(np.count_nonzero(log_P.argmax(axis=1) == y))
        if not np.isfinite(cost):
            return cost, hits, None
        G = (np.exp(log_P) - targets(y, network.dtype, recipe.label_smoothing)) * steps.class_weights[y, None]
        decay = 0.0 if recipe.optimiser == ADAMW else recipe.weight_decay
        reduction: Reduction = "mean" if recipe.mean else "sum"
        gradients = network.gradients(X, activations, G.astype(network.dtype), decay, reduction, mask)
        norms = norms_of(gradients)
        factor = clipping(norms, recipe.clip)
        if factor < 1:
            gradients = Gradients(*(each * factor for each in gradients))
        before = network.copy() if steps.measured(number) else None
        self._update(gradients, steps.learning_rates[number])
        if before is None:
            return cost, hits, None
        changes = (_relative_change(before.W1, network.W1), _relative_change(before.W2, network.W2))
        return cost, hits, GradientStats(*norms, *changes)

    def _update(self, gradients: Gradients, learning_rate: float) -> None:
        state, recipe = self._state, self.recipe
        state.step += 1
        rates = rates_of(recipe, learning_rate, state.step)
        for name, g in zip(Gradients._fields, gradients, strict=True):
            w, m, v, average = (getattr(each, name) for each in (state.network, state.m, state.v, state.average))
            decay = 2 * recipe.weight_decay if name.startswith("W") else 0.0
            optimisers.update(w, g, m, v, recipe, rates, decay)
            if rates.averaging:
                average += rates.averaging * (w - average)

    def _drop_ink(self, X: Floats, key: np.uint64) -> Floats:
        """Each pixel is made background with the recipe's probability, and the ink of the others made up for it."""
        share = self.recipe.dropout_inputs
        if not share:
            return X
        kept = (uniform(key, X.size).reshape(X.shape) >= share) / (1 - share)
        result: Floats = (self._background + (X - self._background) * kept).astype(X.dtype)
        return result

    def _mask(self, n: int, key: np.uint64) -> npt.NDArray[Any] | None:
        """What dropout multiplies the hidden units of n images by: 0, or what makes up for those it leaves out."""
        share = self.recipe.dropout_hidden
        if not share:
            return None
        shape = n, self._state.network.hidden_units
        kept = uniform(key, n * shape[1]).reshape(shape) >= share
        result: Floats = (kept / (1 - share)).astype(self._state.network.dtype)
        return result


def targets(y: Labels, dtype: npt.DTypeLike, label_smoothing: float) -> Floats:
    """What the probabilities (n, 10) should be for the labels y (n,): Y, of which a share goes to all digits alike."""
    smoothed: Floats = one_hot(y, dtype) * (1 - label_smoothing) + label_smoothing / CLASSES
    return smoothed


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

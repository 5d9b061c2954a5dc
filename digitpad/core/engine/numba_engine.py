"""Learning steps in compiled kernels: the same sums as the NumPy engine, several times as fast."""

# mypy: allow-untyped-calls

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import Augmenter
from digitpad.core.augmentation.augment_kernel import Strength
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.batch_kernel import ink_lists
from digitpad.core.engine.kernel_arrays import AugmentationParams, Images, Integers, MetricBuffers, Parameters, padded
from digitpad.core.engine.learn_kernel import learn
from digitpad.core.engine.score_kernel import evaluate
from digitpad.core.engine.state import LearningState, materialise
from digitpad.core.engine.steps import BatchPlan, GradientStats, StepConfig, StepMetrics, rates_of
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network
from digitpad.core.scoring import Score

InkLists = tuple[Integers, Integers, Floats]

_NOW, _AVERAGE = 0, 3  # parts of a state
_AT_ONCE = 128  # images scored together
_AS_THEY_STAND = AugmentationParams(False, Strength.of(Augmentation()), np.uint64(0), 0.0)


class NumbaEngine:
    """Holds a learning state and takes steps by a recipe, which may be changed between them.

    With `sparse`, images are taken as ink on a background of the value `background`.
    """

    def __init__(self, state: LearningState, recipe: StepConfig, background: float, sparse: bool) -> None:
        self.recipe = recipe
        self._background = background
        self._sparse = sparse
        self._like = state.network
        self._parameters = Parameters.of(state)
        self._step = state.step

    def prepare(self, X: Floats) -> Images:
        """Images (n, 784) in the form `learn` takes."""
        X = np.ascontiguousarray(X, self._like.dtype)
        if self._sparse:
            return self._images(ink_lists(X, X.dtype.type(self._background)), X[:0], _AS_THEY_STAND)
        return self._images(self._no_ink(), X, _AS_THEY_STAND)

    def vary(
        self, X: Floats, y: Labels, rows: npt.NDArray[np.intp], variation: Augmenter
    ) -> tuple[Images, Labels, npt.NDArray[np.intp]]:
        """The images `rows` of X, varied, in the form `learn` takes; their labels, and their places among both.

        They are varied when they are learned from, in the same kernel: each return to Python may have to wait for other
        threads of it, and a batch is still in the cache then.
        """
        if X.dtype != self._like.dtype:
            return self.prepare(variation.of(X, rows, compiled=True)), y[rows], np.arange(len(rows))
        X = np.require(X, requirements=["C", "W"])
        varying = AugmentationParams(True, Strength.of(variation.augmentation), variation.key, float(variation.origin))
        return self._images(self._no_ink(), X, varying), y, rows

    def state(self) -> LearningState:
        """A copy of the state as it is now."""
        network, m, v, average = (self._parameters.network(number, self._like) for number in range(4))
        carried = self._parameters.carried[:, : self._like.hidden_units].copy()
        return LearningState(network, m, v, average, carried, self._step)

    def network(self) -> Network:
        """A copy of the network that is to be used: the average of the weights, if the recipe asks for one."""
        if self.recipe.averaging:
            return self._parameters.network(_AVERAGE, self._like)
        network = self._parameters.network(_NOW, self._like)
        materialise(network.W1, self._parameters.carried[:, : self._like.hidden_units])
        return network

    def score(self, images: Images, y: Labels) -> Score:
        """How well that network reads the prepared images."""
        confusion = np.zeros((CLASSES, CLASSES), np.int64)
        alive = np.zeros(self._like.hidden_units, np.bool_)
        ink = _most_ink(images, np.arange(len(y)), _AT_ONCE)
        labels = _labels(y)
        cost = evaluate(padded(self.network()), images, ink, labels, _AT_ONCE, self.recipe.activation, confusion, alive)
        return Score(cost / len(y), confusion, float(1 - alive.mean()))

    def learn(self, images: Images, y: Labels, steps: BatchPlan) -> StepMetrics:
        """Take the steps with the prepared images; ends after the first whose cost is not finite."""
        k, size = len(steps), min(steps.size, len(steps.rows))
        measured = np.array([steps.measured(number) for number in range(k)])
        results = MetricBuffers(np.zeros(k), np.zeros(k, np.int64), measured, np.zeros((k, 4)))
        plan = np.array(
            [rates_of(self.recipe, rate, self._step + number + 1) for number, rate in enumerate(steps.learning_rates)]
        )
        done = learn(
            self._parameters,
            images,
            _most_ink(images, steps.rows, size),
            _labels(y),
            steps.class_weights.astype(self._like.dtype),
            steps.rows,
            size,
            plan,
            np.stack([steps.input_keys, steps.hidden_keys], axis=1),
            self.recipe,
            self._like.hidden_units,
            results,
        )
        self._step += done
        seen = min(done + 1, k)  # the step that failed has a cost too
        sizes = np.full(seen, steps.size)
        sizes[-1] = len(steps.batch(seen - 1))
        health = tuple((int(s), GradientStats(*results.health[s])) for s in np.flatnonzero(measured[:done]))
        return StepMetrics(results.costs[:seen], results.hits[:seen], sizes, health)

    def _no_ink(self) -> InkLists:
        return np.zeros(1, np.int64), np.zeros(0, np.uint16), np.zeros(0, self._like.dtype)

    def _images(self, ink: InkLists, X: Floats, varying: AugmentationParams) -> Images:
        return Images(self._sparse, self._background, *ink, X, varying)


def _labels(y: Labels) -> Labels:
    """Labels of the one kind that the kernels are compiled for."""
    return np.require(y, np.int64, ["C", "W"])


def _most_ink(images: Images, rows: Integers, size: int) -> int:
    """The most pixels of ink that a batch of `size` of the images `rows` can have."""
    if not images.sparse:
        return 0
    if images.varying.active:
        return size * PIXELS + 1
    counts = images.starts[rows + 1] - images.starts[rows]
    return int(np.add.reduceat(counts, np.arange(0, len(rows), size)).max())

"""Learning steps in compiled kernels: the same sums as the NumPy engine, several times as fast."""

# mypy: allow-untyped-calls

import numpy as np

from digitpad.core.augmentation.augment_kernel import Strength
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.batch_kernel import ink_lists
from digitpad.core.engine.kernel_arrays import AugmentationParams, Images, Integers, MetricBuffers, Parameters, padded
from digitpad.core.engine.learn_kernel import learn
from digitpad.core.engine.score_kernel import evaluate
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.state import LearningState, materialise
from digitpad.core.engine.steps import BatchPlan, GradientStats, StepConfig, StepMetrics, rates_of
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network, unfold_background
from digitpad.core.scoring import Score

InkLists = tuple[Integers, Integers, Floats]

_NOW, _AVERAGE = 0, 3  # parts of a state
_CHUNK_SIZE = 128  # images scored together
_UNVARIED = AugmentationParams(False, Strength.of(Augmentation()), np.uint64(0), 0.0)


class NumbaEngine:
    """Holds a learning state and takes steps by a config; of images that are sparse it takes the ink alone."""

    def __init__(self, state: LearningState, config: StepConfig, source: TrainingSource) -> None:
        self.config = config
        self._source = source
        self._like = state.network
        self._parameters = Parameters.of(state)
        self._step = state.step
        self._as_they_stand: Images | None = None  # the source's, when they are first learned from unvaried
        self._scored: tuple[Floats, Images] | None = None

    def learn(self, plan: BatchPlan) -> StepMetrics:
        """See Engine.learn."""
        images, y, rows = self._images_of(plan)
        k, size = len(plan), min(plan.size, len(rows))
        measured = np.array([plan.measured(number) for number in range(k)])
        results = MetricBuffers(np.zeros(k), np.zeros(k, np.int64), measured, np.zeros((k, 4)))
        rates = np.array(
            [rates_of(self.config, rate, self._step + number + 1) for number, rate in enumerate(plan.learning_rates)]
        )
        done = learn(
            self._parameters,
            images,
            _most_ink(images, rows, size),
            _labels(y),
            self._source.class_weights.astype(self._like.dtype),
            rows,
            size,
            rates,
            plan.dropout_keys(self._source.seed),
            self.config,
            self._like.hidden_units,
            results,
        )
        self._step += done
        seen = min(done + 1, k)  # the step that failed has a cost too
        sizes = np.full(seen, plan.size)
        sizes[-1] = len(plan.batch(seen - 1))
        stats = tuple((int(s), GradientStats(*results.health[s])) for s in np.flatnonzero(measured[:done]))
        return StepMetrics(results.costs[:seen], results.hits[:seen], sizes, stats)

    def score(self, X: Floats, y: Labels) -> Score:
        """See Engine.score."""
        if self._scored is None or self._scored[0] is not X:
            self._scored = X, self._prepared(self._source.counted(X))
        images = self._scored[1]
        confusion = np.zeros((CLASSES, CLASSES), np.int64)
        alive = np.zeros(self._like.hidden_units, np.bool_)
        ink = _most_ink(images, np.arange(len(y)), _CHUNK_SIZE)
        network = padded(self._selected())
        cost = evaluate(network, images, ink, _labels(y), _CHUNK_SIZE, self.config.activation, confusion, alive)
        return Score(cost / len(y), confusion, float(1 - alive.mean()))

    def network(self) -> Network:
        """See Engine.network."""
        return unfold_background(self._selected(), self._source.origin)

    def state(self) -> LearningState:
        """See Engine.state."""
        network, m, v, average = (self._parameters.network(number, self._like) for number in range(4))
        return LearningState(network, m, v, average, self._lazy.copy(), self._step)

    def _selected(self) -> Network:
        if self.config.averaging:
            return self._parameters.network(_AVERAGE, self._like)
        network = self._parameters.network(_NOW, self._like)
        materialise(network.W1, self._lazy)
        return network

    @property
    def _lazy(self) -> Floats:
        return self._parameters.lazy[:, : self._like.hidden_units]

    def _images_of(self, plan: BatchPlan) -> tuple[Images, Labels, Integers]:
        """Images in the form kernels take, their labels, and the places of the plan's images among both.

        They are varied in the kernel that learns from them, where it can: each return to Python may have to wait for
        other threads of it, and a batch is still in the cache then.
        """
        source = self._source
        active = source.augmentation.active
        if source.drawn or (active and source.X.dtype != self._like.dtype):
            X, y = source.batch(plan.rows, plan.epoch, compiled=True)
            return self._prepared(X), y, np.arange(len(y))
        if active:
            augmenter = source.augmenter(plan.epoch)
            strength, origin = Strength.of(augmenter.augmentation), float(augmenter.origin)
            params = AugmentationParams(True, strength, augmenter.key, origin)
            return self._images(self._no_ink(), source.X, params), source.y, plan.rows
        if self._as_they_stand is None:
            self._as_they_stand = self._prepared(source.counted(source.X))
        return self._as_they_stand, source.y, plan.rows

    def _prepared(self, X: Floats) -> Images:
        """Images (n, 784), which are counted from the source's origin."""
        X = np.ascontiguousarray(X, self._like.dtype)
        if self._source.sparsity.sparse:
            return self._images(ink_lists(X, X.dtype.type(self._source.sparsity.background)), X[:0], _UNVARIED)
        return self._images(self._no_ink(), X, _UNVARIED)

    def _no_ink(self) -> InkLists:
        return np.zeros(1, np.int64), np.zeros(0, np.uint16), np.zeros(0, self._like.dtype)

    def _images(self, ink: InkLists, X: Floats, varying: AugmentationParams) -> Images:
        sparsity = self._source.sparsity
        return Images(sparsity.sparse, sparsity.background, *ink, X, varying)


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

"""Learning steps in compiled kernels: the same sums as the NumPy engine, several times as fast."""

# mypy: allow-untyped-calls

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from digitpad.core.augmentation.augment_kernel import AugmentationParams
from digitpad.core.engine.batch_kernel import fill_csr
from digitpad.core.engine.kernel_arrays import (
    BatchAugmentation,
    Batches,
    Integers,
    MetricBuffers,
    Parameters,
    Scratch,
    SparseRows,
    SparseScratch,
    aligned_zeros,
    padded,
)
from digitpad.core.engine.learn_kernel import learn
from digitpad.core.engine.score_kernel import evaluate
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import (
    SGD,
    BatchPlan,
    GradientStats,
    LearningState,
    StepConfig,
    StepMetrics,
    materialise,
    rates_of,
)
from digitpad.core.images import ByteImages
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network
from digitpad.core.scoring import Score
from digitpad.core.tasks import chunks

_NOW, _AVERAGE = 0, 3  # parts of a state
_CHUNK_SIZE = 128  # images scored together
_CONVERTED = 10_000  # images of very many that are made numbers together


class _Images(NamedTuple):
    """Images in the form kernels take: as rows of a sparse matrix or with all pixels, perhaps to be varied."""

    csr: SparseRows | None
    X: Floats | None
    augmentation: BatchAugmentation | None = None


class NumbaEngine:
    """Holds a learning state and takes steps by a config; of images that are sparse it takes the ink alone."""

    def __init__(self, state: LearningState, config: StepConfig, source: TrainingSource, biases: bool = True) -> None:
        self.config = config
        self._source = source
        self._like = state.network
        self._parameters = Parameters.of(state)
        self._biases = biases
        self._lazy = aligned_zeros((3, self._parameters.W2t.shape[2]), self._like.dtype)
        self._lazy[:, : self._like.hidden_units] = state.lazy
        self._step = state.step
        self._scored: tuple[Floats, _Images] | None = None

    def learn(self, plan: BatchPlan) -> StepMetrics:
        """See Engine.learn."""
        images, y, rows = self._images_of(plan)
        k, size, dtype = len(plan), min(plan.size, len(rows)), self._like.dtype
        sparse, W1_grad = None, None
        if self._source.sparsity.sparse:
            sparse = SparseScratch.of(size, _most_ink(images, rows, size), dtype)
        else:
            W1_grad = aligned_zeros((PIXELS, self._lazy.shape[1]), dtype)
        measured = np.array([plan.measured(number) for number in range(k)])
        metrics = MetricBuffers(np.zeros(k), np.zeros(k, np.int64), measured, np.zeros((k, 4)))
        rates = np.array(
            [rates_of(self.config, rate, self._step + number + 1) for number, rate in enumerate(plan.learning_rates)]
        )
        batches = Batches(rows, size, rates, plan.dropout_keys(self._source.seed))
        scratch = Scratch.of(self._parameters, size, images.X is not None)
        start = self._parameters, self._lazy_rows(), *images, self._source.sparsity.background, _labels(y)
        end = self.config, self._biases, self._like.hidden_units, scratch, sparse, W1_grad
        weights = self._source.class_weights.astype(dtype)
        done = int(learn(*start, weights, batches, *end, metrics))
        self._step += done
        seen = min(done + 1, k)  # the step that failed has a cost too
        sizes = np.full(seen, plan.size)
        sizes[-1] = len(plan.batch(seen - 1))
        stats = tuple((int(s), GradientStats(*metrics.gradient_stats[s])) for s in np.flatnonzero(measured[:done]))
        return StepMetrics(metrics.costs[:seen], metrics.correct[:seen], sizes, stats)

    def score(self, X: Floats, y: Labels) -> Score:
        """See Engine.score."""
        confusion = np.zeros((CLASSES, CLASSES), np.int64)
        alive = np.zeros(self._like.hidden_units, np.bool_)
        background, scratch = self._source.sparsity.background, Scratch.of(self._parameters, _CHUNK_SIZE, False)
        room = scratch.A1, scratch.A2, scratch.row[0], scratch.db2[0]
        network, activation, labels, cost = padded(self._selected()), self.config.activation, _labels(y), 0.0
        for rows, (csr, dense, _) in self._to_score(X):
            cost += evaluate(network, csr, dense, background, labels[rows], activation, *room, confusion, alive)
        return Score(cost / len(y), confusion, float(1 - alive.mean()))

    def _to_score(self, X: Floats) -> Iterator[tuple[slice, _Images]]:
        """Rows of X, and the images there: all, which are kept for the next time, or some of many after the other."""
        if isinstance(X, ByteImages):
            for rows in chunks(len(X), _CONVERTED):
                yield rows, self._prepared(self._source.scale.of(X[rows]))
            return
        if self._scored is None or self._scored[0] is not X:
            self._scored = X, self._prepared(self._source.scale.of(X))
        yield slice(None), self._scored[1]

    def network(self) -> Network:
        """See Engine.network."""
        return self._source.scale.unfold(self._selected())

    def state(self) -> LearningState:
        """See Engine.state."""
        network, m, v, average = (self._parameters.network(number, self._like) for number in range(4))
        return LearningState(network, m, v, average, self._lazy[:, : self._like.hidden_units].copy(), self._step)

    def _selected(self) -> Network:
        if self.config.averaging:
            return self._parameters.network(_AVERAGE, self._like)
        network = self._parameters.network(_NOW, self._like)
        materialise(network.W1, self._lazy[:, : self._like.hidden_units])
        return network

    def _lazy_rows(self) -> Floats | None:
        """What makes the rows of W1 lazy, where that may be; None, and no row that is, elsewhere."""
        if self._source.sparsity.sparse and self.config.optimiser == SGD and self.config.averaging == 0:
            return self._lazy
        width = self._lazy.shape[1]
        materialise(self._parameters.W1[_NOW, :, :width], self._lazy)
        self._lazy[:] = 0
        return None

    def _images_of(self, plan: BatchPlan) -> tuple[_Images, Labels, Integers]:
        """Images in the form kernels take, their labels, and the places of the plan's images among both.

        They are varied in the kernel that learns from them, where it can: each return to Python may have to wait for
        other threads of it, and a batch is still in the cache then.
        """
        source = self._source
        active = source.augmentation.active
        kept_as_bytes = isinstance(source.X, ByteImages)
        elsewhere = source.X.dtype != self._like.dtype or source.scale.factor != 1
        if source.drawn or kept_as_bytes or (active and elsewhere):
            X, y = source.batch(plan.rows, plan.epoch, compiled=True)
            return self._prepared(X), y, np.arange(len(y))
        if active:
            augmenter = source.augmenter(plan.epoch)
            params = AugmentationParams.of(augmenter.augmentation, source.X.dtype)
            augmentation = BatchAugmentation(*params, augmenter.key, float(augmenter.origin))
            return _Images(None, source.X, augmentation), source.y, plan.rows
        return self._as_they_stand, source.y, plan.rows

    @cached_property
    def _as_they_stand(self) -> _Images:
        """The source's images, unvaried."""
        return self._prepared(self._source.scale.of(self._source.X))

    def _prepared(self, X: Floats) -> _Images:
        """Images (n, 784), which are on the source's scale."""
        X = np.require(X, self._like.dtype, ["C", "W"])
        sparsity = self._source.sparsity
        if not sparsity.sparse:
            return _Images(None, X)
        background = float(X.dtype.type(sparsity.background))
        ink = int(np.not_equal(X, background).sum()) + 1
        csr = SparseRows(np.zeros(len(X) + 1, np.int64), np.zeros(ink, np.uint16), np.zeros(ink, X.dtype))
        fill_csr(X, background, *csr)
        return _Images(csr, None)


def _labels(y: Labels) -> Labels:
    """Labels of the one kind that the kernels are compiled for."""
    return np.require(y, np.int64, ["C", "W"])


def _most_ink(images: _Images, rows: Integers, size: int) -> int:
    """The most pixels of ink that a batch of `size` of the images `rows` can have."""
    if images.csr is None:
        return size * PIXELS + 1
    counts = images.csr.indptr[rows + 1] - images.csr.indptr[rows]
    return int(np.add.reduceat(counts, np.arange(0, len(rows), size)).max())

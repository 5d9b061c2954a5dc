"""digitpad's own engines."""

import numpy as np

from benchmarks.training.task import LEARNING_RATE, Task
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.engine.engine import make_engine
from digitpad.core.engine.single_image import SingleImageNetwork
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import BatchPlan, LearningState, StepConfig
from digitpad.core.network import Floats, Labels, Network, softmax


class NumbaWay:
    """The compiled engine, which itself finds out whether the images have a background."""

    compiled = True

    def __init__(self, task: Task) -> None:
        self.task, self.rows = task, task.rows
        config = StepConfig.of("sgd", "relu", "sum", weight_decay=task.weight_decay)
        if task.momentum:
            config = StepConfig.of("momentum", "relu", "sum", weight_decay=task.weight_decay, momentum=task.momentum)
        source = TrainingSource(task.X, task.y, 0, Augmentation())
        self.engine = make_engine(LearningState.beginning(task.network), config, source, self.compiled)
        self.first = 0
        self.current: SingleImageNetwork | None = None

    def epoch(self) -> None:
        k = self.task.steps
        self.engine.learn(BatchPlan(self.rows, self.task.batch, np.full(k, LEARNING_RATE), self.first))
        self.first += k
        self.current = None

    def network(self) -> Network:
        return self.engine.network()

    def probabilities(self, X: Floats) -> Floats:
        """As in the window, which keeps a copy of the network while it trains."""
        return softmax(self.current_network.forward(X).Z)

    @property
    def current_network(self) -> SingleImageNetwork:
        if self.current is None:
            self.current = SingleImageNetwork(self.engine.network())
        return self.current

    def accuracy(self, X: Floats, y: Labels) -> float:
        return self.engine.score(X, y).accuracy


class NumbaLogits(NumbaWay):
    """All the arithmetic of one image, and the call to it; only softmax, which NumPy does, is left out."""

    def probabilities(self, X: Floats) -> Floats:
        return self.current_network.forward(X).Z


class NumPyWay(NumbaWay):
    """The readable engine, which is used where there is no Numba."""

    compiled = False

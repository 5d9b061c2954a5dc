"""What takes learning steps, and choosing it for a machine."""

from typing import Protocol

from digitpad.core.engine.numpy_engine import NumPyEngine
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.steps import USUAL, BatchPlan, LearningState, NetworkForm, StepConfig, StepMetrics
from digitpad.core.network import Floats, Labels, Network
from digitpad.core.scoring import Score


class Engine(Protocol):
    """Takes steps on the images of a source, which it keeps in a form of its own; `config` may be replaced between."""

    config: StepConfig

    def learn(self, plan: BatchPlan) -> StepMetrics:
        """Take the steps; ends after the first whose cost is not finite."""
        ...

    def score(self, X: Floats, y: Labels) -> Score:
        """How well the network reads other images X (n, 784) with labels y (n,), which must not change."""
        ...

    def network(self) -> Network:
        """A copy of the network to use, for pixels as they are: of the weights' average, if the config asks for one."""
        ...

    def state(self) -> LearningState:
        """A copy of the state, whose network is for pixels as the source counts them."""
        ...


def make_engine(
    state: LearningState, config: StepConfig, source: TrainingSource, compiled: bool, form: NetworkForm = USUAL
) -> Engine:
    """An engine that goes on from `state`; `compiled` needs Numba, and compiles the kernels that are not ready.

    Of the rarer forms, compiled kernels know networks without biases alone.
    """
    if compiled:
        from digitpad.core.engine.numba_engine import NumbaEngine

        return NumbaEngine(state, config, source, form.biases)
    return NumPyEngine(state, config, source, form)

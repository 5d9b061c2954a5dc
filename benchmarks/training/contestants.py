"""Who takes part."""

from collections.abc import Callable
from typing import Any, Protocol

from benchmarks.training import digitpad_ways, library_ways, numba_blas, numpy_ways
from benchmarks.training.task import Task
from digitpad.core.network import Floats, Labels, Network

LIMIT = "dense products alone"
OWN = "digitpad, Numba"
LOGITS = "digitpad, Numba, to the logits alone"


class Contestant(Protocol):
    """A network that learns in its own way."""

    def epoch(self) -> None: ...
    def network(self) -> Network: ...
    def probabilities(self, X: Floats) -> Floats: ...
    def accuracy(self, X: Floats, y: Labels) -> float: ...


CONTESTANTS: dict[str, Callable[[Task], Any]] = {
    LIMIT: numpy_ways.DenseLimit,
    OWN: digitpad_ways.NumbaWay,
    LOGITS: digitpad_ways.NumbaLogits,
    "digitpad, NumPy": digitpad_ways.NumPyWay,
    "NumPy, a student's float64": numpy_ways.Naive,
    "NumPy, careful, in place": numpy_ways.Careful,
    "NumPy and SciPy, fused update": numpy_ways.Fused,
    "Numba, fused, SciPy's BLAS": numba_blas.NumbaBlas,
    "PyTorch, nn and SGD": library_ways.TorchModule,
    "PyTorch, in place": library_ways.TorchInPlace,
    "JAX, jit and scan": library_ways.Jax,
    "Keras on JAX": library_ways.Keras,
    "scikit-learn MLPClassifier": library_ways.ScikitLearn,
    "neural-network-digits": library_ways.NeuralNetworkDigits,
}
LEARNERS = [name for name in CONTESTANTS if name != LOGITS]
# The fastest of them, for longer comparisons.
BEST = [
    LIMIT,
    OWN,
    "NumPy, careful, in place",
    "NumPy and SciPy, fused update",
    "Numba, fused, SciPy's BLAS",
    "PyTorch, in place",
    "JAX, jit and scan",
]
# Those that learn with momentum, too.
WITH_MOMENTUM = [
    LIMIT,
    OWN,
    "NumPy, careful, in place",
    "PyTorch, nn and SGD",
    "PyTorch, in place",
    "JAX, jit and scan",
    "Keras on JAX",
    "scikit-learn MLPClassifier",
    "neural-network-digits",
]
# Those that come with a way of their own to use a trained network.
READERS = [
    LIMIT,
    OWN,
    LOGITS,
    "digitpad, NumPy",
    "PyTorch, nn and SGD",
    "JAX, jit and scan",
    "Keras on JAX",
    "scikit-learn MLPClassifier",
    "neural-network-digits",
]

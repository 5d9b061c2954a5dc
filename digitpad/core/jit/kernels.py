"""Whether the compiled kernels can be used, and making them ready."""

import importlib.util
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.drawing.render import PackedDrawings, load_kernel
from digitpad.core.engine.source import TrainingSource
from digitpad.core.engine.state import LearningState
from digitpad.core.engine.steps import BatchPlan, StepConfig
from digitpad.core.jit.cache import kernel_cache
from digitpad.core.network import PIXELS, Network
from digitpad.core.synthetic import rewritten

_loading, _preparing = threading.Lock(), threading.Lock()
_ready: set[np.dtype[Any]] = set()
_failed: set[np.dtype[Any]] = set()
_LOG = logging.getLogger("digitpad")


def available() -> bool:
    """Whether what compiles them is installed."""
    return importlib.util.find_spec("numba") is not None


def ready(dtype: npt.DTypeLike) -> bool:
    """Whether the kernels for numbers of this kind are loaded."""
    return np.dtype(dtype) in _ready


def compiled_before() -> bool:
    """Whether they have been compiled on this machine, or never will be."""
    return kernel_cache().exists() or not available()


def load(dtype: npt.DTypeLike) -> bool:
    """Load the kernels, and compile them the first time on a machine; returns whether they are ready.

    Loading takes a second, compiling half a minute or more. May be called from any thread.
    """
    if not available():
        return False
    with _loading:
        if not ready(dtype) and np.dtype(dtype) not in _failed:
            try:
                _use_once(np.dtype(dtype))
            except Exception as reason:  # such as a full disk, or a NumPy that is too new for Numba
                _LOG.warning("The compiled kernels cannot be used, NumPy does their work: %s", reason)
                _failed.add(np.dtype(dtype))
            else:
                _ready.add(np.dtype(dtype))
    return ready(dtype)


def prepare(dtype: npt.DTypeLike) -> bool:
    """As `load`, for programs with a window, which is not kept waiting.

    What compiles the kernels is Python, and holds its lock; so a process of its own does that, with the least urgency.
    """
    if not available():
        return False
    with _preparing:
        if not ready(dtype):
            compiling = subprocess.run(
                [sys.executable, "-m", __name__, np.dtype(dtype).name],
                check=False,
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # an interrupt from the terminal ends the window, in good order
                cwd=Path(__file__).parents[3],  # where it is found without being installed
            )
            if compiling.returncode != 0:
                return False
    return load(dtype)


def prepare_in_background(dtype: npt.DTypeLike = np.float32) -> None:
    """The same in a thread."""
    threading.Thread(target=prepare, args=(dtype,), name="kernels", daemon=True).start()


def _use_once(dtype: np.dtype[Any]) -> None:
    """Take one step of the smallest network: that compiles or loads all there is."""
    from digitpad.core.engine.numba_engine import NumbaEngine
    from digitpad.core.engine.single_image import SingleImageNetwork

    network = Network.initial(1, np.random.default_rng(0), dtype)
    X, y, keys = np.ones((1, PIXELS), dtype), np.zeros(1, np.int64), np.zeros(1, np.uint64)
    engine = NumbaEngine(LearningState.beginning(network), StepConfig(), TrainingSource(X, y, 0, Augmentation()))
    engine.learn(BatchPlan(np.arange(1), 1, np.ones(1)))
    engine.score(X, y)
    SingleImageNetwork(network).forward_sparse(X)
    augmented(X, keys, Augmentation(shift=1.0), compiled=True)
    load_kernel()  # which draws: a window that trains has to answer to the pen at once
    rewritten(PackedDrawings.of([[np.zeros((1, 2))]]), np.zeros(1, np.intp), keys, compiled=True)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(19)
    sys.exit(not load(sys.argv[1]))

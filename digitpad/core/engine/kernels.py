"""Whether the compiled kernels can be used, and making them ready."""

import importlib.util
import subprocess
import sys
import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.augmentation.augment import augmented
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.drawing.render import PackedDrawings, load_kernel
from digitpad.core.drawing.styles import rewritten
from digitpad.core.engine.plan import Steps
from digitpad.core.engine.recipe import Recipe
from digitpad.core.engine.state import LearningState
from digitpad.core.network import CLASSES, PIXELS, Network

_loading = threading.Lock()
_ready: set[np.dtype[Any]] = set()


def available() -> bool:
    """Whether what compiles them is installed."""
    return importlib.util.find_spec("numba") is not None


def ready(dtype: npt.DTypeLike) -> bool:
    """Whether the kernels for numbers of this kind are loaded."""
    return np.dtype(dtype) in _ready


def load(dtype: npt.DTypeLike) -> bool:
    """Load the kernels, and compile them the first time on a machine; returns whether they are ready.

    Loading takes a second, compiling half a minute or more. May be called from any thread.
    """
    if not available():
        return False
    with _loading:
        if not ready(dtype):
            _use_once(np.dtype(dtype))
            _ready.add(np.dtype(dtype))
    return True


def load_in_background() -> None:
    """Make the kernels for float32 ready without waiting for them.

    What compiles them is Python, which would keep a window's thread waiting, so a process of its own does that.
    """
    if available():
        threading.Thread(target=_compile_and_load, name="kernels", daemon=True).start()


def _compile_and_load() -> None:
    compile_them = f"from {__name__} import load; load('float32')"
    if subprocess.run([sys.executable, "-c", compile_them], check=False, stdin=subprocess.DEVNULL).returncode == 0:
        load(np.dtype(np.float32))


def _use_once(dtype: np.dtype[Any]) -> None:
    """Take one step of the smallest network: that compiles or loads all there is."""
    from digitpad.core.engine.numba_engine import NumbaEngine
    from digitpad.core.engine.one_by_one import OneByOne

    network = Network.initial(1, np.random.default_rng(0), dtype)
    engine = NumbaEngine(LearningState.beginning(network), Recipe(), background=-1.0, sparse=True)
    images = engine.prepare(np.ones((1, PIXELS), dtype))
    y = np.zeros(1, np.int64)
    engine.learn(images, y, Steps(np.arange(1), 1, np.ones(1), np.ones(CLASSES), 0, 0))
    engine.score(images, y)
    OneByOne(network).by_ink(np.ones((1, PIXELS), dtype))
    keys = np.zeros(1, np.uint64)
    augmented(np.ones((1, PIXELS), dtype), keys, Augmentation(shift=1.0), compiled=True)
    load_kernel()  # which draws: a window that trains has to answer to the pen at once
    rewritten(PackedDrawings.of([[np.zeros((1, 2))]]), np.zeros(1, np.intp), keys, compiled=True)

"""A Python environment with all contestants, apart from the one digitpad is used in."""

import os
import subprocess
import tempfile
import venv
from pathlib import Path

DEFAULT = Path(tempfile.gettempdir()) / "digitpad-benchmarks"
_ROOT = Path(__file__).resolve().parents[2]
_PACKAGES = ["numpy", "scipy", "numba", "threadpoolctl", "platformdirs", "pillow", "filelock"]
_RIVALS = ["scikit-learn", "torch", "jax", "jaxlib", "keras", "neural-network-digits"]
VERSIONS = ["numpy", "scipy", "numba", "torch", "jax", "keras", "scikit-learn", "neural-network-digits"]


def environment_python(folder: Path) -> Path:
    """The interpreter of the environment in the folder, which is made and filled if it is not there."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print(f"making {folder} and installing the contestants, which takes a few minutes", flush=True)
        venv.create(folder, with_pip=True)
    if not _complete(python):
        subprocess.run([python, "-m", "pip", "install", "--quiet", *_PACKAGES, *_RIVALS], check=True)
    return python


def versions(python: Path) -> str:
    """Names and versions of what is compared."""
    program = "import sys, importlib.metadata as m; print(*(f'{n} {m.version(n)}' for n in sys.argv[1:]), sep=', ')"
    return subprocess.run([python, "-c", program, *VERSIONS], check=True, capture_output=True, text=True).stdout.strip()


def one_thread() -> dict[str, str]:
    """The variables under which every library uses one thread, and finds digitpad."""
    limits = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
    return {
        **os.environ,
        **dict.fromkeys(limits, "1"),
        "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
        "JAX_PLATFORMS": "cpu",
        "KERAS_BACKEND": "jax",
        "PYTHONPATH": str(_ROOT),
        "PYTHONWARNINGS": "ignore",
    }


def _complete(python: Path) -> bool:
    program = "import sys, importlib.metadata as m; [m.version(n) for n in sys.argv[1:]]"
    return subprocess.run([python, "-c", program, *VERSIONS], capture_output=True).returncode == 0

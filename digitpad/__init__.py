"""digitpad: watch a small neural network learn to read handwriting.

>>> import digitpad
>>> model = digitpad.load_model()
>>> test = digitpad.load_data("mnist").test
>>> model.predict(test.X[:4]).tolist(), test.y[:4].tolist()
([7, 2, 1, 0], [7, 2, 1, 0])
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# What notebooks use, and where it lies: loaded when it is asked for, so that commands and the window start as soon.
_PUBLIC = {
    "load_data": "digitpad.api.model",
    "load_model": "digitpad.api.model",
    "Model": "digitpad.api.model",
    "DigitClassifier": "digitpad.api.classifier",
    "Network": "digitpad.api.network",
    "Trainer": "digitpad.api.network",
    "TrainingSettings": "digitpad.core.training.settings",
    "Dataset": "digitpad.core.dataset",
    "check_gradients": "digitpad.api.network",
    "pad": "digitpad.api.pad",
    "plot_history": "digitpad.api.plots",
    "plot_images": "digitpad.api.plots",
    "plot_weights": "digitpad.api.plots",
    "plot_confusion": "digitpad.api.plots",
}
__all__ = ["__version__", *_PUBLIC]

if TYPE_CHECKING:
    from digitpad.api.classifier import DigitClassifier as DigitClassifier
    from digitpad.api.model import Model as Model
    from digitpad.api.model import load_data as load_data
    from digitpad.api.model import load_model as load_model
    from digitpad.api.network import Network as Network
    from digitpad.api.network import Trainer as Trainer
    from digitpad.api.network import check_gradients as check_gradients
    from digitpad.api.pad import pad as pad
    from digitpad.api.plots import plot_confusion as plot_confusion
    from digitpad.api.plots import plot_history as plot_history
    from digitpad.api.plots import plot_images as plot_images
    from digitpad.api.plots import plot_weights as plot_weights
    from digitpad.core.dataset import Dataset as Dataset
    from digitpad.core.training.settings import TrainingSettings as TrainingSettings


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'digitpad' has no attribute {name!r}")
    try:
        return getattr(import_module(_PUBLIC[name]), name)
    except ModuleNotFoundError as missing:
        package = {"sklearn": "scikit-learn", "anywidget": "anywidget"}.get((missing.name or "").partition(".")[0])
        if package is None:
            raise
        from digitpad.core.errors import MissingPackage

        raise ImportError(str(MissingPackage.of(name, package, "notebooks"))) from None


def __dir__() -> list[str]:
    return sorted(__all__)

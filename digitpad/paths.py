"""Where the files that come with the program lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

# A wheel carries the resources inside the package; a checkout and an editable install keep them beside it.
_IN_WHEEL = _PACKAGE / "resources"
RESOURCES = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent / "resources"

MNIST = RESOURCES / "data" / "mnist.npz"
BUNDLED_MODEL = RESOURCES / "models" / "digitpad.npz"
ICONS = RESOURCES / "icons"

"""Where the files that come with the program lie."""

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent

# A wheel carries the resources inside the package; a checkout and an editable install keep them beside it.
_IN_WHEEL = _PACKAGE / "resources"
RESOURCES = _IN_WHEEL if _IN_WHEEL.is_dir() else _PACKAGE.parent / "resources"

MNIST = RESOURCES / "data" / "mnist.npz"
GLYPHS = RESOURCES / "glyphs.toml"
PRESETS = RESOURCES / "presets.toml"
BUNDLED_MODEL = RESOURCES / "models" / "digitpad.npz"
# The one that reads best, and one small enough to look into.
BUNDLED_MODELS = (BUNDLED_MODEL, RESOURCES / "models" / "digitpad-256.npz")
EXPLANATIONS = RESOURCES / "explanations"
ICONS = RESOURCES / "icons"
FONTS = RESOURCES / "fonts"
WEB = RESOURCES / "web"

# All runs, in a folder each.
RUNS = platformdirs.user_data_path("digitpad") / "runs"

# What people have drawn and kept.
COLLECTION = platformdirs.user_data_path("digitpad") / "collection.sqlite"

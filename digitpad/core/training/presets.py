"""Settings that go well together, and recipes: what the sheets of courses and books ask for (see docs/recipes.md).

All of them lie in resources/presets.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from digitpad import paths
from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.training.settings import TrainingSettings

DEFAULT_PRESET = "default"
# What a recipe begins with: gradient descent without anything that digitpad adds by default.
_PLAIN: Mapping[str, Any] = {
    "optimiser": "sgd",
    "schedule": "constant",
    "weight_decay": 0.0,
    "inputs": "zero-to-one",
    "augmentation": {},
}


@dataclass(frozen=True)
class Preset:
    """Settings that go together, and the data they are meant for.

    A recipe has a title and a hint, too, and says where it is published, the result that stands there, if one does, and
    what is not quite the same here.
    """

    settings: TrainingSettings
    data: str = "mnist"
    title: str = ""
    hint: str = ""
    source: str = ""
    published: str = ""
    differs: str = ""


def _preset(about: dict[str, Any]) -> Preset:
    """As it stands in the file."""
    values = {**(_PLAIN if "title" in about else {}), **about.pop("settings", {})}
    if "augmentation" in values:
        values["augmentation"] = Augmentation(**values["augmentation"])
    return Preset(TrainingSettings(**values), **about)


PRESETS = {name: _preset(about) for name, about in tomllib.loads(paths.PRESETS.read_text(encoding="utf-8")).items()}
RECIPES = {name: preset for name, preset in PRESETS.items() if preset.title}
# Those that a newcomer chooses from.
MAIN_PRESETS = {name: preset for name, preset in PRESETS.items() if not preset.title}

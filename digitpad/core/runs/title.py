"""What a run is called: what sets it apart from the preset it is nearest to."""

from collections.abc import Iterator
from functools import cache
from operator import ne
from pathlib import Path
from typing import Any

from digitpad.core.numerals import plain
from digitpad.core.readers.catalogue import is_named
from digitpad.core.readers.collected import taught_writer
from digitpad.core.setting import Setting
from digitpad.core.training.presets import DEFAULT_PRESET, MAIN_PRESETS, PRESETS, Preset
from digitpad.core.training.settings import SETTINGS, TrainingSettings

_MOST = 3  # differences that are named
# What comes first in a name, and how it is said there; the others follow with their labels.
_WORDS = {
    "optimiser": "{}",
    "learning_rate": "rate {}",
    "hidden_units": "{} hidden units",
    "activation": "{}",
    "dropout_hidden": "dropout {}",
    "epochs": "{} epochs",
    "batch_size": "batches of {}",
    "seed": "seed {}",
}
_DATA = {
    "mnist": "MNIST",
    "mnist-60000": "all of MNIST",
    "mnist-hand-in": "MNIST hand-in",
    "mnist-nielsen": "MNIST as Nielsen splits it",
}
_COUNTED = ("epochs", "hidden_units")


def run_title(settings: TrainingSettings, data: str, base: str = "") -> str:
    """Such as “Adam, rate 0.003”. `data` is a built-in data set or a file, `base` the model that is fine-tuned."""
    if writer := taught_writer(data):
        return f"{base or 'A new network'}, taught digits by {writer}"
    name = nearest_preset(settings, data)
    preset = PRESETS[name]
    differences = list(_differences(settings, data, preset))
    named = differences[:_MOST]
    if len(differences) > _MOST:
        named.append(f"{len(differences) - _MOST} more")
    if base:
        named.insert(0, f"from {base}")
    only_seed = len(differences) == 1 and settings.seed != preset.settings.seed
    if name != DEFAULT_PRESET or only_seed or not named:
        named.insert(0, preset.title or name)
    title = ", ".join(named)
    return title[0].upper() + title[1:]


@cache
def _values_of_presets() -> dict[str, list[Any]]:
    return {
        name: [preset.settings.value(each) for each in SETTINGS] + [preset.data] for name, preset in PRESETS.items()
    }


def nearest_preset(settings: TrainingSettings, data: str) -> str:
    """The preset with the fewest other settings; of several the first. A recipe only if a title can name them all."""
    values = [settings.value(name) for name in SETTINGS] + [data]
    counts = {name: sum(map(ne, values, wanted)) for name, wanted in _values_of_presets().items()}
    return min((name for name in PRESETS if name in MAIN_PRESETS or counts[name] <= _MOST), key=counts.__getitem__)


def shown_value(setting: Setting, value: Any) -> str:
    """A setting's value in a few letters: a number, or the label of a choice."""
    labels = {choice.value: choice.label for choice in setting.choices}
    return labels.get(value, str(value)) if labels else plain(value) if isinstance(value, float) else str(value)


def _differences(settings: TrainingSettings, data: str, preset: Preset) -> Iterator[str]:
    """In words, the most telling first."""
    for name in (*_WORDS, *(name for name in SETTINGS if name not in _WORDS)):
        setting, value = SETTINGS[name], settings.value(name)
        if value != preset.settings.value(name):
            words = _WORDS.get(name, f"{setting.title[0].lower()}{setting.title[1:]} {{}}")
            text = words.format(shown_value(setting, value))
            text = "no hidden layer" if name == "hidden_units" and not value else text
            yield text.removesuffix("s") if value == 1 and name in _COUNTED else text
    if data != preset.data:
        yield _DATA.get(data, data) if is_named(data) else Path(data).stem

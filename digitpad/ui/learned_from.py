"""The warning that a model is judged by images that it has learned from."""

import re
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from digitpad.core.dataset import Dataset
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import learned_from, learned_from_all

translate = QCoreApplication.translate

_COUNT = re.compile(r", ([\d,]+) images")  # as data sets say it in what a model was trained on


class Judged(NamedTuple):
    """Models, the images they are judged by, and the figure that is shown for them, if there is one."""

    models: tuple[Model, ...]
    images: Dataset
    figure: str = ""


def learned_from_warning(judged: Judged) -> tuple[str, str] | None:
    """A title and a sentence, if one of the models has learned from some of the images; otherwise None."""
    models = [model for model in judged.models if learned_from(model, judged.images)]
    if not models:
        return None
    if len(models) > 1:
        title = translate("learned_from", "{models} have learned from these very images.")
    elif learned_from_all(models[0], judged.images):
        title = translate("learned_from", "{models} has learned from these very images.")
    else:
        title = translate("learned_from", "{models} has learned from some of these images.")
    names = translate("learned_from", " and ").join(dict.fromkeys(model.name for model in models))
    return title.format(models=names), _consequence(models, judged)


def _consequence(models: list[Model], judged: Judged) -> str:
    figure = judged.figure or translate("learned_from", "what is shown")
    if len(models) > 1:
        text = translate("learned_from", "They have seen them before, so {figure} says nothing about new handwriting.")
    elif learned_from_all(models[0], judged.images):
        text = translate(
            "learned_from",
            "All {n} of them were among its {training} images, so {figure} says nothing about new handwriting.",
        )
    else:
        text = translate(
            "learned_from",
            "Some of the {n} were among its {training} images, so {figure} says little about new handwriting.",
        )
    return text.format(n=f"{len(judged.images):,}", training=_training_images(models[0]), figure=figure)


def _training_images(model: Model) -> str:
    """How many images the model has learned from, as words before “images”."""
    count = sum(int(each.replace(",", "")) for each in _COUNT.findall(model.trained_on))
    training = translate("learned_from", "training")
    return f"{count:,} {training}" if count else training

"""A word of caution beside figures that prove nothing."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from digitpad.core.dataset import Dataset
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import learned_from

translate = QCoreApplication.translate


def caution(models: Iterable[Model], dataset: Dataset) -> str:
    """What to add to a line about models evaluated on a data set, if one of them has learned from it; else nothing."""
    names = [f"“{model.name}”" for model in models if learned_from(model, dataset)]
    if not names:
        return ""
    told = translate("caution", "; {models} learned from some of them, so this proves little")
    return told.format(models=translate("caution", " and ").join(names))

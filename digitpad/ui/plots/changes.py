"""What was changed while a network trained, in words."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from digitpad.core.training.events import Changed
from digitpad.core.training.settings import SETTINGS
from digitpad.ui.widgets.forms import setting_title

translate = QCoreApplication.translate


def described(changes: Iterable[Changed]) -> str:
    """A line for each, such as “Learning rate: 0.02 → 0.01”."""
    labels = {name: setting_title(each).text.replace("&", "") for name, each in SETTINGS.items()}
    labels["engine"] = translate("changes", "Engine")
    return "\n".join(f"{labels.get(each.name, each.name)}: {each.before} → {each.after}" for each in changes)

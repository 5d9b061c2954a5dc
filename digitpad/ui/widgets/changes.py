"""What was changed while a network trained, in words."""

from PySide6.QtCore import QCoreApplication

from digitpad.core.training.events import Changed
from digitpad.core.training.history import History
from digitpad.ui.widgets.training_fields import folded_fields, shown_fields

translate = QCoreApplication.translate


def marks_of(history: History) -> list[tuple[float, str]]:
    """When each setting was changed, in epochs, and a text that tells it."""
    return [(each.at, described(each)) for each in history.changes] if history.changes else []


def described(change: Changed) -> str:
    """Such as “Learning rate: 0.02 → 0.01”."""
    fields = (*shown_fields(), *(field for page in folded_fields().values() for field in page))
    labels = {field.name: field.label.replace("&", "") for field in fields}
    labels["engine"] = translate("changes", "Engine")
    return f"{labels.get(change.name, change.name)}: {change.before} → {change.after}"

"""What was changed while a network trained, in words."""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from digitpad.core.training.events import Changed
from digitpad.ui.widgets.folded_fields import folded_fields
from digitpad.ui.widgets.training_fields import shown_fields

translate = QCoreApplication.translate


def described(changes: Iterable[Changed]) -> str:
    """A line for each, such as “Learning rate: 0.02 → 0.01”."""
    fields = (*shown_fields(), *(field for page in folded_fields().values() for field in page))
    labels = {field.name: field.label.replace("&", "") for field in fields}
    labels["engine"] = translate("changes", "Engine")
    return "\n".join(f"{labels.get(each.name, each.name)}: {each.before} → {each.after}" for each in changes)

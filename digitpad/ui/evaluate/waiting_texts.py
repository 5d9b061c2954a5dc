"""Why the tab Evaluate shows nothing new."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def unusable_text() -> str:
    """For images that could not be read."""
    return translate("waiting_texts", "These images cannot be used: choose others at the top right.")


def withheld_text() -> str:
    """For test images while a network trains."""
    return translate(
        "waiting_texts", "Test images are kept for the end of the training, so that no choice is based on them."
    )

"""Why the tab Evaluate shows nothing new."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def unusable_text() -> str:
    """For images that could not be read."""
    return translate("waiting_texts", "These images cannot be used: choose others at the top right.")


def withheld_text() -> str:
    """For test images while a network trains."""
    return translate(
        "waiting_texts", "Test images wait for the end of the training, so that nothing is chosen by them."
    )

"""What data sets, presets and the bundled models are called in the window.

One without an entry here goes by its name in the code.
"""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Title(NamedTuple):
    """A name to choose by, and what there is to know about it."""

    text: str
    hint: str


def data_title(name: str) -> Title:
    titles = {
        "mnist": Title(
            translate("titles", "MNIST"),
            translate("titles", "50,000 images to train with, 10,000 to choose settings by, and 10,000 to test with."),
        ),
        "mnist-60000": Title(
            translate("titles", "MNIST, all 60,000"),
            translate(
                "titles",
                "For a final training, once everything is chosen: the validation images are learned from, too.",
            ),
        ),
        "mnist-hand-in": Title(
            translate("titles", "MNIST hand-in"),
            translate("titles", "A part of MNIST in the sizes of the course's hand-in: 10,380 images to train with."),
        ),
    }
    return titles.get(name, Title(name, ""))


def preset_title(name: str) -> Title:
    titles = {
        "default": Title(
            translate("titles", "Default"),
            translate("titles", "Learns MNIST to 98 % on new images in a few seconds."),
        ),
        "best": Title(
            translate("titles", "Best"),
            translate("titles", "Learns from images and drawings that never look the same twice; takes ten minutes."),
        ),
        "hand-in": Title(
            translate("titles", "Hand-in"),
            translate("titles", "The reference run of the course: plain SGD on sums, 10,380 images, 200 epochs."),
        ),
    }
    return titles.get(name, Title(name, ""))


def model_title(name: str) -> Title:
    titles = {
        "digitpad": Title(
            translate("titles", "digitpad"), translate("titles", "Built in; reads best, whatever the hand and the pen.")
        ),
        "digitpad-256": Title(
            translate("titles", "digitpad, 256 units"),
            translate("titles", "Built in; small enough to look into: 256 hidden units."),
        ),
    }
    return titles.get(name, Title(name, ""))

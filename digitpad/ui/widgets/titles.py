"""What data, models, presets, settings and distortions are called in the window."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from digitpad.core.collection.query import is_part
from digitpad.core.numerals import plain
from digitpad.core.readers.collected import taught_writer
from digitpad.core.setting import Setting
from digitpad.core.training.presets import RECIPES

translate = QCoreApplication.translate


def time_left(seconds: float) -> str:
    """Minutes and seconds, such as “0:29”, with hours in front of them when there are any: “2:03:10”."""
    minutes, whole_seconds = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole_seconds:02d}" if hours else f"{minutes}:{whole_seconds:02d}"


translate = QCoreApplication.translate


class Title(NamedTuple):
    """A name to choose by, and what there is to know about it."""

    text: str
    hint: str


def setting_title(setting: Setting) -> Title:
    """The label with its unit, and what there is to know about the setting."""
    label, hint = translate("settings", setting.label), translate("settings", setting.help)
    note = " " + translate("titles", "Can be changed while training.") if setting.changeable else ""
    return Title(f"{label}, {setting.unit}" if setting.unit else label, hint + note)


def units_in_words(units: int) -> str:
    """How many hidden units there are; 0 is a network without a hidden layer."""
    if not units:
        return translate("titles", "no hidden layer")
    return translate("titles", "{units} hidden units").format(units=f"{units:,}")


def choice_label(setting: Setting, value: str) -> str:
    """What a choice of a setting is called."""
    return next(translate("settings", each.label) for each in setting.choices if each.value == value)


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
            translate("titles", "A part of MNIST in the sizes of the course’s hand-in: 10,380 images to train with."),
        ),
        "mnist-nielsen": Title(
            translate("titles", "MNIST as Nielsen splits it"),
            translate("titles", "The first 50,000 images to train with and the last 10,000 to choose settings by."),
        ),
    }
    return titles.get(name) or _part_title(name) or Title(name, "")


def _part_title(source: str) -> Title | None:
    """For a part of what people have drawn."""
    writer = taught_writer(source)
    if writer:
        hint = translate("titles", "What a model learned from when it was taught, with the writer’s held-out digits.")
        return Title(translate("titles", "MNIST with digits by {writer}").format(writer=writer), hint)
    if not is_part(source):
        return None
    hint = translate("titles", "What was kept in My digits; the digits that are held out of it are its test set.")
    words = source.partition(":")[2].replace(":", ", ")
    mine = translate("titles", "My digits ({words})").format(words=words)
    return Title(mine if words else translate("titles", "My digits"), hint)


def source_title(source: str) -> Title:
    """A built-in data set's title, or the name of a file with its place."""
    title = data_title(source)
    return Title(Path(source).name, source) if title.text == source else title


def preset_title(name: str) -> Title:
    titles = {
        "default": Title(
            translate("titles", "Default"),
            translate("titles", "Reaches 98 % on unseen MNIST images within seconds."),
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
    recipe = RECIPES.get(name)
    if recipe is None:
        return titles.get(name, Title(name, ""))
    hint = translate("recipes", recipe.hint)
    if recipe.published:
        published = translate("titles", "Published test accuracy: {result}.")
        hint += " " + published.format(result=translate("recipes", recipe.published))
    return Title(translate("recipes", recipe.title), hint)


def preset_card(name: str) -> tuple[str, str, str]:
    """A preset's name, what is to be expected of it in plain words, and in figures."""
    texts = {
        "default": (
            translate("titles", "Good and quick: 15 passes over the images."),
            translate("titles", "about 10 s · reads 986 of 1,000"),
        ),
        "best": (
            translate("titles", "Varied images and 1,024 units: learns many hands."),
            translate("titles", "about 10 minutes"),
        ),
        "hand-in": (
            translate("titles", "The course’s reference run: plain gradient descent, 200 passes."),
            translate("titles", "about 11 s · reads 954 of 1,000"),
        ),
    }
    return preset_title(name).text, *texts.get(name, ("", ""))


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


def distortion_title(name: str) -> Title:
    """The name and the unit of a distortion, and what it does."""
    titles = {
        "shift": Title(
            translate("distortions", "Shift, pixels"),
            translate("distortions", "Moved by this many pixels, each image in its own direction."),
        ),
        "rotation": Title(
            translate("distortions", "Rotation, degrees"),
            translate("distortions", "Turned about its centre of mass; positive is anticlockwise."),
        ),
        "scale": Title(
            translate("distortions", "Size, times"), translate("distortions", "Drawn larger or smaller by this factor.")
        ),
        "pen": Title(
            translate("distortions", "Pen width, pixels more"),
            translate("distortions", "Strokes made wider by this many pixels, or thinner where it is negative."),
        ),
        "noise": Title(
            translate("distortions", "Noise, of full ink"),
            translate("distortions", "Noise of this standard deviation on each pixel; 1 is from black to white."),
        ),
        "blur": Title(
            translate("distortions", "Blur, pixels"),
            translate("distortions", "Smeared by a Gaussian of this standard deviation."),
        ),
        "occlusion": Title(
            translate("distortions", "Occlusion, pixels"),
            translate("distortions", "The ink erased within a square with sides of this length, at a random place."),
        ),
        "attack": Title(
            translate("distortions", "Attack (FGSM), of full ink"),
            translate(
                "distortions",
                "Each pixel made brighter or darker by this much, whichever raises the cost: 1 is from black to white.",
            ),
        ),
    }
    return titles.get(name, Title(name, ""))


def distorted_by(name: str, strength: float) -> str:
    """How images are distorted, such as “turned by −30°”."""
    texts = {
        "shift": translate("distortions", "shifted by {strength} pixels"),
        "rotation": translate("distortions", "turned by {strength}°"),
        "scale": translate("distortions", "at {strength} times their size"),
        "pen": translate("distortions", "with a pen {strength} pixels wider"),
        "noise": translate("distortions", "with noise of {strength}"),
        "blur": translate("distortions", "blurred by {strength} pixels"),
        "occlusion": translate("distortions", "with a square of {strength} pixels erased"),
        "attack": translate("distortions", "attacked with {strength}"),
    }
    return texts.get(name, name + " {strength}").format(strength=plain(strength))

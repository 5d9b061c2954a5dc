"""What data, models, presets, settings and distortions are called in the window."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from digitpad.core.collection.query import is_part
from digitpad.core.numerals import plain
from digitpad.core.readers.collected import taught_writer
from digitpad.core.setting import Setting
from digitpad.core.training.events import Changed
from digitpad.core.training.presets import RECIPES
from digitpad.core.training.settings import SETTINGS

translate = QCoreApplication.translate
tr = partial(translate, "titles")


def time_left(seconds: float) -> str:
    """Minutes and seconds, such as “0:29”, with hours in front of them when there are any: “2:03:10”."""
    minutes, whole_seconds = divmod(max(round(seconds), 0), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{whole_seconds:02d}" if hours else f"{minutes}:{whole_seconds:02d}"


class Title(NamedTuple):
    """A name to choose by, and what there is to know about it."""

    text: str
    hint: str


def setting_title(setting: Setting) -> Title:
    """The label with its unit, and what there is to know about the setting."""
    label, hint = translate("settings", setting.label), translate("settings", setting.help)
    note = " " + tr("Can be changed while training.") if setting.changeable else ""
    return Title(f"{label}, {setting.unit}" if setting.unit else label, hint + note)


def units_in_words(units: int) -> str:
    """How many hidden units there are; 0 is a network without a hidden layer."""
    if not units:
        return tr("no hidden layer")
    return tr("{units} hidden units").format(units=f"{units:,}")


def describe_changes(changes: Iterable[Changed]) -> str:
    """A line for each, such as “Learning rate: 0.02 → 0.01”."""
    labels = {name: setting_title(each).text.replace("&", "") for name, each in SETTINGS.items()}
    labels["engine"] = tr("Engine")
    return "\n".join(f"{labels.get(each.name, each.name)}: {each.before} → {each.after}" for each in changes)


def choice_label(setting: Setting, value: str) -> str:
    """What a choice of a setting is called."""
    return next(translate("settings", each.label) for each in setting.choices if each.value == value)


def data_title(name: str) -> Title:
    titles = {
        "mnist": Title(
            tr("MNIST"), tr("50,000 images to train with, 10,000 to choose settings by, and 10,000 to test with.")
        ),
        "mnist-60000": Title(
            tr("MNIST, all 60,000"),
            tr("For a final training, once everything is chosen: the validation images are learned from, too."),
        ),
        "mnist-hand-in": Title(
            tr("MNIST hand-in"),
            tr("A part of MNIST in the sizes of the course’s hand-in: 10,380 images to train with."),
        ),
        "mnist-nielsen": Title(
            tr("MNIST as Nielsen splits it"),
            tr("The first 50,000 images to train with and the last 10,000 to choose settings by."),
        ),
    }
    return titles.get(name) or _part_title(name) or Title(name, "")


def _part_title(source: str) -> Title | None:
    """For a part of what people have drawn."""
    writer = taught_writer(source)
    if writer:
        hint = tr("What a model learned from when it was taught, with the writer’s held-out digits.")
        return Title(tr("MNIST with digits by {writer}").format(writer=writer), hint)
    if not is_part(source):
        return None
    hint = tr("What was kept in My digits; the digits that are held out of it are its test set.")
    words = source.partition(":")[2].replace(":", ", ")
    mine = tr("My digits ({words})").format(words=words)
    return Title(mine if words else tr("My digits"), hint)


def source_title(source: str) -> Title:
    """A built-in data set's title, or the name of a file with its place."""
    title = data_title(source)
    return Title(Path(source).name, source) if title.text == source else title


def preset_title(name: str) -> Title:
    titles = {
        "default": Title(tr("Default"), tr("Reaches 98 % on unseen MNIST images within seconds.")),
        "best": Title(
            tr("Best"), tr("Learns from images and drawings that never look the same twice; takes ten minutes.")
        ),
        "hand-in": Title(
            tr("Hand-in"), tr("The reference run of the course: plain SGD on sums, 10,380 images, 200 epochs.")
        ),
    }
    recipe = RECIPES.get(name)
    if recipe is None:
        return titles.get(name, Title(name, ""))
    hint = translate("recipes", recipe.hint)
    if recipe.published:
        published = tr("Published test accuracy: {result}.")
        hint += " " + published.format(result=translate("recipes", recipe.published))
    return Title(translate("recipes", recipe.title), hint)


def preset_card(name: str) -> tuple[str, str, str]:
    """A preset's name, what is to be expected of it in plain words, and in figures."""
    texts = {
        "default": (tr("Good and quick: 15 passes over the images."), tr("about 10 s · reads 986 of 1,000")),
        "best": (tr("Varied images and 1,024 units: reads more people’s writing."), tr("about 10 minutes")),
        "hand-in": (
            tr("The course’s reference run: plain gradient descent, 200 passes."),
            tr("about 11 s · reads 954 of 1,000"),
        ),
    }
    return preset_title(name).text, *texts.get(name, ("", ""))


def model_title(name: str) -> Title:
    titles = {
        "digitpad": Title(tr("digitpad"), tr("Built in; reads best, whatever the hand and the pen.")),
        "digitpad-256": Title(tr("digitpad, 256 units"), tr("Built in; small enough to look into: 256 hidden units.")),
    }
    return titles.get(name, Title(name, ""))


def distortion_title(name: str) -> Title:
    """The name and the unit of a distortion, and what it does."""
    titles = {
        "shift": Title(tr("Shift, pixels"), tr("Moved by this many pixels, each image in its own direction.")),
        "rotation": Title(tr("Rotation, degrees"), tr("Turned about its centre of mass; positive is anticlockwise.")),
        "scale": Title(tr("Size, times"), tr("Drawn larger or smaller by this factor.")),
        "pen": Title(
            tr("Pen width, pixels more"), tr("Strokes made wider by this many pixels, or thinner where it is negative.")
        ),
        "noise": Title(
            tr("Noise, of full ink"), tr("Noise of this standard deviation on each pixel; 1 is from black to white.")
        ),
        "blur": Title(tr("Blur, pixels"), tr("Smeared by a Gaussian of this standard deviation.")),
        "occlusion": Title(
            tr("Occlusion, pixels"), tr("The ink erased within a square with sides of this length, at a random place.")
        ),
        "attack": Title(
            tr("Attack (FGSM), of full ink"),
            tr("Each pixel made brighter or darker by this much, whichever raises the cost: 1 is from black to white."),
        ),
    }
    return titles.get(name, Title(name, ""))


def distorted_by(name: str, strength: float) -> str:
    """How images are distorted, such as “turned by −30°”."""
    texts = {
        "shift": tr("shifted by {strength} pixels"),
        "rotation": tr("turned by {strength}°"),
        "scale": tr("at {strength} times their size"),
        "pen": tr("with a pen {strength} pixels wider"),
        "noise": tr("with noise of {strength}"),
        "blur": tr("blurred by {strength} pixels"),
        "occlusion": tr("with a square of {strength} pixels erased"),
        "attack": tr("attacked with {strength}"),
    }
    return texts.get(name, name + " {strength}").format(strength=plain(strength))

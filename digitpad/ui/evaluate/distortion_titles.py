"""What the distortions are called in the window, and their strengths in their units."""

from PySide6.QtCore import QCoreApplication

from digitpad.ui.widgets.forms import Title

translate = QCoreApplication.translate


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
    return texts.get(name, name + " {strength}").format(strength=f"{strength:g}".replace("-", "−"))

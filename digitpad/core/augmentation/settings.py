"""By how much the training images are varied, each amount with its range."""

from dataclasses import dataclass, fields

from digitpad.core.setting import Limits, check_limits

LIMITS = {
    "shift": Limits("shift", 0.0, 4.0),
    "rotation": Limits("rotation", 0.0, 45.0),
    "scale": Limits("scale", 0.0, 0.5),
    "shear": Limits("shear", 0.0, 1.0),
    "elastic": Limits("elastic distortion", 0.0, 8.0),
    "thickness": Limits("pen thickness", 0.0, 2.0),
    "noise": Limits("noise", 0.0, 1.0),
}


@dataclass(frozen=True)
class Augmentation:
    """The largest amounts; each image gets its own, drawn evenly from -amount to amount. 0 leaves a part out.

    shift      pixels, down and right. Whole pixels if it is a whole number and nothing else needs the image resampled
    rotation   degrees, positive is anticlockwise
    scale      the logarithm of the factor: 0.1 is a factor from 0.905 to 1.105
    shear      pixels to the side for each pixel of height: a slant. 0.27 is 15 degrees
    elastic    pixels: no point moves further along either axis. The standard deviation is 0.28 of it; 5 is the
               alpha = 34, sigma = 4 of Simard, Steinkraus and Platt 2003
    thickness  pixels by which strokes get wider or thinner
    noise      the standard deviation, for all images the same, of what is added to each pixel in [-1, 1]

    Raises SettingsError for an amount out of range.
    """

    shift: float = 0.0
    rotation: float = 0.0
    scale: float = 0.0
    shear: float = 0.0
    elastic: float = 0.0
    thickness: float = 0.0
    noise: float = 0.0

    def __post_init__(self) -> None:
        check_limits(self, LIMITS)

    @property
    def active(self) -> bool:
        """Whether it changes any image."""
        return any(getattr(self, field.name) > 0 for field in fields(self))

    @property
    def deforms(self) -> bool:
        """Whether it changes the shape of what is written, and not just its place."""
        return max(self.rotation, self.scale, self.shear, self.elastic) > 0

    @property
    def resamples(self) -> bool:
        """Whether pixels come to lie between pixels."""
        return self.deforms or self.shift != int(self.shift)

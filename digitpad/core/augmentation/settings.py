"""By how much the training images are varied."""

from dataclasses import dataclass, fields
from functools import cached_property, partial

from digitpad.core.setting import Limits, check_settings, setting

AUGMENTATION = "Augmentation"
_amount = partial(setting, 0.0, group=AUGMENTATION, changeable=True)


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

    shift: float = _amount(
        "Sh&ift",
        "Move each image at random by up to this many pixels. It then does not matter where a digit lies.",
        Limits(0.0, 4.0, step=0.1),
        unit="px",
    )
    rotation: float = _amount(
        "Rotation",
        "Turn each image at random to either side by up to this many degrees.",
        Limits(0.0, 45.0, step=1.0),
        unit="°",
    )
    scale: float = _amount(
        "Scale",
        "Enlarge or shrink each image at random by up to this much: 0.1 is about a tenth.",
        Limits(0.0, 0.5),
    )
    shear: float = _amount(
        "Shear",
        "Slant each image at random by up to this much: 0.2 is about 11 degrees.",
        Limits(0.0, 1.0),
    )
    elastic: float = _amount(
        "Elastic",
        "Shift parts of each image against each other by up to this many pixels. They move as if drawn on rubber.",
        Limits(0.0, 8.0, step=0.1),
        unit="px",
    )
    thickness: float = _amount(
        "Thickness",
        "Make the strokes of each image wider or thinner at random by up to this many pixels.",
        Limits(0.0, 2.0),
        unit="px",
    )
    noise: float = _amount(
        "Noise",
        "Add noise with this standard deviation to each pixel in [-1, 1].",
        Limits(0.0, 1.0),
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @cached_property  # asked for each batch
    def active(self) -> bool:
        """Whether it changes any image."""
        return any(getattr(self, field.name) > 0 for field in fields(self))

    @property
    def deforms(self) -> bool:
        """Whether it changes the shape of what is written, and not just its place."""
        return max(self.rotation, self.scale, self.shear, self.elastic) > 0

    @property
    def only_shifts(self) -> bool:
        """Whether it moves images by whole pixels, and does nothing else."""
        return not (self.resamples or self.thickness or self.noise)

    @property
    def resamples(self) -> bool:
        """Whether pixels come to lie between pixels."""
        return self.deforms or self.shift != int(self.shift)

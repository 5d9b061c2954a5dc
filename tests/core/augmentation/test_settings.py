"""Amounts out of range are refused in words, and the settings know what they do to an image."""

import math

import pytest

from digitpad.core.augmentation.settings import LIMITS, Augmentation
from digitpad.core.errors import SettingsError


@pytest.mark.parametrize("name", LIMITS)
def test_amounts_have_limits(name: str) -> None:
    limits = LIMITS[name]
    for fits in (limits.low, limits.high):
        assert getattr(Augmentation(**{name: fits}), name) == fits
    for wrong in (-0.1, limits.high + 0.1, math.nan, math.inf):
        with pytest.raises(SettingsError, match=f"The {limits.words} .* cannot be used; choose from {limits}"):
            Augmentation(**{name: wrong})


def test_what_the_parts_do_to_an_image() -> None:
    assert not Augmentation().active
    for name in LIMITS:
        a = Augmentation(**{name: 0.3})
        assert a.active
        assert a.deforms == (name in ("rotation", "scale", "shear", "elastic"))
        assert a.resamples == (a.deforms or name == "shift")
    assert not Augmentation(shift=1, thickness=1, noise=0.1).resamples

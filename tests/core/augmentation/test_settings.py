"""Amounts out of range are refused in words, and the settings know what they do to an image."""

import math

import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.errors import SettingsError
from digitpad.core.setting import settings_of

AMOUNTS = {each.name: each for each in settings_of(Augmentation)}


@pytest.mark.parametrize("name", AMOUNTS)
def test_amounts_have_limits(name: str) -> None:
    title, limits = AMOUNTS[name].title, AMOUNTS[name].limits
    for fits in (limits.low, limits.high):
        assert getattr(Augmentation(**{name: fits}), name) == fits
    for wrong in (-0.1, limits.high + 0.1, math.nan, math.inf):
        with pytest.raises(SettingsError, match=f"^{title} must be a number from {limits}, not .*"):
            Augmentation(**{name: wrong})


def test_what_the_parts_do_to_an_image() -> None:
    assert not Augmentation().active
    for name in AMOUNTS:
        a = Augmentation(**{name: 0.3})
        assert a.active
        assert a.deforms == (name in ("rotation", "scale", "shear", "elastic"))
        assert a.resamples == (a.deforms or name == "shift")
    assert not Augmentation(shift=1, thickness=1, noise=0.1).resamples

"""Evidence as a sentence, and as bars."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from digitpad.core.inspection.evidence import PARTS, Evidence
from digitpad.ui.inside.evidence_panel import ForAndAgainst, evidence_sentence, part_name
from digitpad.ui.theme import LIGHT


def pixels(**parts: float) -> npt.NDArray[np.float64]:
    """Evidence in corners of a drawing that fills the image."""
    evidence = np.zeros((28, 28))
    places = {"top_left": (2, 2), "bottom_right": (25, 25), "left": (14, 2), "middle": (14, 14)}
    for name, value in parts.items():
        evidence[places[name]] = value
    return evidence.ravel()


INK = np.zeros((28, 28), np.float32)
INK[::3, ::3] = INK[2, 2] = INK[25, 25] = INK[14, 2] = INK[14, 14] = 1


@pytest.mark.parametrize(
    ("evidence", "sentence"),
    [
        (pixels(top_left=2, bottom_right=-1), "The top left speaks for 4, the bottom right for 9"),
        (pixels(middle=2, bottom_right=1.5, left=-1), "The middle and the bottom right speak for 4, the left for 9"),
        (pixels(top_left=2, left=1.5), "The left side speaks for 4, nothing for 9"),
        (pixels(middle=-2), "The middle speaks for 9, nothing for 4"),
        (pixels(middle=-2) + 0.1 * (np.arange(784) == 12 * 28 + 12), "The middle speaks for 9, little for 4"),
        (pixels(), "The ink speaks neither for 4 nor for 9"),
    ],
)
def test_the_sentence_names_the_strongest_parts(evidence: npt.NDArray[np.float64], sentence: str) -> None:
    assert evidence_sentence(evidence, INK, 4, 9) == sentence


def test_every_part_has_a_name() -> None:
    names = [part_name(part) for part in PARTS]
    assert len(set(names)) == len(PARTS)
    assert all(name.startswith("the ") for name in names)


@pytest.mark.usefixtures("light")
@pytest.mark.parametrize(("pros", "cons"), [(20.0, 5.0), (5.0, 20.0), (3.0, 0.0), (0.0, 3.0), (0.0, 0.0)])
def test_bars_are_as_long_as_the_sums(shown: Callable[..., QWidget], pros: float, cons: float) -> None:
    bars = ForAndAgainst()
    shown(bars, 420, bars.sizeHint().height())
    found = Evidence(np.array([pros, -cons]), 0.5, pros - cons + 0.5, exact=True)
    bars.set_evidence(found, 4, 9)
    picture = bars.grab().toImage()
    row = [picture.pixelColor(x, round(bars.height() * 0.38)).name() for x in range(bars.width())]
    blue, orange = (row.count(QColor(each).name()) for each in (LIGHT.training, LIGHT.validation))
    assert (blue > 0, orange > 0) == (pros > 0, cons > 0)
    if pros and cons:
        assert blue / orange == pytest.approx(pros / cons, rel=0.15)
    words = f"ink for 4 {pros:+.3f}, ink for 9 {0 - cons:+.3f}, without ink +0.500".replace("-", "−")
    assert words in bars.accessibleDescription()

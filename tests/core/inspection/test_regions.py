"""Where on a drawing the evidence lies."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from digitpad.core.inspection.evidence import PARTS, evidence_by_part, speaking_parts

INK = arrays(np.float32, (28, 28), elements=st.sampled_from([0.0, 0.0, 0.25, 1.0]))
EVIDENCE = arrays(np.float64, (28, 28), elements=st.floats(-10, 10))


@given(INK, EVIDENCE)
def test_the_parts_share_all_the_evidence_of_the_ink(
    ink: npt.NDArray[np.float32], evidence: npt.NDArray[np.float64]
) -> None:
    pixels = np.where(ink > 0, evidence, 0.0)
    parts = evidence_by_part(pixels.ravel(), ink)
    assert sum(parts.values()) == pytest.approx(pixels.sum(), abs=1e-6)
    assert set(parts) <= set(PARTS)
    pros, cons = speaking_parts(parts)
    assert len(pros) <= 2
    assert len(cons) <= 2
    assert bool(pros) == any(value > 0 for value in parts.values())
    assert bool(cons) == any(value < 0 for value in parts.values())


def test_strokes_are_called_by_what_they_are() -> None:
    ink = np.zeros((28, 28), np.float32)  # a 4 with an upright arm at the left
    ink[4:11, 7:9] = 1
    ink[14:16, 7:21] = 1
    ink[4:24, 13:15] = 1
    evidence = np.zeros((28, 28))
    evidence[14:16, 9:12] = 2.0
    evidence[18:24, 13:15] = -1.0
    assert speaking_parts(evidence_by_part(evidence.ravel(), ink)) == (("bar",), ("stem",))
    evidence[4:9, 7:9] = 1.5
    assert speaking_parts(evidence_by_part(evidence.ravel(), ink))[0] == ("top left", "bar")


def test_two_parts_at_one_edge_are_a_side_and_a_weak_one_is_left_out() -> None:
    assert speaking_parts({"top left": 2.0, "bottom left": 1.5, "right": -1.0}) == (("left side",), ("right",))
    assert speaking_parts({"top left": 2.0, "top": 1.5, "bar": 1.0}) == (("top",), ())
    assert speaking_parts({"middle": 2.0, "bottom": 1.5, "bar": -2.0, "left": -0.5}) == (("middle", "bottom"), ("bar",))


def test_a_slim_drawing_has_no_left_and_right() -> None:
    ink = np.zeros((28, 28), np.float32)
    ink[4:24, 13:16] = 1
    evidence = np.where(ink > 0, 1.0, 0.0)
    evidence[18:] *= -2
    parts = evidence_by_part(evidence.ravel(), ink)
    assert set(parts) == {"top", "middle", "bottom"}
    assert speaking_parts(parts)[1] == ("bottom",)
    assert set(evidence_by_part(evidence.T.ravel(), ink.T)) == {"left", "middle", "right"}


def test_a_blank_page_has_no_parts() -> None:
    parts = evidence_by_part(np.zeros(784), np.zeros((28, 28), np.float32))
    assert parts == {}
    assert speaking_parts(parts) == ((), ())

"""Drawings are answered one by one and many at once alike, and what can be no digit is refused with a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad.core.drawing.normalise import Normalisation, normalise, to_input
from digitpad.core.drawing.strokes import Drawing, Stroke
from digitpad.core.network import Network
from digitpad.core.recognition.predict import (
    Prediction,
    Recogniser,
    RejectionReason,
    predict_drawing,
    predict_drawings,
    predict_image,
    predict_rendered,
)
from digitpad.core.recognition.rejection import Detector, Level


def drawing(*strokes: object) -> Drawing:
    """A drawing of strokes that are lists of points in canvas units."""
    made = [np.array(stroke, float) for stroke in strokes]
    return tuple(Stroke(np.concatenate([each, np.zeros((len(each), 2))], axis=1)) for each in made)


SEVEN = drawing([(8, 6), (20, 6), (13, 24)])
SIX = drawing([(17, 4), (10, 12), (9, 18), (12, 23), (17, 22), (18, 17), (14, 15), (10, 18)])


def test_an_answer_has_what_the_network_sees_and_says(network: Network) -> None:
    answer = predict_drawing(Recogniser(network), SEVEN)
    np.testing.assert_allclose(answer.seen, normalise([SEVEN[0].points]), atol=1e-5)
    expected = network.predict_proba(to_input(answer.seen))[0]
    np.testing.assert_allclose(answer.probabilities, expected, atol=1e-6)
    assert (answer.digit, answer.rejection) == (7, None)
    assert answer.probability == pytest.approx(expected[7])


def test_the_way_that_is_asked_for_is_taken(network: Network) -> None:
    how = Normalisation(pen_width=4)
    np.testing.assert_allclose(
        predict_drawing(Recogniser(network, how), SIX).seen, normalise([SIX[0].points], how), atol=1e-5
    )
    (answer,) = predict_drawings(Recogniser(network, how), [SIX])
    np.testing.assert_allclose(answer.seen, normalise([SIX[0].points], how), atol=1e-5)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_many_at_once_are_answered_like_one_by_one(network: Network, dtype: type) -> None:
    rng = np.random.default_rng(0)
    some = [(*SEVEN, *SIX)[: index % 3] for index in range(600)]
    some = [tuple(Stroke(stroke.samples + np.array([*rng.normal(0, 1, 2), 0, 0])) for stroke in each) for each in some]
    own = network.astype(dtype)
    answers = list(predict_drawings(Recogniser(own), iter(some)))
    assert len(answers) == 600
    for each, answer in zip(some, answers, strict=True):
        alone = predict_drawing(Recogniser(own), each)
        np.testing.assert_allclose(answer.seen, alone.seen, atol=1e-5)
        assert (answer.digit, answer.rejection) == (alone.digit, alone.rejection)
        assert answer.probability == pytest.approx(alone.probability, abs=1e-4)


def test_a_blank_drawing_has_no_answer_but_a_reason(network: Network) -> None:
    for answer in (predict_drawing(Recogniser(network), ()), *predict_drawings(Recogniser(network), [()])):
        assert (answer.probabilities, answer.digit, answer.probability) == (None, None, 0)
        assert answer.rejection is RejectionReason.BLANK


def test_without_a_network_there_is_an_image_only() -> None:
    answer = predict_drawing(Recogniser(None), SEVEN)
    assert (answer.probabilities, answer.rejection) == (None, None)
    assert answer.seen.any()


@pytest.mark.parametrize("strokes", [[[(3, 4)]], [[(3, 4), (3.3, 4.1)]], [[(3, 4)], [(3.2, 4.2)]]])
def test_a_speck_is_refused_but_still_has_probabilities(network: Network, strokes: list[object]) -> None:
    answer = predict_drawing(Recogniser(network), drawing(*strokes))
    assert answer.rejection is RejectionReason.SPECK
    assert answer.probabilities is not None


@given(
    angle=st.floats(-20, 20),
    length=st.floats(1, 25),
    wobble=st.floats(0, 0.03),
    count=st.integers(2, 40),
    backwards=st.booleans(),
)
def test_a_lying_line_is_refused(angle: float, length: float, wobble: float, count: int, backwards: bool) -> None:
    turn = np.radians(angle)
    along = np.linspace(-0.5, 0.5, count) * length
    across = wobble * length * np.sin(np.arange(count))
    x, y = 14 + along * np.cos(turn) - across * np.sin(turn), 14 + along * np.sin(turn) + across * np.cos(turn)
    points = list(zip(x, y, strict=True))
    assert (
        predict_drawing(Recogniser(None), drawing(points[::-1] if backwards else points)).rejection
        is RejectionReason.LINE
    )


@given(angle=st.floats(32, 148), length=st.floats(1, 25))
def test_a_line_that_stands_or_leans_is_a_one(angle: float, length: float) -> None:
    turn = np.radians(angle)
    end = (14 + length * np.cos(turn), 14 - length * np.sin(turn))
    assert predict_drawing(Recogniser(None), drawing([(14, 14), end])).rejection is None


@pytest.mark.parametrize("scale", [0.05, 0.2, 1.0, 1.4])
@pytest.mark.parametrize("digit", [SEVEN, SIX])
def test_digits_of_any_size_are_not_refused(digit: Drawing, scale: float) -> None:
    small = drawing(*[(stroke.points - 14) * scale + 14 for stroke in digit])
    assert predict_drawing(Recogniser(None), small).rejection is None


def test_resting_at_the_end_of_a_line_does_not_change_the_verdict() -> None:
    line = [(5, 14), (23, 16)]
    assert (
        predict_drawing(Recogniser(None), drawing(line)).rejection
        is predict_drawing(Recogniser(None), drawing(line + line[-1:] * 50)).rejection
    )


TWO = drawing([(6, 4), (7, 24)], [(18, 4), (17, 14), (18, 24)])


def detector_for(network: Network, other: Drawing) -> Detector:
    """One that takes nothing but what looks like `other` for no digit."""
    A2 = [
        network.forward(to_input(predict_drawing(Recogniser(network), each).seen)).A2[0] for each in (SEVEN, SIX, other)
    ]
    target = A2[2] - (A2[0] + A2[1]) / 2
    unit = (target / np.linalg.norm(target))[:, None].astype(np.float32)
    scores = [float(np.maximum(each @ unit, 0)[0]) for each in A2]
    middle = (scores[2] + max(scores[:2])) / 2
    levels = (Level(1e9, 0, 1), Level(0, 0, 0))
    return Detector(unit, np.zeros(1, np.float32), np.ones(1, np.float32), -middle, levels, 1)


def test_what_the_detector_finds_is_refused_in_every_way_alike(network: Network) -> None:
    star = drawing([(14, 4), (20, 22), (5, 10), (23, 10), (8, 22), (14, 4)])
    detector = detector_for(network, star)
    drawings = [SEVEN, star, SIX]
    alone = [predict_drawing(Recogniser(network, detector=detector), each) for each in drawings]
    together = list(predict_drawings(Recogniser(network, detector=detector), drawings))
    pictures = [predict_image(Recogniser(network, detector=detector), answer.seen) for answer in alone]
    for answers in (alone, together, pictures):
        assert [answer.rejection for answer in answers] == [None, RejectionReason.UNLIKE, None]
        assert [answer.digit for answer in answers][::2] == [7, 6]
        assert answers[1].probabilities is not None
    lenient = detector.at(0)
    assert predict_drawing(Recogniser(network, detector=lenient), star).rejection is None
    assert predict_drawing(Recogniser(network, detector=detector), ()).rejection is RejectionReason.BLANK


def test_two_shapes_side_by_side_are_refused_without_a_detector(network: Network) -> None:
    for answer in (
        predict_drawing(Recogniser(network), TWO),
        predict_drawing(Recogniser(None), TWO),
        *predict_drawings(Recogniser(network), [TWO]),
    ):
        assert answer.rejection is RejectionReason.TWO_SHAPES


@pytest.mark.parametrize("each", [SEVEN, TWO, drawing([(3, 4)]), drawing([(3, 9), (25, 10)])])
def test_a_provisional_answer_refuses_nothing_yet(network: Network, each: Drawing) -> None:
    seen = predict_drawing(Recogniser(network), each).seen
    answer = predict_rendered(
        Recogniser(network, detector=detector_for(network, TWO).at(1)), each, seen, provisional=True
    )
    assert answer.provisional
    assert answer.rejection is None
    assert answer.digit is not None
    assert not predict_rendered(Recogniser(network), each, seen).provisional


def test_a_blank_drawing_is_blank_at_any_time(network: Network) -> None:
    seen = predict_drawing(Recogniser(network), ()).seen
    assert predict_rendered(Recogniser(network), (), seen, provisional=True).rejection is RejectionReason.BLANK


@given(st.lists(st.floats(0, 1), min_size=10, max_size=10).filter(lambda each: sum(each) > 0.1))
def test_the_runner_up_is_told_when_it_is_right_often_enough_to_matter(weights: list[float]) -> None:
    P = np.array(weights) / sum(weights)
    answer = Prediction(np.zeros((28, 28), np.float32), P, None)
    first, second = np.sort(P)[::-1][:2]
    assert answer.probability == first
    if second >= 0.1:
        assert answer.runner_up is not None
        assert P[answer.runner_up] == second
        assert answer.runner_up != answer.digit or first == second
    else:
        assert answer.runner_up is None

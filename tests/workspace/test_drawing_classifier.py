"""The classifier turns drawing and network into one reading for each turn of the event loop."""

from collections.abc import Sequence

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.normalise import DEFAULT, PEN_WIDTH, Normalisation, normalise, to_input
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke
from digitpad.core.network import Network
from digitpad.core.recognition.predict import Recogniser, RejectionReason
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier, DrawingPrediction
from tests.core.drawing.test_rasterise import rasterise


def line(*points: tuple[float, float]) -> Drawing:
    return (Stroke.of([PenSample(x, y) for x, y in points]),)


CORNER = line((2, 2), (6, 8))


def random_network(seed: int = 0, dtype: type = np.float32) -> Network:
    return Network.initial(12, np.random.default_rng(seed), dtype)


def next_reading(qtbot: QtBot, classifier: DrawingClassifier) -> DrawingPrediction:
    with qtbot.waitSignal(classifier.predicted) as read:
        pass
    return read.args[0]


def test_a_reading_has_the_networks_probabilities_of_the_normalised_drawing(
    qtbot: QtBot, classifier: DrawingClassifier
) -> None:
    network = random_network()
    classifier.set_recogniser(Recogniser(network))
    classifier.set_drawing(CORNER)
    reading = next_reading(qtbot, classifier)
    seen = normalise([CORNER[0].points], DEFAULT)
    expected = network.predict_proba(to_input(seen))[0]
    np.testing.assert_allclose(reading.ink, rasterise([CORNER[0].points], PEN_WIDTH), atol=1e-5)
    np.testing.assert_allclose(reading.seen, seen, atol=1e-5)
    np.testing.assert_allclose(reading.probabilities, expected, atol=1e-5)
    assert reading.digit == expected.argmax()
    assert reading.probability == pytest.approx(expected.max())


@pytest.mark.parametrize("samples", [1, 500])
def test_however_many_samples_arrive_there_is_one_reading_a_turn(
    qtbot: QtBot, classifier: DrawingClassifier, samples: int
) -> None:
    readings: list[DrawingPrediction] = []
    classifier.predicted.connect(readings.append)
    points: Sequence[tuple[float, float]] = [(index * 28 / samples, 5) for index in range(samples)]
    for count in range(samples):
        classifier.set_drawing(line(*points[: count + 1]))
    classifier.set_recogniser(Recogniser(random_network()))
    assert readings == []
    last = next_reading(qtbot, classifier)
    qtbot.wait(0)
    assert len(readings) == 1
    np.testing.assert_allclose(last.ink, rasterise([np.array(points, float)], PEN_WIDTH), atol=1e-5)


def test_switching_the_normalising_changes_what_is_seen_and_not_the_ink(
    qtbot: QtBot, classifier: DrawingClassifier
) -> None:
    classifier.set_drawing(CORNER)
    fitted = next_reading(qtbot, classifier)
    classifier.set_normalising(False)
    as_drawn = next_reading(qtbot, classifier)
    assert not classifier.normalising
    np.testing.assert_array_equal(as_drawn.seen, as_drawn.ink)
    np.testing.assert_array_equal(as_drawn.ink, fitted.ink)
    assert np.abs(fitted.seen - as_drawn.seen).max() > 0.5


@pytest.mark.parametrize(
    ("width", "used"), [(0.0, 1.0), (-3.0, 1.0), (1.0, 1.0), (3.3, 3.3), (5.0, 5.0), (1e9, 5.0), (float("inf"), 5.0)]
)
def test_a_pen_width_out_of_range_becomes_the_nearest_in_it(
    qtbot: QtBot, classifier: DrawingClassifier, width: float, used: float
) -> None:
    classifier.set_drawing(CORNER)
    classifier.set_pen_width(width)
    assert classifier.pen_width == used
    np.testing.assert_allclose(next_reading(qtbot, classifier).ink, rasterise([CORNER[0].points], used), atol=1e-5)


def test_there_is_no_answer_to_an_empty_drawing(qtbot: QtBot, classifier: DrawingClassifier) -> None:
    classifier.set_recogniser(Recogniser(random_network()))
    reading = next_reading(qtbot, classifier)
    assert reading.probabilities is None
    assert reading.digit is None
    assert reading.probability == 0
    assert not reading.seen.any()


def test_there_is_no_answer_without_a_network(qtbot: QtBot, classifier: DrawingClassifier) -> None:
    classifier.set_drawing(CORNER)
    reading = next_reading(qtbot, classifier)
    assert reading.digit is None
    assert reading.ink.any()


def test_a_network_in_double_precision_answers_in_it(qtbot: QtBot, classifier: DrawingClassifier) -> None:
    classifier.set_recogniser(Recogniser(random_network(dtype=np.float64)))
    classifier.set_drawing(CORNER)
    probabilities = next_reading(qtbot, classifier).probabilities
    assert probabilities is not None
    assert probabilities.dtype == np.float64
    assert probabilities.sum() == pytest.approx(1, abs=1e-14)


def test_the_answer_follows_another_network(qtbot: QtBot, classifier: DrawingClassifier) -> None:
    classifier.set_drawing(CORNER)
    answers = []
    for seed in (1, 2):
        classifier.set_recogniser(Recogniser(random_network(seed)))
        answers.append(next_reading(qtbot, classifier).probabilities)
    assert np.abs(answers[0] - answers[1]).max() > 0.01


def test_a_move_of_the_pointer_is_read_with_the_new_network_at_once(
    qtbot: QtBot, classifier: DrawingClassifier
) -> None:
    classifier.set_recogniser(Recogniser(random_network(1)))
    classifier.set_drawing(CORNER, pen_down=True)
    next_reading(qtbot, classifier)
    drawn = line((2, 2), (6, 8), (9, 9))
    classifier.set_recogniser(Recogniser(random_network(2)))
    classifier.set_drawing(drawn, pen_down=True)
    reading = next_reading(qtbot, classifier)
    assert reading.drawing == drawn
    expected = random_network(2).predict_proba(to_input(reading.seen))[0]
    np.testing.assert_allclose(reading.probabilities, expected, atol=1e-5)
    with qtbot.assertNotEmitted(classifier.predicted, wait=50):  # the new network needs no reading of its own any more
        pass


def test_the_drawing_is_brought_into_the_form_that_the_network_was_trained_on(
    qtbot: QtBot, classifier: DrawingClassifier
) -> None:
    how = Normalisation(box=16, pen_width=3.5, passes=1)
    classifier.set_drawing(CORNER)
    next_reading(qtbot, classifier)
    classifier.set_recogniser(Recogniser(random_network(), how))
    reading = next_reading(qtbot, classifier)
    np.testing.assert_allclose(reading.seen, normalise([CORNER[0].points], how), atol=1e-5)
    np.testing.assert_allclose(reading.ink, rasterise([CORNER[0].points], 3.5), atol=1e-5)
    assert classifier.pen_width == 3.5


def test_another_pen_is_told_whoever_changes_it(classifier: DrawingClassifier) -> None:
    told: list[float] = []
    classifier.changed.connect(lambda: told.append(classifier.pen_width))
    classifier.set_pen_width(3.0)
    classifier.set_pen_width(3.0)
    classifier.set_recogniser(Recogniser(random_network(), Normalisation(pen_width=3.5)))
    classifier.set_recogniser(Recogniser(random_network(), Normalisation(pen_width=3.5, box=18)))
    classifier.set_pen_width(1e9)
    assert told == [3.0, 3.5, 5.0]


def test_new_weights_of_the_same_form_leave_the_pen_as_it_was_chosen(
    qtbot: QtBot, classifier: DrawingClassifier
) -> None:
    classifier.set_recogniser(Recogniser(random_network(1)))
    classifier.set_pen_width(3.0)
    classifier.set_recogniser(Recogniser(random_network(2)))
    next_reading(qtbot, classifier)
    assert classifier.pen_width == 3.0


@pytest.mark.parametrize(
    ("drawing", "rejection"),
    [
        ((), RejectionReason.BLANK),
        (line((9, 9)), RejectionReason.SPECK),
        (line((3, 9), (25, 10)), RejectionReason.LINE),
    ],
)
def test_what_can_be_no_digit_is_refused_with_a_reason(
    qtbot: QtBot, classifier: DrawingClassifier, drawing: Drawing, rejection: RejectionReason
) -> None:
    classifier.set_recogniser(Recogniser(random_network()))
    classifier.set_drawing(drawing)
    reading = next_reading(qtbot, classifier)
    assert reading.rejection is rejection
    assert reading.drawing is drawing


def test_an_image_of_the_data_is_read_as_it_is(qtbot: QtBot, classifier: DrawingClassifier) -> None:
    network = random_network()
    image = np.random.default_rng(0).random((28, 28), np.float32)
    classifier.set_recogniser(Recogniser(network))
    classifier.set_drawing((), image=image)
    classifier.set_pen_width(4.0)
    reading = next_reading(qtbot, classifier)
    np.testing.assert_array_equal(reading.seen, image)
    np.testing.assert_array_equal(reading.ink, image)
    assert reading.rejection is None
    assert reading.drawing == ()
    np.testing.assert_allclose(reading.probabilities, network.predict_proba(to_input(image))[0], atol=1e-6)
    classifier.set_drawing(CORNER)
    assert next_reading(qtbot, classifier).drawing is CORNER


def test_shapes_that_are_no_digits_may_be_other_classes(qtbot: QtBot, classifier: DrawingClassifier) -> None:
    classifier.set_recogniser(Recogniser(random_network()))
    classifier.set_drawing(line((2, 10), (18, 10)))
    assert next_reading(qtbot, classifier).rejection is RejectionReason.LINE
    classifier.set_recogniser(Recogniser(random_network(), of_digits=False))
    assert next_reading(qtbot, classifier).rejection is None
    classifier.set_drawing(())
    assert next_reading(qtbot, classifier).rejection is RejectionReason.BLANK

"""The classifier takes over a model's detector and how strict the user wants it, and knows that a pen is still down."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.normalise import AS_DRAWN, Normalisation, normalise
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.recognition.predict import Recogniser, RejectionReason
from digitpad.core.recognition.rejection import Detector, Level
from digitpad.workspace.drawing.drawing_classifier import DrawingClassifier, DrawingPrediction, NormalisationSteps
from digitpad.workspace.workspace import Workspace

SEVEN: Drawing = (Stroke.of([PenSample(x, y) for x, y in [(8, 6), (20, 6), (13, 24)]]),)
NETWORK = Network.initial(6, np.random.default_rng(0))


def detector(level: int, levels: int = 3) -> Detector:
    """One that refuses nothing at its first level and everything at the others."""
    weights = np.zeros((6, 1), np.float32), np.zeros(1, np.float32), np.zeros(1, np.float32)
    each = (Level(1e9, 0.0, 1.0), *(Level(-1.0 * number, 1.0, 0.0) for number in range(1, levels)))
    return Detector(*weights, 0.0, each, level)


@pytest.fixture
def reading_of(qtbot: QtBot) -> Callable[[DrawingClassifier], DrawingPrediction]:
    """Waits for the next reading."""

    def wait(classifier: DrawingClassifier) -> DrawingPrediction:
        with qtbot.waitSignal(classifier.predicted) as read:
            pass
        reading: DrawingPrediction = read.args[0]
        return reading

    return wait


def test_the_models_own_level_holds_until_another_is_chosen(
    classifier: DrawingClassifier, reading_of: Callable[[DrawingClassifier], DrawingPrediction], qtbot: QtBot
) -> None:
    classifier.set_drawing(SEVEN)
    with qtbot.waitSignal(classifier.changed):
        classifier.set_recogniser(Recogniser(NETWORK, detector=detector(level=1)))
    assert reading_of(classifier).rejection is RejectionReason.UNLIKE
    with qtbot.waitSignal(classifier.changed):
        classifier.set_level(0)
    assert reading_of(classifier).rejection is None
    assert (classifier.level, classifier.detector.level if classifier.detector else None) == (0, 0)
    classifier.set_recogniser(Recogniser(NETWORK, detector=detector(level=1, levels=5)))
    assert reading_of(classifier).rejection is None
    classifier.set_level(9)
    assert reading_of(classifier).rejection is RejectionReason.UNLIKE
    classifier.set_level(None)
    assert classifier.detector is not None
    assert classifier.detector.level == 1


def test_a_network_without_a_detector_refuses_by_rules_alone(
    classifier: DrawingClassifier, reading_of: Callable[[DrawingClassifier], DrawingPrediction]
) -> None:
    classifier.set_drawing(SEVEN)
    classifier.set_recogniser(Recogniser(NETWORK, detector=detector(level=1)))
    reading_of(classifier)
    classifier.set_recogniser(Recogniser(NETWORK))
    assert classifier.detector is None
    assert reading_of(classifier).rejection is None


def test_weights_that_change_do_not_tell_of_a_detector_again(classifier: DrawingClassifier, qtbot: QtBot) -> None:
    same = detector(level=1)
    classifier.set_recogniser(Recogniser(NETWORK, detector=same))
    with qtbot.assertNotEmitted(classifier.changed):
        classifier.set_recogniser(Recogniser(NETWORK.copy(), detector=same))


def test_while_the_pen_is_down_the_answer_is_provisional(
    owner: QObject, reading_of: Callable[[DrawingClassifier], DrawingPrediction]
) -> None:
    workspace = Workspace(owner)
    workspace.models.add(Model(NETWORK, "strict", detector=detector(level=1)))
    reading_of(workspace.classifier)
    workspace.document.extend_stroke([PenSample(8, 6), PenSample(20, 6), PenSample(13, 24)])
    reading = reading_of(workspace.classifier)
    assert (reading.provisional, reading.rejection) == (True, None)
    workspace.document.end_stroke()
    reading = reading_of(workspace.classifier)
    assert (reading.provisional, reading.rejection) == (False, RejectionReason.UNLIKE)


def test_a_models_own_form_of_drawings_is_used(
    owner: QObject, reading_of: Callable[[DrawingClassifier], DrawingPrediction]
) -> None:
    workspace = Workspace(owner)
    how = Normalisation(box=12, pen_width=3)
    workspace.models.add(Model(NETWORK, "small", normalisation=how))
    workspace.classifier.set_drawing(SEVEN)
    reading = reading_of(workspace.classifier)
    assert reading.normalisation == how
    np.testing.assert_allclose(reading.seen, normalise([SEVEN[0].points], how), atol=1e-5)


@pytest.mark.parametrize(
    "steps", [NormalisationSteps(fit=False), NormalisationSteps(even_pen=False), NormalisationSteps(centred=False)]
)
def test_each_step_can_be_left_out(
    classifier: DrawingClassifier,
    reading_of: Callable[[DrawingClassifier], DrawingPrediction],
    steps: NormalisationSteps,
) -> None:
    small: Drawing = (Stroke.of([PenSample(x / 4, y / 4) for x, y in SEVEN[0].points]),)
    classifier.set_drawing(small)
    every = reading_of(classifier).seen
    classifier.set_steps(steps)
    reading = reading_of(classifier)
    expected = normalise([small[0].points], Normalisation(**vars(steps)))
    np.testing.assert_allclose(reading.seen, expected, atol=1e-5)
    assert np.abs(reading.seen - every).max() > 0.2
    classifier.set_normalising(False)
    np.testing.assert_allclose(reading_of(classifier).seen, normalise([small[0].points], AS_DRAWN), atol=1e-5)

"""The reader turns drawing and network into one reading for each turn of the event loop."""

from collections.abc import Sequence

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from digitpad.core.drawing.normalise import PEN_WIDTH, normalise, to_input
from digitpad.core.drawing.rasterise import rasterise
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke
from digitpad.core.network import Network
from digitpad.workspace.digit_reader import DigitReader, Reading


def line(*points: tuple[float, float]) -> Drawing:
    return (Stroke.of([PenSample(x, y) for x, y in points]),)


CORNER = line((2, 2), (6, 8))


def random_network(seed: int = 0, dtype: type = np.float32) -> Network:
    return Network.initial(12, np.random.default_rng(seed), dtype)


@pytest.fixture
def reader(owner: QObject) -> DigitReader:
    return DigitReader(owner)


def next_reading(qtbot: QtBot, reader: DigitReader) -> Reading:
    with qtbot.waitSignal(reader.read) as read:
        pass
    return read.args[0]


def test_a_reading_has_the_networks_probabilities_of_the_normalised_drawing(qtbot: QtBot, reader: DigitReader) -> None:
    network = random_network()
    reader.set_network(network)
    reader.set_drawing(CORNER)
    reading = next_reading(qtbot, reader)
    seen = normalise([CORNER[0].points], PEN_WIDTH)
    expected = network.predict_proba(to_input(seen))[0]
    np.testing.assert_array_equal(reading.ink, rasterise([CORNER[0].points], PEN_WIDTH))
    np.testing.assert_array_equal(reading.seen, seen)
    np.testing.assert_array_equal(reading.probabilities, expected)
    assert reading.digit == expected.argmax()
    assert reading.probability == pytest.approx(expected.max())


@pytest.mark.parametrize("samples", [1, 500])
def test_however_many_samples_arrive_there_is_one_reading_a_turn(
    qtbot: QtBot, reader: DigitReader, samples: int
) -> None:
    readings: list[Reading] = []
    reader.read.connect(readings.append)
    points: Sequence[tuple[float, float]] = [(index * 28 / samples, 5) for index in range(samples)]
    for count in range(samples):
        reader.set_drawing(line(*points[: count + 1]))
    reader.set_network(random_network())
    assert readings == []
    last = next_reading(qtbot, reader)
    qtbot.wait(0)
    assert len(readings) == 1
    np.testing.assert_array_equal(last.ink, rasterise([np.array(points, float)], PEN_WIDTH))


def test_switching_the_normalising_changes_what_is_seen_and_not_the_ink(qtbot: QtBot, reader: DigitReader) -> None:
    reader.set_drawing(CORNER)
    fitted = next_reading(qtbot, reader)
    reader.set_normalising(False)
    as_drawn = next_reading(qtbot, reader)
    assert not reader.normalising
    np.testing.assert_array_equal(as_drawn.seen, as_drawn.ink)
    np.testing.assert_array_equal(as_drawn.ink, fitted.ink)
    assert np.abs(fitted.seen - as_drawn.seen).max() > 0.5


@pytest.mark.parametrize(
    ("width", "used"), [(0.0, 1.0), (-3.0, 1.0), (1.0, 1.0), (3.3, 3.3), (5.0, 5.0), (1e9, 5.0), (float("inf"), 5.0)]
)
def test_a_pen_width_out_of_range_becomes_the_nearest_in_it(
    qtbot: QtBot, reader: DigitReader, width: float, used: float
) -> None:
    reader.set_drawing(CORNER)
    reader.set_pen_width(width)
    assert reader.pen_width == used
    np.testing.assert_array_equal(next_reading(qtbot, reader).ink, rasterise([CORNER[0].points], used))


def test_there_is_no_answer_to_an_empty_drawing(qtbot: QtBot, reader: DigitReader) -> None:
    reader.set_network(random_network())
    reading = next_reading(qtbot, reader)
    assert reading.probabilities is None
    assert reading.digit is None
    assert reading.probability == 0
    assert not reading.seen.any()


def test_there_is_no_answer_without_a_network(qtbot: QtBot, reader: DigitReader) -> None:
    reader.set_drawing(CORNER)
    reading = next_reading(qtbot, reader)
    assert reading.digit is None
    assert reading.ink.any()


def test_a_network_in_double_precision_answers_in_it(qtbot: QtBot, reader: DigitReader) -> None:
    reader.set_network(random_network(dtype=np.float64))
    reader.set_drawing(CORNER)
    probabilities = next_reading(qtbot, reader).probabilities
    assert probabilities is not None
    assert probabilities.dtype == np.float64
    assert probabilities.sum() == pytest.approx(1, abs=1e-14)


def test_the_answer_follows_another_network(qtbot: QtBot, reader: DigitReader) -> None:
    reader.set_drawing(CORNER)
    answers = []
    for seed in (1, 2):
        reader.set_network(random_network(seed))
        answers.append(next_reading(qtbot, reader).probabilities)
    assert np.abs(answers[0] - answers[1]).max() > 0.01

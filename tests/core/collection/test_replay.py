"""A drawing at each moment of its writing."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad import paths
from digitpad.core.collection.replay import drawn_until, replay_task, sample_times
from digitpad.core.drawing.strokes import Drawing, PenSample, Stroke
from digitpad.core.models.formats import open_model
from digitpad.core.recognition.predict import predict_drawing
from digitpad.core.tasks import run_to_completion

SEVEN = [(8, 7), (12, 6.8), (19, 6.5), (17, 11), (14.5, 16), (12.5, 22)]
samples = st.lists(
    st.builds(PenSample, st.floats(0, 28), st.floats(0, 28), st.floats(-1e6, 1e6), st.floats(0, 1)),
    min_size=1,
    max_size=8,
)
drawings = st.lists(samples.map(Stroke.of), min_size=1, max_size=4).map(tuple)


@given(drawings)
def test_strokes_come_in_their_order_and_nothing_goes(drawing: Drawing) -> None:
    times = sample_times(drawing)
    assert [len(each) for each in times] == [len(stroke.samples) for stroke in drawing]
    together = np.concatenate(times)
    assert together[0] == 0
    assert (np.diff(together) >= 0).all()
    assert np.diff(together).max(initial=0) <= 1.5
    counts = [sum(len(s.samples) for s in drawn_until(drawing, times, t)) for t in np.linspace(0, together[-1], 5)]
    assert all(before <= after for before, after in pairwise(counts))
    assert counts[-1] == len(together)


def test_a_replay_goes_at_the_speed_of_the_pen_and_ends_with_the_answer() -> None:
    model = open_model(paths.BUNDLED_MODELS[1])
    first = Stroke.of([PenSample(x, y, 10 + 0.2 * at) for at, (x, y) in enumerate(SEVEN)])
    second = Stroke.of([PenSample(11, 14, 71.0), PenSample(18, 14, 71.3)])  # after a minute
    drawing = first, second
    replay = run_to_completion(replay_task(drawing, model.network, model.normalisation))
    assert replay.times[-1] == pytest.approx(1.0 + 1.0 + 0.3)
    assert replay.ink[0].sum() < replay.ink[20].sum() < replay.ink[-1].sum()
    answer = predict_drawing(model.recogniser, drawing)
    np.testing.assert_allclose(replay.P[-1], answer.probabilities, atol=1e-5)
    assert replay.answers[-1][1] == answer.digit
    assert [time for time, _ in replay.answers] == sorted(time for time, _ in replay.answers)

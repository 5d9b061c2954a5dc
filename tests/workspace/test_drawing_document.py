"""The drawing with undo and redo, against a model that keeps whole drawings in a list."""

import tracemalloc

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from PySide6.QtCore import QObject

from digitpad.core.drawing.normalise import Ink
from digitpad.core.drawing.strokes import PenSample
from digitpad.workspace.drawing.drawing_document import DrawingDocument

NUMBERS = st.floats(-5, 33)
SAMPLES = st.lists(st.builds(PenSample, NUMBERS, NUMBERS, st.floats(0, 1e6), st.floats(0, 1)), min_size=1, max_size=4)

Plain = list[list[PenSample]]


def plain(document: DrawingDocument) -> Plain:
    return [[PenSample(*row) for row in stroke.samples.tolist()] for stroke in document.drawing]


class Drawing(RuleBasedStateMachine):
    """All states the canvas went through, the place in them, and the stroke at hand."""

    def __init__(self) -> None:
        super().__init__()
        self.owner = QObject()
        self.document = DrawingDocument(self.owner)
        self.told = 0
        self.document.changed.connect(self.count)
        self.states: list[Plain | Ink] = [[]]
        self.at = 0
        self.open: list[PenSample] = []

    def count(self) -> None:
        self.told += 1

    def finish(self, state: Plain | Ink) -> None:
        self.states[self.at + 1 :] = [state]
        self.at += 1
        self.open = []

    @rule(samples=SAMPLES)
    def extend(self, samples: list[PenSample]) -> None:
        before = self.told
        self.document.extend_stroke(samples)
        self.open += samples
        assert self.told == before + 1

    @rule()
    def lift(self) -> None:
        self.document.end_stroke()
        self.close()

    def close(self) -> None:
        if self.open:
            self.finish([*self.strokes(), self.open])

    def strokes(self) -> Plain:
        state = self.states[self.at]
        return state if isinstance(state, list) else []

    @rule(level=st.floats(0, 1))
    def show_image(self, level: float) -> None:
        image = np.full((28, 28), level, np.float32)
        self.document.show_image(image)
        self.close()
        state = self.states[self.at]
        if isinstance(state, list) or not np.array_equal(state, image):
            self.finish(image)

    @rule()
    def clear(self) -> None:
        self.document.clear()
        self.close()
        if not isinstance(self.states[self.at], list) or self.strokes():
            self.finish([])

    @rule()
    def undo(self) -> None:
        before = self.told
        self.document.undo()
        self.close()
        if self.at:
            self.at -= 1
            assert self.told > before

    @rule()
    def redo(self) -> None:
        self.document.redo()
        self.close()
        self.at = min(self.at + 1, len(self.states) - 1)

    @invariant()
    def agrees(self) -> None:
        state = self.states[self.at]
        assert plain(self.document) == self.strokes() + ([self.open] if self.open else [])
        assert self.document.image is (None if self.open or isinstance(state, list) else state)
        assert self.document.is_empty == (self.document.drawing == () and self.document.image is None)
        assert self.document.can_undo == (self.at > 0 or bool(self.open))
        assert self.document.can_redo == (self.at < len(self.states) - 1)


TestDrawing = Drawing.TestCase
TestDrawing.settings = settings(max_examples=60, stateful_step_count=30)


def test_a_change_that_changes_nothing_is_not_told(owner: QObject) -> None:
    document = DrawingDocument(owner)
    told: list[None] = []
    document.changed.connect(lambda: told.append(None))
    for nothing in (document.end_stroke, document.clear, document.undo, document.redo):
        nothing()
    assert told == []


def test_an_earlier_drawing_stays_as_it_was(owner: QObject) -> None:
    document = DrawingDocument(owner)
    document.extend_stroke([PenSample(1, 2)])
    early = document.drawing
    document.extend_stroke([PenSample(3, 4)])
    document.clear()
    assert [stroke.points.tolist() for stroke in early] == [[[1, 2]]]


def test_what_is_read_of_a_growing_stroke_stays_as_it_was(owner: QObject) -> None:
    document = DrawingDocument(owner)
    samples = [PenSample(x, x / 2, x / 1000) for x in range(1000)]
    read = []
    for sample in samples:
        document.extend_stroke([sample])
        read.append(document.drawing[-1].samples)
    for count, each in enumerate(read, 1):
        np.testing.assert_array_equal(each, samples[:count])


def test_a_long_stroke_is_not_copied_for_each_of_its_samples(owner: QObject) -> None:
    document = DrawingDocument(owner)
    document.extend_stroke([PenSample(x, x) for x in range(2000)])
    tracemalloc.start()
    document.extend_stroke([PenSample(1, 2)])
    assert len(document.drawing[-1].samples) == 2001
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2000 * 8

"""The collection: what is kept comes back as it was, is found by what one looks for, and every change can be undone."""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source, from_prediction
from digitpad.core.collection.query import Filter, Order
from digitpad.core.drawing.strokes import PenSample, Stroke
from digitpad.core.errors import CollectionError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.recognition.predict import Recogniser, RejectionReason, predict_drawing

Drawn = Callable[..., CollectedDrawing]
number = st.floats(-1e9, 1e9)


def same(one: CollectedDrawing, other: CollectedDrawing) -> bool:
    """Whether all there is to know of two drawings is equal, to the bit."""
    plain = [each.name for each in fields(CollectedDrawing) if each.name not in ("strokes", "seen", "probabilities")]
    return (
        all(getattr(one, name) == getattr(other, name) for name in plain)
        and len(one.strokes) == len(other.strokes)
        and all((a.samples == b.samples).all() for a, b in zip(one.strokes, other.strokes, strict=True))
        and (one.seen == other.seen).all()
        and np.array_equal(one.probabilities, other.probabilities)  # type: ignore[arg-type]
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    strokes=st.lists(st.lists(st.builds(PenSample, number, number, number, number), min_size=1, max_size=5)),
    label=st.none() | st.integers(0, 9),
    written=st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC)),
    text=st.text(max_size=20),
)
def test_a_drawing_comes_back_as_it_was(
    collection: Collection, strokes: list[list[PenSample]], label: int, written: datetime, text: str
) -> None:
    rng = np.random.default_rng(0)
    drawing = CollectedDrawing(
        tuple(map(Stroke.of, strokes)),
        rng.integers(0, 256, (28, 28), dtype=np.uint8),
        label,
        "Zoë",
        written,
        Source.SESSION,
        text,
        rng.uniform(0, 1, 10).astype(np.float32) if label else None,
        model=text,
    )
    found = collection.drawing(collection.add(drawing))
    assert same(found, replace(drawing, held_out=found.held_out))
    assert collection.problems() == []


def test_an_answer_is_kept_as_it_was_given(collection: Collection) -> None:
    model = Model(Network.initial(4, np.random.default_rng(0)), "mine")
    strokes = (Stroke(np.array([[4.0, 14, 0, 1], [24, 14, 1, 0.5]])),)
    prediction = predict_drawing(Recogniser(model.network), strokes)
    found = collection.drawing(
        collection.add(from_prediction(prediction, model, label=None, writer="Ada", strokes=strokes))
    )
    assert (found.rejection, found.answer, found.right) == (RejectionReason.LINE, None, True)
    assert found.model == "mine"
    assert len(found.fingerprint) == 32
    assert (found.seen == np.round(prediction.seen * 255)).all()
    assert found.sureness == pytest.approx(prediction.probability)
    assert (found.strokes[0].samples == strokes[0].samples).all()


def test_drawings_are_found_in_every_order(collection: Collection, drawn: Drawn) -> None:
    drawings = {}
    for n in range(60):
        drawing = drawn(n, (*range(10), None)[n % 11], f"writer {n % 4}", model="digitpad" if n % 5 else "")
        drawings[collection.add(drawing)] = drawing
    some = datetime(2026, 12, 1, tzinfo=UTC)
    filters: list[tuple[Filter, Callable[[CollectedDrawing], object]]] = [
        (Filter(), lambda _: True),
        (Filter(labels=frozenset([3, None])), lambda each: each.label in (3, None)),
        (Filter(labels=frozenset()), lambda _: False),
        (Filter(writers=frozenset(["writer 1"])), lambda each: each.writer == "writer 1"),
        (Filter(since=some), lambda each: each.written >= some),
        (Filter(until=some, right=False), lambda each: each.written < some and each.right is False),
        (Filter(right=True), lambda each: each.right),
    ]
    keys: dict[Order, Callable[[int], object]] = {
        Order.OLDEST: lambda number: drawings[number].written,
        Order.LEAST_SURE: lambda number: drawings[number].sureness,
    }
    keys |= {Order.NEWEST: keys[Order.OLDEST], Order.SUREST: keys[Order.LEAST_SURE]}
    for which, meant in filters:
        numbers = [number for number, each in drawings.items() if meant(each)]
        assert collection.count(which) == len(numbers)
        for order, key in keys.items():
            expected = sorted(numbers, key=key, reverse=order in (Order.NEWEST, Order.SUREST))  # type: ignore[arg-type]
            assert collection.ids(which, order) == expected
            rows = collection.rows(which, order)
            assert [row.id for row in rows] == expected
            for row in rows:
                each = drawings[row.id]
                assert (row.label, row.answer, row.right, row.writer) == (
                    each.label,
                    each.answer,
                    each.right,
                    each.writer,
                )
                assert (row.written, row.seen) == (each.written, each.seen.tobytes())
    assert collection.writers() == Counter(each.writer for each in drawings.values() if each.label is not None)


def test_every_change_is_undone_and_seen_by_another_window(collection: Collection, place: Path, drawn: Drawn) -> None:
    numbers = [collection.add(drawn(n)) for n in range(5)]
    with Collection.open(place) as other:
        kept = [other.drawing(each) for each in numbers]
        version = other.version
        assert collection.version == version
        before = collection.relabel({numbers[0]: 3, numbers[1]: None})
        assert other.version > version
        assert before == {numbers[0]: 7, numbers[1]: 7}
        assert [other.drawing(each).label for each in numbers[:3]] == [3, None, 7]
        answers = [other.drawing(each).answer for each in numbers]
        assert [row.right for row in other.rows(order=Order.OLDEST)] == [
            answer == label for answer, label in zip(answers, [3, None, 7, 7, 7], strict=True)
        ]
        other.relabel(before)
        other.remove(numbers[1:3])
        assert collection.ids(order=Order.OLDEST) == [numbers[0], *numbers[3:]]
        assert collection.writers() == {"Ada": 3}
        collection.restore(numbers[1:3])
        assert all(same(other.drawing(number), each) for number, each in zip(numbers, kept, strict=True))
        assert other.ids(order=Order.OLDEST) == numbers


def test_what_was_removed_is_gone_after_a_day(
    collection: Collection, place: Path, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(days=1, seconds=1)  # type: ignore[arg-type]

    gone, kept = collection.add(drawn(0)), collection.add(drawn(1))
    collection.remove([gone])
    Collection.open(place).close()
    collection.restore([gone])
    collection.remove([gone])
    monkeypatch.setattr("digitpad.core.collection.collection.datetime", Tomorrow)
    Collection.open(place).close()
    collection.restore([gone])
    assert collection.ids() == [kept]
    assert collection.problems() == []
    assert collection.add(drawn(2)) > kept  # no number comes twice


def test_merging_keeps_what_is_new_by_content_all_or_nothing(collection: Collection, drawn: Drawn) -> None:
    first = collection.add(drawn(0, 3))
    picture = replace(drawn(9), strokes=())
    added = collection.merge([drawn(0, 8, "Bob"), drawn(1), drawn(1, 2), picture, replace(picture, label=None)])
    assert len(added) == 2
    assert collection.drawing(first).label == 3
    assert collection.merge(collection.drawings()) == []

    def broken() -> object:
        yield drawn(2)
        raise CollectionError("the file ends here.")

    with pytest.raises(CollectionError, match="ends here"):
        collection.merge(broken())  # type: ignore[arg-type]
    assert collection.count() == 3
    collection.remove(added)
    assert len(collection.merge([drawn(1)])) == 1  # what was removed may come again


def test_a_writer_takes_another_name_or_joins_one(collection: Collection, drawn: Drawn) -> None:
    for n, name in enumerate(["Ada", "Ada", "Bob"]):
        collection.add(drawn(n, writer=name))
    collection.rename("Ada", "Eve")
    assert collection.writers() == {"Bob": 1, "Eve": 2}
    collection.rename("Eve", "Bob")
    collection.rename("nobody", "Bob")
    assert collection.writers() == {"Bob": 3}
    with pytest.raises(CollectionError, match="name of 1 to 60"):
        collection.rename("Bob", " ")


def test_a_part_of_each_digit_is_held_out_for_good(collection: Collection, drawn: Drawn) -> None:
    one_by_one = [collection.add(drawn(n, n % 2)) for n in range(10)]
    together = collection.merge(drawn(n, n % 2) for n in range(10, 20))
    numbers = [*one_by_one, *together]
    held_out = set(collection.ids(Filter(held_out=True)))
    assert held_out == {numbers[n] for n in (4, 5, 14, 15)}  # the third of every five
    assert collection.count(Filter(held_out=False)) == 16
    collection.remove(numbers[:4])
    collection.relabel({numbers[4]: 9})
    collection.add(drawn(99, held_out=True))
    assert set(collection.ids(Filter(held_out=True))) > held_out


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"label": 10}, "digit or none"),
        ({"writer": ""}, "name of 1 to 60"),
        ({"writer": "a\nb"}, "printable"),
        ({"seen": np.zeros((28, 27), np.uint8)}, "28×28 bytes"),
        ({"written": datetime(2026, 1, 1)}, "time zone"),
        ({"probabilities": np.full(10, np.nan, np.float32)}, "10 probabilities"),
    ],
)
def test_what_is_no_drawing_is_not_kept(drawn: Drawn, change: dict[str, object], words: str) -> None:
    with pytest.raises(CollectionError, match=words):
        replace(drawn(), **change)  # type: ignore[arg-type]

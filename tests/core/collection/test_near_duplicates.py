"""Drawings that are copies of one another are found, however they are called; others are not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.collection.near_duplicates import near_duplicates_task
from digitpad.core.collection.query import Filter
from digitpad.core.tasks import run_to_completion

Drawn = Callable[..., CollectedDrawing]


def test_copies_are_found_and_others_are_not(
    collection: Collection, place: Path, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(0)
    strokes = [np.zeros((28, 28), np.uint8) for _ in range(40)]
    for n, image in enumerate(strokes):  # a bar each, at another place
        image[4 + n % 20 : 8 + n % 20, 3 + n // 20 * 12 : 13 + n // 20 * 12] = 250
    numbers = [collection.add(drawn(n, seen=image)) for n, image in enumerate(strokes)]

    def copy_of(n: int, later: int, **more: object) -> int:
        noise = strokes[n].astype(int) + rng.integers(0, 6, (28, 28))
        return collection.add(replace(drawn(later), seen=noise.astype(np.uint8), **more))  # type: ignore[arg-type]

    first = (numbers[3], copy_of(3, 100, label=1), copy_of(3, 101, writer="Bob"))
    second = (numbers[30], copy_of(30, 102, strokes=()))
    blank = [collection.add(drawn(n, seen=np.zeros((28, 28), np.uint8))) for n in (200, 201)]
    monkeypatch.setattr("digitpad.core.collection.near_duplicates._ROWS", 7)
    monkeypatch.setattr("digitpad.core.collection.near_duplicates._COLUMNS", 5)
    assert run_to_completion(near_duplicates_task(place)) == [first, second]
    collection.remove(second[:1])
    assert run_to_completion(near_duplicates_task(place)) == [first]
    assert run_to_completion(near_duplicates_task(place, Filter(writers=frozenset(["Bob"])))) == []
    collection.remove([*numbers, *first, *second, *blank])
    assert run_to_completion(near_duplicates_task(place)) == []

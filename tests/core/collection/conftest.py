"""Collections in the test's folder, and drawings to put into them."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing
from digitpad.core.drawing.strokes import Stroke


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "collection.sqlite"


@pytest.fixture
def collection(place: Path) -> Iterator[Collection]:
    with Collection.open(place) as found:
        yield found


@pytest.fixture
def drawn() -> Callable[..., CollectedDrawing]:
    """Makes the n-th drawing: others have another content and a later date."""

    def make(n: int = 0, label: int | None = 7, writer: str = "Ada", **more: Any) -> CollectedDrawing:
        rng = np.random.default_rng(n)
        P = rng.dirichlet(np.ones(10)).astype(np.float32)
        usual: dict[str, Any] = {
            "strokes": (Stroke(rng.uniform(0, 28, (5, 4))), Stroke(rng.uniform(0, 28, (1, 4)))),
            "seen": rng.integers(0, 256, (28, 28), dtype=np.uint8),
            "label": label,
            "writer": writer,
            "written": datetime(2026, 11, 30, tzinfo=UTC) + timedelta(hours=n),
            "device": "pen",
            "probabilities": P,
            "model": "digitpad",
            "fingerprint": "abc",
        }
        return CollectedDrawing(**usual | more)

    return make

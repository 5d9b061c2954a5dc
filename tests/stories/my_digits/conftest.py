"""A collection for each test alone."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, from_prediction
from digitpad.core.drawing.strokes import PenSample, Stroke
from digitpad.core.models.formats import open_model
from digitpad.core.recognition.predict import predict_drawings
from digitpad.ui.collection.drawings_view import DrawingsView
from tests.stories.user import User


@pytest.fixture(autouse=True)
def collection_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the drawings of this test are kept."""
    path = tmp_path / "digits" / "collection.sqlite"
    monkeypatch.setattr(paths, "COLLECTION", path)
    return path


@pytest.fixture
def in_collection(collection_file: Path) -> Callable[[], list[CollectedDrawing]]:
    """All that is in the collection."""

    def read() -> list[CollectedDrawing]:
        with Collection.open(collection_file) as collection:
            return list(collection.drawings())

    return read


@pytest.fixture
def keep(collection_file: Path, strokes: dict[int, list[list[tuple[float, float]]]]) -> Callable[..., None]:
    """Puts these digits into the collection, the first one the newest, as the small model reads them."""

    def put(*digits: int, labels: Sequence[int | None] = ()) -> None:
        model = open_model(paths.BUNDLED_MODELS[1])
        drawings = [tuple(Stroke.of([PenSample(*at) for at in each]) for each in strokes[digit]) for digit in digits]
        answers = predict_drawings(model.network, drawings, model.normalisation, model.detector)
        now = datetime.now(UTC)
        with Collection.open(collection_file) as collection:
            for place, (drawing, answer) in enumerate(zip(drawings, answers, strict=True)):
                label = labels[place] if labels else digits[place]
                written = now - timedelta(days=10 * place)
                collection.add(
                    from_prediction(answer, model, label=label, writer="Anna", strokes=drawing, written=written)
                )

    return put


@pytest.fixture
def drawings_view(user: User, qtbot: QtBot, keep: Callable[..., None]) -> Callable[..., DrawingsView]:
    """Opens the page with drawings of these digits in the collection."""

    def show(*digits: int, labels: Sequence[int | None] = ()) -> DrawingsView:
        keep(*digits, labels=labels)
        view = user.open_view(DrawingsView)
        qtbot.waitUntil(lambda: view.grid.count == len(digits) and bool(view.grid.caption(len(digits) - 1)))
        return view

    return show

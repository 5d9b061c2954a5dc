"""The collection of one test: filled, looked into, and shown."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from digitpad import paths
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, from_prediction
from digitpad.core.drawing.strokes import PenSample, Stroke
from digitpad.core.models.formats import open_model
from digitpad.core.recognition.predict import predict_drawings
from digitpad.ui.collection.drawings_view import DrawingsView
from tests.stories.user import STROKES, User


class Digits:
    """The drawings that are kept."""

    def __init__(self, path: Path, user: User, qtbot: QtBot) -> None:
        self._path, self._user, self._qtbot = path, user, qtbot

    def all(self) -> list[CollectedDrawing]:
        """All that is in the collection."""
        with Collection.open(self._path) as collection:
            return list(collection.drawings())

    def keep(self, *digits: int, labels: Sequence[int | None] = ()) -> None:
        """Put these digits into the collection, the first one the newest, as the small model reads them."""
        model = open_model(paths.BUNDLED_MODELS[1])
        drawings = [tuple(Stroke.of([PenSample(*at) for at in each]) for each in STROKES[digit]) for digit in digits]
        answers = predict_drawings(model.recogniser, drawings)
        now = datetime.now(UTC)
        with Collection.open(self._path) as collection:
            for place, (drawing, answer) in enumerate(zip(drawings, answers, strict=True)):
                label = labels[place] if labels else digits[place]
                written = now - timedelta(days=10 * place)
                kept = from_prediction(answer, model, label=label, writer="Anna", strokes=drawing)
                collection.add(replace(kept, written=written))

    def show(self, *digits: int, labels: Sequence[int | None] = ()) -> DrawingsView:
        """Open the page with drawings of these digits in the collection."""
        self.keep(*digits, labels=labels)
        view: DrawingsView = self._user.open_view(DrawingsView)
        self._qtbot.waitUntil(lambda: view.grid.count == len(digits) and bool(view.grid.caption(len(digits) - 1)))
        return view

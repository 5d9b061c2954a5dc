"""A collection for each test alone."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from digitpad import paths
from tests.stories.my_digits.digits import Digits
from tests.stories.user import User


@pytest.fixture(autouse=True)
def collection_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the drawings of this test are kept."""
    path = tmp_path / "digits" / "collection.sqlite"
    monkeypatch.setattr(paths, "COLLECTION", path)
    return path


@pytest.fixture
def digits(collection_file: Path, user: User, qtbot: QtBot) -> Digits:
    return Digits(collection_file, user, qtbot)

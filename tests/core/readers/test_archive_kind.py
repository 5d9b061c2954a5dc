"""A model and data are told apart without being read."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digitpad import paths
from digitpad.core.readers.npz import ArchiveKind, archive_kind


def test_a_model_and_data_are_told_apart(course_file: Callable[..., Path], tmp_path: Path) -> None:
    assert archive_kind(course_file()) is ArchiveKind.DATA
    assert {archive_kind(path) for path in paths.BUNDLED_MODELS} == {ArchiveKind.MODEL}
    assert archive_kind(paths.MNIST) is ArchiveKind.DATA
    np.savez(tmp_path / "keras.npz", x_train=np.zeros(3), y_train=np.zeros(3))
    assert archive_kind(tmp_path / "keras.npz") is ArchiveKind.DATA
    np.savez(tmp_path / "some.npz", digits=np.zeros(3))
    assert archive_kind(tmp_path / "some.npz") is ArchiveKind.OTHER
    assert archive_kind(tmp_path / "none.npz") is ArchiveKind.OTHER
    assert archive_kind(tmp_path) is ArchiveKind.OTHER


@pytest.fixture(scope="module")
def anything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kind") / "anything.npz"


@given(content=st.binary(max_size=200))
def test_whatever_is_in_a_file_it_is_of_some_kind(anything: Path, content: bytes) -> None:
    anything.write_bytes(content)
    assert archive_kind(anything) is ArchiveKind.OTHER

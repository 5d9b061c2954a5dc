"""A preview shows the images that are learned from, whether they were read whole or not."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from digitpad import paths
from digitpad.core import data_checks as module
from digitpad.core.data_checks import preview_of, preview_task
from digitpad.core.errors import DataError
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.readers.options import DataOptions
from digitpad.core.tasks import run_to_completion


def test_data_that_comes_along_is_described_without_reading_all_of_it() -> None:
    whole = open_datasets("mnist-60000")
    preview = run_to_completion(preview_task("mnist-60000", 20))
    assert (preview.training, preview.validation, preview.test) == tuple(map(len, whole))
    with np.load(paths.MNIST) as arrays:  # all of its training images are learned from
        assert np.round(255 * preview.images).astype(int).tolist() == arrays["train_images"][:20].tolist()


@pytest.mark.parametrize("source", BUILT_IN)
def test_every_data_set_that_comes_along_has_its_sizes(source: str) -> None:
    assert len(run_to_completion(preview_task(source, 5)).images) == 5
    assert module.SIZES[source] == tuple(map(len, open_datasets(source)))


def test_a_file_is_described_with_the_classes_it_has(course_file: Callable[..., Path]) -> None:
    path = str(course_file())
    preview = run_to_completion(preview_task(path, 12))
    datasets = open_datasets(path)
    assert preview.images.shape == (12, 28, 28)
    assert (preview.training, preview.validation, preview.test) == tuple(map(len, datasets))
    assert preview.classes == 10
    assert preview.rarest is not None
    assert preview.commonest is not None
    assert preview.rarest <= preview.training / 10 <= preview.commonest
    assert preview_of("x", datasets, 3).images.tolist() == preview.images[:3].tolist()


def test_sets_that_are_missing_have_no_images(course_file: Callable[..., Path]) -> None:
    datasets = open_datasets(str(course_file()), DataOptions(no_validation=True))
    preview = preview_of("x", datasets, 3)
    assert preview.validation == 0
    assert preview.training == len(datasets.training)


def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"no archive"):
        (tmp_path / "mnist.npz").write_bytes(content)
        monkeypatch.setattr(paths, "MNIST", tmp_path / "mnist.npz")
        with pytest.raises(DataError, match="install digitpad again"):
            run_to_completion(preview_task("mnist", 5))

"""The store: what was said to be kept is there, whatever fails; nothing half written is shown."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from digitpad.core.errors import CheckpointError, ModelError
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs import run_files
from digitpad.core.runs.folder import RunFolder, run_folders
from digitpad.core.runs.index import FILE as INDEX
from digitpad.core.runs.record import Removed, RunRecord, RunStatus
from digitpad.core.runs.run_files import Moment, kept_moments, planned_moments, write_moment
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import RunStore
from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings

SETTINGS = TrainingSettings(hidden_units=2, epochs=3)


def a_model(seed: int) -> Model:
    return Model(Network.initial(2, np.random.default_rng(seed)), "kept", "some data", 3, 0.5)


def a_history(epochs: int = 3) -> History:
    return History([EpochDone(each + 1, 1.0, 0.5, 1.0, 0.5, 0.1, 0.01, 0.0) for each in range(epochs)])


def keep_run(runs: Path, seed: int = 0, **changes: Any) -> RunFolder:
    """A run that came to its end, released."""
    folder = RunFolder.begin(runs)
    try:
        record = RunRecord(replace(SETTINGS, seed=seed), DataSources("mnist"), "f", status=RunStatus.COMPLETE)
        for step in planned_moments(6, 2):
            write_moment(folder.moments, Moment(step, a_model(seed)))
        folder.keep_outcome(
            replace(record, **changes).with_history(a_history(), 1.0), a_model(seed), a_model(seed + 1), a_history()
        )
    except BaseException:
        folder.release()
        raise
    folder.release()
    return folder


class DiskFull(OSError):
    def __init__(self) -> None:
        super().__init__(28, "No space left on device")


class Kept(RuleBasedStateMachine):
    """A store beside a dictionary of what it has said that it keeps. Any write may fail, before or after the bytes."""

    keys = Bundle("keys")
    put_aside = Bundle("put_aside")

    @initialize()
    def begin(self) -> None:
        self.path = Path(self.folder_of_test()) / f"runs-{time.monotonic_ns()}"
        self.path.mkdir()
        self.store = RunStore(self.path)
        self.kept: dict[str, tuple[int, str, bool, str]] = {}  # seed, name, star, note
        self.fails_in: int | None = None

    @staticmethod
    def folder_of_test() -> str:
        return os.environ["DIGITPAD_STORE_TEST"]

    @contextmanager
    def failing(self, after: int | None) -> Iterator[list[bool]]:
        """Lets the write with this number fail; tells whether any did."""
        failed: list[bool] = []
        writes = 0
        original = run_files.atomic_write

        @contextmanager
        def atomic_write(path: Path) -> Iterator[BinaryIO]:
            nonlocal writes
            writes += 1
            with original(path) as file:
                yield file
                if after is not None and writes == after:
                    failed.append(True)
                    raise DiskFull

        with (
            patch("digitpad.core.runs.run_files.atomic_write", atomic_write),
            patch("digitpad.core.files.atomic_write", atomic_write),
        ):
            yield failed

    @rule(target=keys, seed=st.integers(0, 9), after=st.sampled_from([None, *range(1, 10)]))
    def train(self, seed: int, after: int | None) -> str:
        with self.failing(after):
            try:
                key = keep_run(self.path, seed).path.name
            except (OSError, ModelError):
                return ""  # nothing was said to be kept
        self.kept[key] = (seed, "", False, "")
        return key

    @rule(key=keys, name=st.text(max_size=5), star=st.booleans(), note=st.text(max_size=5), fails=st.booleans())
    def say(self, key: str, name: str, star: bool, note: str, fails: bool) -> None:
        if key not in self.kept:
            return
        with self.failing(1 if fails else None):
            try:
                record = RunFolder(self.path / key).annotate(name, star, note)
            except OSError:
                return
        self.kept[key] = (self.kept[key][0], record.name, star, note)

    @rule(target=put_aside, key=consumes(keys))
    def delete(self, key: str) -> tuple[str, Any]:
        if key not in self.kept:
            return "", None
        (run,) = [each for each in self.store.runs() if each.key == key]
        return self.store.delete(run), (key, self.kept.pop(key))

    @rule(target=keys, aside=consumes(put_aside))
    def restore(self, aside: tuple[str, Any]) -> str:
        if not aside[0]:
            return ""
        self.store.restore(aside[0])
        key, words = aside[1]
        self.kept[key] = words
        return str(key)

    @rule(aside=consumes(put_aside))
    def purge(self, aside: tuple[str, Any]) -> None:
        self.store.purge([aside[0]])

    @rule(limit=st.sampled_from([0, 100_000, 200_000]), after=st.none() | st.integers(1, 3))
    def make_room(self, limit: int, after: int | None) -> None:
        before = self.of_starred()
        with self.failing(after):
            self.store.make_room(limit)
        assert self.of_starred() == before

    def of_starred(self) -> dict[str, tuple[Removed, ...]]:
        """What runs with a star have given up, before they had one."""
        return {run.key: run.record.removed for run in self.store.runs() if run.record.star}

    @rule(how=st.sampled_from(["gone", "damaged", "older"]))
    def lose_index(self, how: str) -> None:
        path = self.path / INDEX
        if not path.exists():
            return
        if how == "gone":
            path.unlink()
        elif how == "damaged":
            path.write_bytes(b"no database at all" * 100)
        else:
            with sqlite3.connect(path) as database:
                database.execute("PRAGMA user_version = 99")
            database.close()

    @invariant()
    def all_is_there(self) -> None:
        if not hasattr(self, "store"):
            return
        for store in (self.store, RunStore(self.path)):
            found = {each.key: each for each in store.runs()}
            assert self.kept.keys() <= found.keys()
            for key, (seed, name, star, note) in self.kept.items():
                record = found[key].record
                assert (record.settings.seed, record.name, record.star, record.note) == (seed, name, star, note)
            for run in found.values():  # among them trainings that failed half way, after their record
                assert run.record.status is RunStatus.COMPLETE
                assert run.folder.history() == a_history()
                assert Removed.WEIGHTS in run.record.removed or run.folder.final.exists()
                assert Removed.MOMENTS in run.record.removed or kept_moments(run.folder.moments)
        assert not list(self.path.rglob("*.part"))


def test_whatever_fails_all_that_was_said_to_be_kept_is_there(tmp_path: Path) -> None:
    with patch.dict(os.environ, {"DIGITPAD_STORE_TEST": str(tmp_path)}):
        run_state_machine_as_test(Kept, settings=settings(max_examples=25, stateful_step_count=12, deadline=None))


def test_a_run_that_is_worked_on_is_not_deleted(tmp_path: Path) -> None:
    folder = keep_run(tmp_path)
    store = RunStore(tmp_path)
    (run,) = store.runs()
    assert folder.claim()
    with pytest.raises(CheckpointError, match="a training works on it"):
        store.delete(run)
    folder.release()
    aside = store.delete(run)
    assert store.runs() == ()
    store.restore(aside)
    assert [each.key for each in store.runs()] == [run.key]
    RunStore(tmp_path).purge()  # as another program that starts: it is too new for that
    aside = store.delete(run)
    RunStore(tmp_path).purge()
    store.restore(aside)
    aside = store.delete(run)
    store.purge([aside])
    with pytest.raises(CheckpointError, match=r"cannot be brought back \(No such file or directory\)"):
        store.restore(aside)


def test_the_oldest_runs_without_a_star_give_up_moments_first_and_then_weights(tmp_path: Path) -> None:
    starred, *others = [keep_run(tmp_path, seed) for seed in range(4)]
    starred.annotate(star=True)
    store = RunStore(tmp_path)
    size = sum(each.bytes for each in store.runs())
    assert store.make_room(size) == []
    store.make_room(size - 1)
    removed = {each.folder.path.name: each.record.removed for each in store.runs()}
    assert removed[others[0].path.name] == (Removed.MOMENTS,)
    assert [each for each in removed.values() if each] == [(Removed.MOMENTS,)]
    store.make_room(0)
    for run in store.runs():
        wanted = () if run.folder.path == starred.path else (Removed.MOMENTS, Removed.WEIGHTS)
        assert run.record.removed == wanted
        assert run.folder.final.exists() == (not wanted)
        assert run.folder.history() == a_history()
        assert run.record.settings.hidden_units == 2


def test_a_thousand_runs_are_listed_from_the_index(tmp_path: Path) -> None:
    store = RunStore(tmp_path)
    keep_run(tmp_path)
    store.runs()
    with patch.object(RunFolder, "read_record", side_effect=AssertionError):
        assert len(RunStore(tmp_path).runs()) == 1
    (folder,) = map(RunFolder, run_folders(tmp_path))
    folder.annotate(note="changed elsewhere")
    assert [each.record.note for each in store.runs()] == ["changed elsewhere"]


def test_a_folder_that_cannot_be_written_to_keeps_what_it_has(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    keep_run(tmp_path)
    tmp_path.chmod(0o500)
    try:
        assert len(RunStore(tmp_path).runs()) == 1
    finally:
        tmp_path.chmod(0o700)

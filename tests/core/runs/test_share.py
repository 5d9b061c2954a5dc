"""A run in one file: what comes back is what went in, and what is no such file leaves nothing behind."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from digitpad.core.errors import CheckpointError
from digitpad.core.models.arrays import read_model
from digitpad.core.models.model import Model
from digitpad.core.network import Network
from digitpad.core.runs.figures import _checksum, write_events
from digitpad.core.runs.folder import RunFolder, run_folders
from digitpad.core.runs.record import RunRecord, RunStatus
from digitpad.core.runs.run_files import Moment, kept_moments, write_moment
from digitpad.core.runs.share import import_run, is_shared_run, share_run
from digitpad.core.runs.spec import DataSources
from digitpad.core.runs.store import RunStore
from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History
from digitpad.core.training.settings import TrainingSettings


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run that came to its end, with three moments, of a sweep, on data in somebody's folder."""
    model = Model(Network.initial(2, np.random.default_rng(0)), "kept", "some data", 3, 0.5)
    history = History([EpochDone(each + 1, 1.0, 0.5, 1.0, 0.5, 0.1, 0.01, 0.0) for each in range(3)])
    folder = RunFolder.begin(tmp_path / "mine")
    sources = DataSources("/home/somebody/digits.npz", validation="100")
    record = RunRecord(TrainingSettings(hidden_units=2), sources, "f", status=RunStatus.COMPLETE, sweep=7)
    for step in (0, 2, 6):
        write_moment(folder.moments, Moment(step, model))
    record = record.annotated("the best one", star=True, note="two\nlines").with_history(history, 1.0)
    folder.keep_outcome(record, model, None, history)
    folder.annotate("the best one", True, "two\nlines")
    folder.release()
    return folder


@pytest.fixture
def shared(run: RunFolder, tmp_path: Path) -> Path:
    share_run(tmp_path / "run.zip", run)
    return tmp_path / "run.zip"


def rewritten(path: Path, change: Callable[[dict[str, bytes]], Any]) -> Path:
    """The same archive with other members."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = path.with_name("other.zip")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return other


def test_a_run_comes_back_whole_on_another_machine(run: RunFolder, shared: Path, tmp_path: Path) -> None:
    assert is_shared_run(shared)
    there = import_run(shared, tmp_path / "theirs")
    record = there.read_record()
    before = run.read_record()
    assert (record.settings, record.title, record.star, record.note) == (
        before.settings,
        "the best one",
        True,
        "two\nlines",
    )
    assert (record.sources.data, record.sources.validation) == ("digits.npz", "100")  # not where they lay
    assert record.sweep == 0
    np.testing.assert_array_equal(read_model(there.final).network.W1, read_model(run.final).network.W1)
    assert there.history().to_arrays()["epochs"].tobytes() == run.history().to_arrays()["epochs"].tobytes()
    assert kept_moments(there.moments) == [0, 2, 6]
    assert there.is_complete
    assert [each.record.title for each in RunStore(tmp_path / "theirs").runs()] == ["the best one"]
    assert import_run(shared, tmp_path / "theirs").name == "2"
    with zipfile.ZipFile(shared) as archive:
        assert Image.open(io.BytesIO(archive.read("picture.png"))).size == (880, 480)
        assert b"somebody" not in archive.read("record.json")


def _bomb(members: dict[str, bytes]) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, epochs=np.zeros(200_000))
    members["history.npz"] = file.getvalue()


def _with_record(**changes: Any) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members["record.json"] = json.dumps(json.loads(members["record.json"]) | changes).encode()

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda members: members.update({"../escaped.txt": b"x"}), "no part of one"),
        (lambda members: members.update({"/tmp/escaped.txt": b"x"}), "no part of one"),
        (lambda members: members.update({"moments/../lock": b"x"}), "no part of one"),
        (lambda members: members.pop("final.npz"), "parts of one are missing"),
        (lambda members: members.update({"final.npz": b"no model"}), "cannot be read as an .npz file"),
        (lambda members: members.update({"moments/step-000000000002.npz": b""}), "is empty"),
        (_bomb, "unpacks to more than 1 MB"),
        (_with_record(schema=9), "has schema 9"),
        (_with_record(status="under way"), "it has not ended"),
        (_with_record(steps_per_epoch=0), "it has not ended"),
        (_with_record(begun="yesterday"), "isoformat"),
        (_with_record(settings={"hidden_units": -1}), "it is damaged"),
    ],
)
def test_what_is_no_shared_run_is_refused_and_leaves_nothing_behind(
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[dict[str, bytes]], Any],
    reason: str,
) -> None:
    monkeypatch.setattr("digitpad.core.runs.share._MOST_HISTORY", 1_000_000)
    runs = tmp_path / "theirs"
    with pytest.raises(CheckpointError, match=reason) as refusal:
        import_run(rewritten(shared, change), runs)
    assert str(refusal.value).startswith(f"{tmp_path / 'other.zip'} ")
    assert "\n" not in str(refusal.value)
    assert [path.name for path in runs.iterdir() if path.name != ".lock"] == []
    assert not list(tmp_path.rglob("escaped.txt"))


def test_texts_from_outside_cannot_steer_a_terminal(shared: Path, tmp_path: Path) -> None:
    change = _with_record(
        name="\x1b[2Jgone", note="\x1b]0;x\x07\nsecond", base="\x1b[31m", versions={"\x1b": "\x1b[1m"}
    )
    record = import_run(rewritten(shared, change), tmp_path / "theirs").read_record()
    assert all(ord(each) >= 32 for each in record.title + record.note.replace("\n", "") + record.base)
    assert all(ord(letter) >= 32 for name, each in record.versions.items() for letter in name + each)


def test_a_damaged_file_at_any_place_is_refused_in_a_sentence(shared: Path, tmp_path: Path) -> None:
    content = shared.read_bytes()
    for length in (0, 10, len(content) // 2, len(content) - 5):
        broken = tmp_path / "broken.zip"
        broken.write_bytes(content[:length])
        assert not is_shared_run(broken)
        with pytest.raises(CheckpointError, match=r"broken\.zip"):
            import_run(broken, tmp_path / "theirs")
    flipped = bytearray(content)
    flipped[len(content) // 3] ^= 0xFF
    broken.write_bytes(flipped)
    with pytest.raises(CheckpointError, match=r"broken\.zip"):
        import_run(broken, tmp_path / "theirs")
    assert run_folders(tmp_path / "theirs") == []


def test_only_a_run_with_a_network_is_shared(tmp_path: Path) -> None:
    folder = RunFolder.begin(tmp_path / "runs")
    folder.write_record(RunRecord(TrainingSettings(), DataSources("mnist"), "f"))
    with pytest.raises(CheckpointError, match="has no network to share"):
        share_run(tmp_path / "run.zip", folder)
    assert not (tmp_path / "run.zip").exists()
    folder.release()


def test_tensorboard_gets_records_with_sound_checksums(run: RunFolder, tmp_path: Path) -> None:
    """The CRC's check value is that of RFC 3720; the scalars are found by their bytes in protobuf's encoding."""
    crc = 0xE3069283
    assert _checksum(b"123456789") == (((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF).to_bytes(4, "little")
    path = write_events(tmp_path / "board", "1", run.read_record(), run.history())
    content, events = path.read_bytes(), []
    while content:
        length = int.from_bytes(content[:8], "little")
        assert content[8:12] == _checksum(content[:8])
        events.append(content[12 : 12 + length])
        assert content[12 + length : 16 + length] == _checksum(events[-1])
        content = content[16 + length :]
    assert len(events) == 4  # the version, then three epochs
    assert b"brain.Event:2" in events[0]
    assert b"\x0a\x13accuracy/validation\x15\x00\x00\x00\x3f" in events[3]
    assert b"\x10\x03" in events[3]  # epoch 3

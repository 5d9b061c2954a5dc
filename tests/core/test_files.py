"""A file is written whole or not at all."""

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from digitpad.core.errors import DataError, ModelError
from digitpad.core.files import atomic_write, check_can_write, is_kind, open_to_read
from digitpad.core.models.arrays import read_model
from digitpad.core.pictures.decode import open_picture
from digitpad.core.readers.data_file import read_data_images
from digitpad.core.readers.strokes import is_strokes, read_strokes

POSIX = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
NOT_ROOT = pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_half(path: Path, error: type[BaseException]) -> None:
    """Write the first half of a file, then run into `error`."""
    with atomic_write(path) as file:
        file.write(b"half of the new")
        raise error


def test_a_new_file_appears_with_its_content(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    with atomic_write(path) as file:
        file.write(b"new")
        assert not path.exists(), "the file is there before it is whole"
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.bin"]


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old and longer")
    with atomic_write(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_bytes() == b"old and longer"
    assert path.read_bytes() == b"new"
    assert names(tmp_path) == ["a.bin"]


@pytest.mark.parametrize("error", [ValueError, OSError, MemoryError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    with pytest.raises(error):
        write_half(path, error)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


def test_an_error_while_writing_a_new_file_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(EOFError):
        write_half(tmp_path / "a.bin", EOFError)
    assert names(tmp_path) == []


def test_a_missing_folder_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="missing"), atomic_write(tmp_path / "missing" / "a.bin"):
        pass
    assert names(tmp_path) == []


def test_a_folder_in_the_place_of_the_file_stays(tmp_path: Path) -> None:
    folder = tmp_path / "a.bin"
    folder.mkdir()
    (folder / "precious").touch()
    with pytest.raises(OSError, match=r"a\.bin"), atomic_write(folder) as file:
        file.write(b"new")
    assert names(tmp_path) == ["a.bin"]
    assert names(folder) == ["precious"]


@NOT_ROOT
def test_a_read_only_folder_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OSError, match="denied"), atomic_write(path):
            pass
        with pytest.raises(DataError, match="read-only"):
            check_can_write(path, DataError)
    finally:
        tmp_path.chmod(0o700)
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


@POSIX
def test_an_existing_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with atomic_write(path) as file:
        file.write(b"new")
    assert path.stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_new_file_gets_the_permissions_any_other_new_file_gets(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a.bin") as file:
        file.write(b"new")
    (tmp_path / "ordinary").touch()
    assert (tmp_path / "a.bin").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_path_without_a_folder_is_in_the_current_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    check_can_write(Path("a.bin"), DataError)
    with atomic_write(Path("a.bin")) as file:
        file.write(b"new")
    assert names(tmp_path) == ["a.bin"]


@POSIX
def test_the_longest_name_a_folder_takes_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".npz")
    path.touch()
    check_can_write(path, DataError)
    with atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"new"


def test_checking_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    check_can_write(path, DataError)
    assert names(tmp_path) == []
    path.write_bytes(b"old")
    check_can_write(path, DataError)
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["", "missing/a.bin", "file/a.bin", "a" * 300])
@pytest.mark.parametrize("error", [DataError, ModelError])
def test_a_place_where_nothing_can_be_written_is_found_beforehand(
    tmp_path: Path, name: str, error: type[Exception]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(error) as caught:
        check_can_write(tmp_path / name, error)
    assert str(tmp_path / name) in str(caught.value)
    assert "\n" not in str(caught.value)


@POSIX
def test_a_link_stays_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    target, link = tmp_path / "elsewhere" / "model-3.npz", tmp_path / "latest.npz"
    target.parent.mkdir()
    link.symlink_to(Path("elsewhere", "model-3.npz"))
    for content in (b"new", b"newer"):  # first there is nothing at its end
        check_can_write(link, DataError)
        with atomic_write(link) as file:
            file.write(content)
        assert link.is_symlink()
        assert not target.is_symlink()
        assert target.read_bytes() == content
    assert names(target.parent) == ["model-3.npz"]


@POSIX
def test_links_in_a_circle_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(DataError, match="cannot be written"):
        check_can_write(tmp_path / "a", DataError)
    with pytest.raises(OSError, match="links"), atomic_write(tmp_path / "a"):
        pass


@POSIX
def test_a_read_only_file_is_not_overwritten_even_by_root(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(DataError, match="read-only"):
        check_can_write(path, DataError)
    with pytest.raises(OSError, match="read-only"), atomic_write(path) as file:
        file.write(b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["a.bin"]


@POSIX
def test_a_stream_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    check_can_write(pipe, DataError)
    with atomic_write(pipe) as file:
        file.write(b"new")
    reader.join()
    assert received == [b"new"]
    assert pipe.is_fifo()


@POSIX
def test_a_device_is_written_to_and_stays_one() -> None:
    device = Path(os.devnull)
    check_can_write(device, DataError)
    with atomic_write(device) as file:
        file.write(b"new")
    assert device.is_char_device()


@POSIX
def test_a_socket_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the names of sockets are short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
        with pytest.raises(DataError, match="neither a file nor a stream"):
            check_can_write(Path("socket"), DataError)
        with pytest.raises(OSError, match="neither"), atomic_write(Path("socket")):
            pass
        assert Path("socket").is_socket()


@POSIX
def test_a_rename_is_synced_with_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.fstat(handle).st_ino), fsync(handle)))
    with atomic_write(tmp_path / "a.bin"):
        pass
    assert synced == [(tmp_path / "a.bin").stat().st_ino, tmp_path.stat().st_ino]


@POSIX
@pytest.mark.parametrize("read", [read_model, read_data_images, open_picture, lambda path: list(read_strokes(path))])
def test_what_never_ends_is_not_read(tmp_path: Path, read: Callable[[Path], object]) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), Path("/dev/null")):
        with pytest.raises((DataError, ModelError), match="a device, a pipe or a socket; name a file"):
            read(path)
        assert not is_strokes(path)
    with pytest.raises((DataError, ModelError), match="is a folder"):
        read(tmp_path)


def test_a_file_is_opened_to_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"old")
    with open_to_read(tmp_path / "a.bin", DataError) as file:
        assert file.read() == b"old"


@pytest.mark.parametrize("name", ["x" * 300, "\0", "file/inside", "loop"])
def test_where_nobody_can_look_there_is_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    if os.name == "posix":
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert not is_kind(tmp_path / name, Path.is_dir)
    assert not is_kind(tmp_path / name, Path.exists)
    assert is_kind(tmp_path, Path.is_dir)


def test_a_message_is_one_printable_line_of_bounded_length() -> None:
    message = str(DataError(f"{Path('a' * 5_000 + chr(27) + '[2J')} is\nno\u202efile \udcff; choose another."))
    assert message.isprintable()
    assert len(message) < 1_100
    assert message.endswith(r"\x1b[2J is\nno\u202efile \udcff; choose another.")

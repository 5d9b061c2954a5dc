"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from digitpad.core.errors import DataError, ModelError
from digitpad.core.files import atomic_write, check_can_write

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

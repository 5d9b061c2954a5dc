"""What can go wrong with the file: it is said in a sentence, and what was there stays."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from digitpad.core.collection import connection
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source
from digitpad.core.errors import CollectionError

Drawn = Callable[..., CollectedDrawing]

# Adds drawings, and says how many were kept after each.
SESSION = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
from digitpad.core.collection.collection import Collection
from digitpad.core.collection.drawing import CollectedDrawing, Source
from digitpad.core.drawing.strokes import Stroke
rng = np.random.default_rng()
with Collection.open(Path(sys.argv[1])) as collection:
    print(0, flush=True)
    for n in range(1, int(sys.argv[2]) + 1):
        strokes = (Stroke(rng.uniform(0, 28, (40, 4))),)
        seen = rng.integers(0, 256, (28, 28), dtype=np.uint8)
        collection.add(CollectedDrawing(strokes, seen, n % 10, sys.argv[3], datetime.now(UTC)))
        print(n, flush=True)
"""


def session(place: Path, drawings: int, writer: str = "Ada") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SESSION, str(place), str(drawings), writer]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_session_loses_nothing_that_was_kept(place: Path, request: pytest.FixtureRequest) -> None:
    """Killed at random moments, from the first opening of the file on: all that was said to be kept is there, and at
    most one drawing more, which was kept and not yet said."""
    rng = np.random.default_rng()
    kept = said = 0
    for _ in range(request.config.getoption("--kills")):
        with session(place, 1_000_000) as process:
            assert process.stdout
            until = int(rng.integers(0, 400))
            for line in process.stdout:
                if int(line) >= until:
                    break
            time.sleep(rng.uniform(0, 0.003))  # somewhere in the midst of what comes next
            process.kill()
            last = int(line)
            for line in process.stdout:  # what it said meanwhile
                last = int(line) if line.endswith("\n") else last
        with Collection.open(place) as collection:
            assert collection.problems() == []
            found = collection.count()
        said += last
        assert kept + last <= found <= kept + last + 1
        kept = found
    print(f"killed {request.config.getoption('--kills')} times: {said} drawings said to be kept, {kept} found")


def test_two_processes_make_and_fill_one_collection(place: Path) -> None:
    processes = [session(place, 40, writer) for writer in ("Ada", "Bob")]
    for process in processes:
        process.communicate()
        assert process.returncode == 0
    with Collection.open(place) as collection:
        assert collection.writers() == {"Ada": 40, "Bob": 40}
        assert collection.version == 80
        assert collection.problems() == []


@pytest.mark.parametrize("moment", range(4))
def test_another_process_may_make_the_collection_at_any_moment(
    place: Path, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    """Before the first statement that looks at the file, the second, …"""
    connect, statements = sqlite3.connect, count()

    def traced(*arguments: Any, **options: Any) -> sqlite3.Connection:
        database = connect(*arguments, **options)
        database.set_trace_callback(lambda _statement: make() if next(statements) == moment else None)
        return database

    def make() -> None:
        monkeypatch.setattr(sqlite3, "connect", connect)
        Collection.open(place).close()

    monkeypatch.setattr(sqlite3, "connect", traced)
    with Collection.open(place) as collection:
        assert collection.count() == 0
    assert next(statements) > moment + 1


def test_a_full_disk_is_said_and_nothing_is_lost(collection: Collection, place: Path, drawn: Drawn) -> None:
    resource = pytest.importorskip("resource")  # of POSIX alone
    number = collection.add(drawn(0))
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    log = place.with_name(place.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 4096, usual[1]))
    try:
        with pytest.raises(CollectionError, match=r"the disk is full|check its disk"):
            collection.merge(drawn(n) for n in range(1, 100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert collection.ids() == [number]
    collection.add(drawn(100))
    assert collection.count() == 2
    assert collection.problems() == []


def test_a_damaged_file_is_said_and_left_alone(place: Path, drawn: Drawn) -> None:
    place.parent.mkdir()
    for content in (b"no database", b"SQLite format 3\0" + bytes(5000)):
        place.write_bytes(content)
        with pytest.raises(CollectionError, match="damaged"):
            Collection.open(place)
        assert place.read_bytes() == content
    place.unlink()
    with Collection.open(place) as collection:
        collection.merge(drawn(n) for n in range(200))
    content = bytearray(place.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    place.write_bytes(content)
    with pytest.raises(CollectionError, match="damaged"), Collection.open(place) as collection:
        for _ in collection.drawings():
            pass
    with Collection.open(place) as collection:
        assert collection.problems()
    # A drawing of which some bytes were changed, in a file that is sound.
    place.unlink()
    with Collection.open(place) as collection:
        number = collection.add(drawn(0))
    with sqlite3.connect(place) as database:
        database.execute("UPDATE contents SET strokes = zeroblob(9)")
    database.close()
    with Collection.open(place) as collection:
        assert collection.problems() == [f"drawing {number} is damaged"]
        with pytest.raises(CollectionError, match="damaged drawing"):
            collection.drawing(number)
        assert len(collection.rows()) == 1  # the list of all others goes on


def test_what_is_newer_or_of_another_program_is_left_alone(place: Path) -> None:
    place.parent.mkdir()
    for statement, words in (
        ("CREATE TABLE bookmarks (url TEXT)", "another program"),
        (f"PRAGMA application_id = {connection.APPLICATION}; PRAGMA user_version = 99", "newer digitpad"),
    ):
        place.unlink(missing_ok=True)
        database = sqlite3.connect(place)
        database.executescript(statement)
        database.close()
        content = place.read_bytes()
        with pytest.raises(CollectionError, match=words):
            Collection.open(place)
        assert place.read_bytes() == content


def test_what_may_not_be_written_is_said(tmp_path: Path, place: Path) -> None:
    Collection.open(place).close()
    place.chmod(0o400)
    with pytest.raises(CollectionError, match="read-only"):
        Collection.open(place)
    (tmp_path / "file").touch()
    with pytest.raises(CollectionError, match="cannot be made"):
        Collection.open(tmp_path / "file" / "collection.sqlite")
    with pytest.raises(CollectionError, match="no file"):
        Collection.open(tmp_path)


def test_an_older_collection_is_brought_to_the_next_version_whole_or_not(
    place: Path, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Collection.open(place) as collection:
        number = collection.add(drawn())
    steps = connection._STEPS
    for step, works in ((("CREATE TABLE more (a)", "CREATE TABLE"), False), (("CREATE TABLE more (a)",), True)):
        monkeypatch.setattr(connection, "_STEPS", (*steps, step))
        monkeypatch.setattr(connection, "VERSION", len(steps) + 1)
        if works:
            with Collection.open(place) as collection:
                assert collection.drawing(number).label == 7
        else:
            with pytest.raises(CollectionError, match="cannot be used"):
                Collection.open(place)
    database = sqlite3.connect(place)
    assert database.execute("PRAGMA user_version").fetchone() == (len(steps) + 1,)
    database.close()


def test_the_first_version_learns_what_was_written_with_and_which_collection_it_is(
    place: Path, drawn: Drawn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as first:
        first.setattr(connection, "_STEPS", connection._STEPS[:1])
        first.setattr(connection, "VERSION", 1)
        with Collection.open(place) as collection:
            picture = drawn(0, strokes=(), source=Source.PICTURE, device="")
            numbers = [collection.add(each) for each in (picture, drawn(1, device=""), drawn(2))]
    with Collection.open(place) as collection:
        assert [collection.drawing(number).device for number in numbers] == ["picture", "", "pen"]
        names = collection.pseudonyms()
    with Collection.open(place) as collection:
        assert collection.pseudonyms() == names
    with Collection.open(place.with_name("other.sqlite")) as other:
        other.add(drawn())
        assert not set(other.pseudonyms().items()) & set(names.items())

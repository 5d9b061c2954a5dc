"""The tables of the collection, and the way from each version to the next."""

import sqlite3

from digitpad.core.errors import CollectionError

APPLICATION = 0x64697069  # "digi": tells a collection from other SQLite files

# One step for each version; a step that users have is never changed, another one follows it.
_STEPS = (
    (
        "CREATE TABLE state (changes INTEGER NOT NULL)",
        "INSERT INTO state VALUES (0)",
        "CREATE TABLE writers (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
        # Narrow rows, so that all of them are looked through fast. `label` is NULL for no digit, `answer` for none;
        # `removed` is NULL, or when the drawing was removed, until which it can be restored.
        """CREATE TABLE drawings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            digest TEXT NOT NULL,
            label INTEGER CHECK (label BETWEEN 0 AND 9),
            answer INTEGER CHECK (answer BETWEEN 0 AND 9),
            sureness REAL NOT NULL,
            correct INTEGER,
            writer INTEGER NOT NULL REFERENCES writers (id),
            written TEXT NOT NULL,
            source TEXT NOT NULL,
            device TEXT NOT NULL,
            rejection TEXT NOT NULL,
            model TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            held_out INTEGER NOT NULL,
            removed TEXT)""",
        # What is large: the image, 784 bytes; ten float32, or NULL; the strokes as `packed_strokes` has them.
        """CREATE TABLE contents (
            id INTEGER PRIMARY KEY REFERENCES drawings (id) ON DELETE CASCADE,
            seen BLOB NOT NULL,
            probabilities BLOB,
            strokes BLOB NOT NULL)""",
        "CREATE INDEX by_digest ON drawings (digest)",
        "CREATE INDEX by_date ON drawings (written, id) WHERE removed IS NULL",
        "CREATE INDEX by_sureness ON drawings (sureness, id) WHERE removed IS NULL",
        "CREATE INDEX by_correctness ON drawings (correct, sureness, id) WHERE removed IS NULL",
        # Has all that counting needs.
        "CREATE INDEX by_writer ON drawings (writer, label, correct, held_out) WHERE removed IS NULL",
        "CREATE INDEX by_removal ON drawings (removed) WHERE removed IS NOT NULL",
    ),
    (
        # Tells a collection from all others: of it, the numbers are made that stand for names in exports.
        "ALTER TABLE state ADD COLUMN identity TEXT NOT NULL DEFAULT ''",
        "UPDATE state SET identity = lower(hex(randomblob(16)))",
        # The first version did not know what was written with, but that of pictures.
        "UPDATE drawings SET device = 'picture' WHERE source = 'picture' AND device = ''",
    ),
)
VERSION = len(_STEPS)


def migrate(database: sqlite3.Connection, name: str) -> None:
    """Bring the open database, which `name` is for people, to the present version; all steps or none.

    Raises CollectionError, having changed nothing, for a newer one and for another program's, sqlite3.Error for what
    goes wrong.
    """
    if _version(database, name) == VERSION:
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        for number in range(_version(database, name), VERSION):  # another process may have done it meanwhile
            for statement in _STEPS[number]:
                database.execute(statement)
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


def _version(database: sqlite3.Connection, name: str) -> int:
    # In this order: where another process has made the tables by now, it has said so.
    ((tables,),) = database.execute("SELECT count(*) FROM sqlite_master")
    ((version,),) = database.execute("PRAGMA user_version")
    ((application,),) = database.execute("PRAGMA application_id")
    if application != APPLICATION and (tables or version):
        raise CollectionError(f"{name} is another program's database and no collection; choose another file.")
    if version > VERSION:
        raise CollectionError(f"{name} was made by a newer digitpad; update this one to use it.")
    return int(version)

"""Tables of numbers as CSV files."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from digitpad.core.errors import OutputError
from digitpad.core.files import explained_write

# The columns by their names; all of one length.
Table = Mapping[str, Sequence[Any]]


def csv_text(table: Table) -> str:
    """The table with a row of names above it, as RFC 4180 has it. Raises ValueError when columns differ in length."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table)
    writer.writerows(zip(*table.values(), strict=True))
    return text.getvalue()


def write_csv(path: Path, table: Table) -> None:
    """Write the table to `path`, whole or not at all. Raises OutputError when the file cannot be written."""
    with explained_write(path, OutputError) as file:
        file.write(csv_text(table).encode())

"""The curves of a run as TensorBoard reads them: an event file, which needs no package to be written.

The file is a sequence of TFRecords, each an `Event` of TensorFlow's `event.proto` in protobuf's encoding.
"""

import struct
from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from pathlib import Path

from digitpad.core.errors import OutputError
from digitpad.core.files import explained_write
from digitpad.core.runs.record import RunRecord
from digitpad.core.training.history import History, epoch_table

_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5  # protobuf's wire types
_POLYNOMIAL = 0x82F63B78  # CRC-32C (Castagnoli), reflected
_MASK = 0xA282EAD8


def write_events(folder: Path, name: str, record: RunRecord, history: History) -> Path:
    """Write the figures of each epoch to an event file in `folder`/`name`, which is made; returns the file.

    Raises OutputError when that cannot be done.
    """
    began = datetime.fromisoformat(record.begun).timestamp()
    path = folder / name / f"events.out.tfevents.{began:.0f}.digitpad"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise OutputError(f"{path.parent} cannot be made ({reason.strerror}); choose another place.") from None
    with explained_write(path, OutputError) as file:
        for event in _events(began, history):
            length = struct.pack("<Q", len(event))
            file.write(length + _checksum(length) + event + _checksum(event))
    return path


def _events(began: float, history: History) -> Iterator[bytes]:
    yield _field(1, _DOUBLE, struct.pack("<d", began)) + _text(3, "brain.Event:2")
    columns = {_tag(name): column for name, column in epoch_table(history).items()}
    time = began
    for at, epoch in enumerate(columns.pop("epoch")):
        time += columns["seconds"][at]
        values = b"".join(
            _message(1, _text(1, tag) + _field(2, _FLOAT, struct.pack("<f", column[at])))
            for tag, column in columns.items()
            if isfinite(column[at])
        )
        when = _field(1, _DOUBLE, struct.pack("<d", time)) + _field(2, _VARINT, _varint(int(epoch)))
        yield when + _message(5, values)


def _tag(name: str) -> str:
    """As TensorBoard brings curves together: “training cost” is cost/training."""
    part, _, quantity = name.partition(" ")
    return f"{quantity}/{part}" if part in ("training", "validation") else name


def _field(number: int, wire: int, value: bytes) -> bytes:
    return _varint(number << 3 | wire) + value


def _message(number: int, value: bytes) -> bytes:
    return _field(number, _BYTES, _varint(len(value)) + value)


def _text(number: int, text: str) -> bytes:
    return _message(number, text.encode())


def _varint(value: int) -> bytes:
    parts = []
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*parts, value])


def _checksum(content: bytes) -> bytes:
    """TFRecord's masked CRC-32C."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)

"""The figures of a run for others: as tables, and as TensorBoard's event files, which need no package to be written.

Such a file is a sequence of TFRecords, each an `Event` of TensorFlow's `event.proto` in protobuf's encoding.
"""

import struct
from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from pathlib import Path

from digitpad.core.errors import OutputError
from digitpad.core.files import Table, explained_write, make_folder
from digitpad.core.models.onnx import field, varint
from digitpad.core.runs.record import RunRecord
from digitpad.core.training.history import History

_POLYNOMIAL = 0x82F63B78  # CRC-32C (Castagnoli), reflected
_MASK = 0xA282EAD8


def epoch_table(history: History) -> Table:
    """What was recorded of each epoch."""
    epochs = list(history.epochs)
    return {
        "epoch": [each.epoch for each in epochs],
        "training cost": [each.train_cost for each in epochs],
        "validation cost": [each.validation_cost for each in epochs],
        "training accuracy": [each.train_accuracy for each in epochs],
        "validation accuracy": [each.validation_accuracy for each in epochs],
        "learning rate": [each.learning_rate for each in epochs],
        "dead units": [each.dead_units for each in epochs],
        "seconds": [each.seconds for each in epochs],
    }


def health_table(history: History) -> Table:
    """The gradients and updates that were measured, at times in epochs."""
    titles = {
        "epochs": "at",
        "gradient norm, hidden layer": "hidden_gradient",
        "gradient norm, output layer": "output_gradient",
        "update to weights, hidden layer": "hidden_update",
        "update to weights, output layer": "output_update",
    }
    columns = history.health.columns(*titles.values())
    return {title: column.tolist() for title, column in zip(titles, columns, strict=True)}


def rate_table(history: History) -> Table:
    """Batches, speed and dead units at times in epochs; each is empty where only another was recorded."""
    batches = {each.at: each for each in history.batches}
    speeds = dict(history.pace)
    dead = {float(each.epoch): each.dead_units for each in history.epochs}
    times = sorted({*batches, *speeds, *dead})
    return {
        "epochs": times,
        "cost": [batches[at].cost if at in batches else "" for at in times],
        "accuracy": [batches[at].accuracy if at in batches else "" for at in times],
        "learning rate": [batches[at].learning_rate if at in batches else "" for at in times],
        "images per second": [speeds.get(at, "") for at in times],
        "dead units": [dead.get(at, "") for at in times],
    }


def write_events(folder: Path, name: str, record: RunRecord, history: History) -> Path:
    """Write the figures of each epoch to an event file in `folder`/`name`, which is made; returns the file.

    Raises OutputError when that cannot be done.
    """
    began = datetime.fromisoformat(record.begun).timestamp()
    path = folder / name / f"events.out.tfevents.{began:.0f}.digitpad"
    make_folder(path.parent, OutputError)
    with explained_write(path, OutputError) as file:
        for event in _events(began, history):
            length = struct.pack("<Q", len(event))
            file.write(length + _checksum(length) + event + _checksum(event))
    return path


def _events(began: float, history: History) -> Iterator[bytes]:
    yield _moment(began) + field(3, "brain.Event:2")
    columns = {_tag(name): column for name, column in epoch_table(history).items()}
    time = began
    for at, epoch in enumerate(columns.pop("epoch")):
        time += columns["seconds"][at]
        values = b"".join(
            field(1, field(1, tag) + field(2, float(column[at])))
            for tag, column in columns.items()
            if isfinite(column[at])
        )
        yield _moment(time) + field(2, int(epoch)) + field(5, values)


def _tag(name: str) -> str:
    """As TensorBoard brings curves together: “training cost” is cost/training."""
    part, _, quantity = name.partition(" ")
    return f"{quantity}/{part}" if part in ("training", "validation") else name


def _moment(seconds: float) -> bytes:
    """When an event was: its first field, a double."""
    return varint(1 << 3 | 1) + struct.pack("<d", seconds)


def _checksum(content: bytes) -> bytes:
    """TFRecord's masked CRC-32C."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (_POLYNOMIAL if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return struct.pack("<I", ((crc >> 15 | crc << 17) + _MASK) & 0xFFFFFFFF)

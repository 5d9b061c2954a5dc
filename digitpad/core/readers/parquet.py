"""Parquet tables as the hubs ship MNIST: pictures or lists of pixels with a label, or a column for each pixel."""

from typing import Any

import numpy as np

from digitpad.core.errors import DataError, MissingPackage
from digitpad.core.files import check_fits
from digitpad.core.readers.members import Member
from digitpad.core.readers.pairs import described
from digitpad.core.readers.picture_files import grey_bytes
from digitpad.core.readers.raw import Array, RawImages

_MOST_BYTES = 4_000_000_000
_IMAGES = ("image", "images", "pixels", "img", "x", "data", "features")
_LABELS = ("label", "labels", "class", "y", "target", "digit", "fine_label")


def read_parquet(member: Member) -> RawImages:
    """Images and labels of a table. Raises DataError for one without images."""
    try:
        import pyarrow
        import pyarrow.parquet as parquet
    except ImportError:
        raise MissingPackage(
            f'{member.name} is read with pyarrow; pip install "digitpad[parquet]" brings it.'
        ) from None
    check_fits(member.name, member.size)
    file = parquet.ParquetFile(pyarrow.BufferReader(member.content(_MOST_BYTES)))
    check_fits(member.name, sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)))
    names = [file.schema_arrow.field(i).name for i in range(len(file.schema_arrow))]
    lower = {name.lower(): name for name in names}
    label = next((lower[name] for name in _LABELS if name in lower), None)
    image = next((lower[name] for name in _IMAGES if name in lower), None)
    labels = file.read(columns=[label]).column(0).to_numpy() if label else None
    if labels is not None and labels.dtype == object:
        labels = np.array([str(each) for each in labels])
    if image:
        column = file.read(columns=[image]).column(0)
        return RawImages(_pictures(member, column), labels)
    rest = [name for name in names if name != label]
    columns = file.read(columns=rest)
    if not rest or any(not _is_number(columns.schema.field(name).type, pyarrow) for name in rest):
        listed = described({name: np.empty(0, object) for name in rest})
        raise DataError(f"it has no column image or pixels, but {listed}; the table of an image data set is needed.")
    return RawImages(np.stack([columns.column(i).to_numpy() for i in range(len(rest))], axis=1), labels)


def _is_number(kind: Any, pyarrow: Any) -> bool:
    return bool(pyarrow.types.is_integer(kind) or pyarrow.types.is_floating(kind) or pyarrow.types.is_boolean(kind))


def _pictures(member: Member, column: Any) -> Array:
    """Images (n, h, w) or (n, pixels) of a column of encoded pictures or of lists of numbers."""
    images: list[Array] = []
    for chunk in column.chunks:
        for value in chunk:
            each = value.as_py()
            if isinstance(each, dict):
                each = each.get("bytes")
            if isinstance(each, bytes):
                images.append(grey_bytes(each, member.name))
            else:
                images.append(np.asarray(each))
            if images[-1].shape != images[0].shape or images[-1].dtype.kind not in "biuf":
                raise DataError("its images have different sizes; scale them to one size first.")
    if not images:
        raise DataError("it has no rows; a row for each image is needed.")
    return np.stack(images)

"""Many images kept as bytes, which become numbers for the network only where they are looked at."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from digitpad.core.network import PIXELS, Floats
from digitpad.core.tasks import chunks

_CHUNK_SIZE = 10_000


class ByteImages:
    """Images X (n, 784) in [-1, 1], kept as bytes: pixels (N, 784) uint8 and the `rows` (n,) of them, or all.

    They stand in for an array where rows are taken: X[i], X[start:stop], X[rows] give float32. What needs all numbers
    at once, such as X - 1, is an error: they may not fit into memory.
    """

    dtype = np.dtype(np.float32)
    ndim = 2

    def __init__(self, pixels: npt.NDArray[np.uint8], rows: npt.NDArray[np.intp] | None = None) -> None:
        self._pixels, self._rows = pixels, rows

    def __len__(self) -> int:
        return len(self._pixels if self._rows is None else self._rows)

    @property
    def shape(self) -> tuple[int, int]:
        return len(self), PIXELS

    def __getitem__(self, which: Any) -> Floats:
        X = self._bytes(which).astype(np.float32)
        X *= np.float32(2 / 255)
        X -= np.float32(1)
        return X

    def take(self, rows: npt.NDArray[np.integer[Any]], axis: int = 0, mode: str = "clip") -> Floats:  # noqa: ARG002
        """The images `rows`, as NumPy's method gives them."""
        return self[rows]

    def selection(self, rows: npt.NDArray[np.intp]) -> "ByteImages":
        """The images `rows` (n,), which share the pixels of these."""
        return ByteImages(self._pixels, rows if self._rows is None else self._rows[rows])

    def min(self) -> np.float32:
        return self._number(min(int(some.min()) for some in self.byte_blocks()))

    def max(self) -> np.float32:
        return self._number(max(int(some.max()) for some in self.byte_blocks()))

    def byte_blocks(self) -> Iterator[npt.NDArray[np.uint8]]:
        """The pixels (k, 784), 0 to 255, some thousand images at a time."""
        return map(self._bytes, chunks(len(self), _CHUNK_SIZE))

    def _bytes(self, which: Any) -> npt.NDArray[np.uint8]:
        some: npt.NDArray[np.uint8] = self._pixels[which if self._rows is None else self._rows[which]]
        return some

    @staticmethod
    def _number(byte: int) -> np.float32:
        return np.float32(byte) * np.float32(2 / 255) - np.float32(1)


def kept_as_bytes(pixels: npt.NDArray[np.uint8]) -> Floats:
    """ByteImages of pixels (n, 784), 0 to 255, for those who take an array of floats."""
    return cast(Floats, ByteImages(pixels))


def selected(X: Floats, rows: npt.NDArray[np.intp]) -> Floats:
    """The images `rows` (k,) of X (n, 784), a copy unless X is ByteImages."""
    return cast(Floats, X.selection(rows)) if isinstance(X, ByteImages) else X[rows]


def concatenated(parts: Sequence[Floats]) -> Floats:
    """All images of the parts; bytes if all parts are."""
    kept: list[Any] = [part for part in parts if isinstance(part, ByteImages)]
    if len(kept) < len(parts):
        return np.concatenate([part[:] for part in parts])
    return kept_as_bytes(np.concatenate([some for part in kept for some in part.byte_blocks()]))


def to_bytes(X: Floats) -> npt.NDArray[np.uint8]:
    """Images X (n, 784) in [-1, 1] as bytes from 0 to 255."""
    return np.round((X + 1) * 127.5).astype(np.uint8)


def digests_of(X: Floats) -> npt.NDArray[np.bytes_]:
    """For each image of X (n, 784) in [-1, 1] 16 bytes in hexadecimal (n,), the same for equal images only.

    Images are equal if they are as bytes from 0 to 255.
    """
    pixels = (image for chunk in chunks(len(X), _CHUNK_SIZE) for image in to_bytes(X[chunk]))
    return np.array([hashlib.blake2b(image.tobytes(), digest_size=16).hexdigest() for image in pixels], "S32")

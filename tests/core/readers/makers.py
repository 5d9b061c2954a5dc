"""Files of every format, made on the spot by the format's own writers."""

import csv
import gzip
import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
from PIL import Image
from scipy.io import savemat

from tests.digits import SHAPES

# Makes a file in a folder from images (n, 28, 28) and labels (n,), and returns what to open.
Maker = Callable[[Path, np.ndarray, np.ndarray], Path]


def idx_bytes(array: np.ndarray) -> bytes:
    """As torchvision and the original program write it."""
    return struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape) + array.astype(np.uint8).tobytes()


def npz(name: str = "data.npz", save: Callable[..., None] = np.savez, **fields: Callable[..., object]) -> Maker:
    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        save(folder / name, **{key: field(images, y) for key, field in fields.items()})
        return folder / name

    return make


def flat(images: np.ndarray, _y: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1) / 255


def whole(images: np.ndarray, _y: np.ndarray) -> np.ndarray:
    return images


def labels(_images: np.ndarray, y: np.ndarray) -> np.ndarray:
    return y


def keras(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    k = len(y) * 3 // 4
    np.savez(folder / "mnist.npz", x_train=images[:k], y_train=y[:k], x_test=images[k:], y_test=y[k:])
    return folder / "mnist.npz"


def npy(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    np.save(folder / "X.npy", images)
    np.save(folder / "y.npy", y)
    return folder


def kmnist(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    k = len(y) * 3 // 4
    for part, rows in (("train", slice(k)), ("test", slice(k, None))):
        np.savez_compressed(folder / f"kmnist-{part}-imgs.npz", images[rows])
        np.savez_compressed(folder / f"kmnist-{part}-labels.npz", y[rows])
    return folder


def npy_file(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    np.save(folder / "others.npy", np.zeros(3))
    return npy(folder, images, y) / "X.npy"


def idx(end: str = "", prefix: str = "", under: str = "") -> Maker:
    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        pack = gzip.compress if end else bytes
        place = folder / under
        place.mkdir(parents=True, exist_ok=True)
        k = len(y) * 3 // 4
        for part, rows in (("train", slice(k)), ("t10k" if not prefix else "test", slice(k, None))):
            (place / f"{prefix}{part}-images-idx3-ubyte{end}").write_bytes(pack(idx_bytes(images[rows])))
            (place / f"{prefix}{part}-labels-idx1-ubyte{end}").write_bytes(pack(idx_bytes(y[rows])))
        return folder

    return make


def idx_file(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    return idx(".gz")(folder, images, y) / "train-images-idx3-ubyte.gz"


def emnist(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    return idx(".gz", "emnist-digits-")(folder, images.swapaxes(1, 2), y)


def named(name: str, inner: Maker) -> Maker:
    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        (folder / name).mkdir()
        return inner(folder / name, images, y)

    return make


def zipped(inner: Maker) -> Maker:
    """What another maker makes, in an archive."""

    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        (folder / "inner").mkdir()
        inner(folder / "inner", images, y)
        with zipfile.ZipFile(folder / "data.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted((folder / "inner").rglob("*")):
                archive.write(path, path.relative_to(folder / "inner"))
        return folder / "data.zip"

    return make


def table(
    name: str, label: str = "first", header: bool = False, index: bool = False, pack: bool = False, **style: object
) -> Maker:
    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        text = io.StringIO(newline="")
        rows = csv.writer(text, **style)  # type: ignore[arg-type]
        columns = [f"pixel{i}" for i in range(784)]
        if header:
            names = {"first": ["label", *columns], "last": [*columns, "class"], "none": columns}[label]
            rows.writerow([""] * index + names)
        for number, (digit, image) in enumerate(zip(y.tolist(), images.reshape(len(y), -1).tolist(), strict=True)):
            fields = {"first": [digit, *image], "last": [*image, digit], "none": image}[label]
            rows.writerow([number] * index + fields)
        content = text.getvalue().encode()
        (folder / name).write_bytes(gzip.compress(content) if pack else content)
        return folder / name

    return make


def two_tables(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    k = len(y) * 3 // 4
    table("mnist_train.csv", header=True)(folder, images[:k], y[:k])
    table("mnist_test.csv", header=True)(folder, images[k:], y[k:])
    (folder / "sample_submission.csv").write_text("ImageId,Label\n1,0\n2,0\n")
    return folder


def png(image: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(image).save(file, "PNG")
    return file.getvalue()


def parquet_of(fields: Callable[[np.ndarray], dict[str, object]]) -> Maker:
    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        parquet.write_table(pa.table(fields(images) | {"label": y}), folder / "train-00000-of-00001.parquet")
        return folder / "train-00000-of-00001.parquet"

    return make


def mat(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    """As ex4data1.mat: 20×20 pixels column by column, and 10 for the digit 0."""
    X = images[:, 4:24, 4:24].swapaxes(1, 2).reshape(len(y), 400) / 255
    path = folder / "ex4data1.mat"
    savemat(path, {"X": X, "y": np.where(y == 0, 10, y)[:, None]})
    head = b"MATLAB 5.0 MAT-file, written by Octave 3.2.4, 2011-10-18 02:45:41 UTC".ljust(116)  # SciPy's has no blanks
    path.write_bytes(head + path.read_bytes()[116:])
    return path


def mat_struct(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
    k = len(y) * 3 // 4
    X = images.swapaxes(1, 2).reshape(len(y), 784)
    parts = {"train": slice(k), "test": slice(k, None)}
    struct_ = {part: {"images": X[rows], "labels": y[rows, None]} for part, rows in parts.items()}
    savemat(folder / "emnist-digits.mat", {"dataset": struct_ | {"mapping": np.arange(20).reshape(10, 2)}})
    return folder / "emnist-digits.mat"


def pictures(name_of: Callable[[int, int, int], str]) -> Maker:
    def make(folder: Path, images: np.ndarray, y: np.ndarray) -> Path:
        for number, (image, digit) in enumerate(zip(images, y.tolist(), strict=True)):
            path = folder / name_of(number, digit, len(y))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png(image))
        return folder

    return make


def json_lines(folder: Path, _images: np.ndarray, y: np.ndarray) -> Path:
    lines = [json.dumps({"label": int(digit), "strokes": STROKES[digit]}) for digit in y]
    (folder / "drawings.jsonl").write_text("\n".join(lines))
    return folder / "drawings.jsonl"


def unipen(folder: Path, _images: np.ndarray, y: np.ndarray) -> Path:
    lines = [".COORD X Y"]
    for digit in y:
        lines.append(f'.SEGMENT DIGIT 0-1 ? "{digit}"')
        for stroke in STROKES[digit]:
            lines += [".PEN_DOWN", *(f" {x} {-y}" for x, y in stroke), ".PEN_UP"]
    (folder / "drawings.tra").write_text("\n".join(lines))
    return folder / "drawings.tra"


def inkml(folder: Path, _images: np.ndarray, y: np.ndarray) -> Path:
    groups = []
    for digit in y:
        traces = "".join("<trace>" + ", ".join(f"{x} {y}" for x, y in stroke) + "</trace>" for stroke in STROKES[digit])
        groups.append(f'<traceGroup><annotation type="truth">{digit}</annotation>{traces}</traceGroup>')
    text = f'<?xml version="1.0"?><ink xmlns="http://www.w3.org/2003/InkML">{"".join(groups)}</ink>'
    (folder / "drawings.inkml").write_text(text)
    return folder / "drawings.inkml"


# Whole numbers, as some files have them.
STROKES = [[[[4 * x, 4 * y] for x, y in stroke] for stroke in shape] for shape in SHAPES]

# A maker for each line of docs/formats.md, by the name of its variant.
MAKERS: dict[str, Maker] = {
    "course": npz(digits=flat, labels=labels),
    "xy": npz(X=flat, y=lambda _, y: y[:, None]),
    "keras": keras,
    "any-names": npz(bilder=whole, antworten=labels, seed=lambda *_: np.arange(3)),
    "class-names": npz(X=flat, y=labels, class_names=lambda *_: np.array([f"class {n}" for n in range(10)])),
    "compressed": npz(save=np.savez_compressed, digits=whole, labels=labels),
    "npy-folder": npy,
    "npy-file": npy_file,
    "npy-zip": zipped(npy),
    "npz-folder": kmnist,
    "idx-folder": idx(),
    "idx-gzip": idx(".gz"),
    "idx-zip": zipped(idx(".gz")),
    "idx-file": idx_file,
    "torch": idx(under="MNIST/raw"),
    "emnist": emnist,
    "fashion": named("fashion-mnist", idx(".gz")),
    "kmnist": named("KMNIST", idx(".gz")),
    "csv-header": table("train.csv", header=True),
    "csv-plain": table("mnist_train_small.csv"),
    "csv-last": table("mnist_784.csv", "last", header=True),
    "csv-quoted": table("quoted.csv", header=True, quoting=csv.QUOTE_ALL),
    "csv-gzip": table("mnist.csv.gz", pack=True),
    "csv-index": table("pandas.csv", header=True, index=True),
    "csv-semicolon": table("semicolons.csv", delimiter=";"),
    "tsv": table("mnist.tsv", header=True, delimiter="\t"),
    "blanks": table("zip.train.gz", pack=True, delimiter=" "),
    "csv-folder": two_tables,
    "csv-unlabelled": table("test.csv", "none", header=True),
    "parquet-pictures": parquet_of(
        lambda images: {"image": [{"bytes": png(each), "path": f"{i}.png"} for i, each in enumerate(images)]}
    ),
    "parquet-lists": parquet_of(lambda images: {"pixels": images.reshape(len(images), -1).tolist()}),
    "parquet-columns": parquet_of(lambda images: {f"p{i}": images.reshape(len(images), -1)[:, i] for i in range(784)}),
    "mat": mat,
    "mat-struct": mat_struct,
    "pictures-folder": pictures(lambda i, digit, _: f"{digit}/{i}.png"),
    "pictures-split": pictures(lambda i, digit, n: f"{'train' if i < n * 3 // 4 else 'test'}/{digit}/{i}.png"),
    "pictures-names": pictures(lambda i, digit, _: f"{digit}_{i:05}.png"),
    "pictures-zip": zipped(pictures(lambda i, digit, _: f"mnist/{digit}/{i}.png")),
    "pictures-classes": pictures(lambda i, digit, _: f"{'abcdefghij'[digit]}_class/{i}.png"),
    "json-lines": json_lines,
    "unipen": unipen,
    "inkml": inkml,
}

"""docs/formats.md says what is tested; `python -m tests.core.readers.test_formats_page` writes it."""

from collections.abc import Iterable
from pathlib import Path

from digitpad.core.readers.mnist import MD5
from digitpad.core.readers.raw_reader import FORMATS
from digitpad.core.writers import FORMS
from tests.core.readers.documented import EXTRAS, IMAGE_SHAPES, LABEL_FORMS, PIXEL_VALUES, VARIANTS

PAGE = Path(__file__).parents[3] / "docs" / "formats.md"
ORIGINAL = {"train": "train", "test": "t10k", "images": "images-idx3-ubyte", "labels": "labels-idx1-ubyte"}

HEAD = """# Formats of data

What opens in the window (File ▸ Open, or dropped on it), by `--data`, `--test` and `--validation`, and what
`digitpad data --as` writes. A format is known by its content; names matter only where several files belong together.
`digitpad data FILE` shows what was found, says what was converted, and warns of what would spoil a training.

<!-- Written by python -m tests.core.readers.test_formats_page from tests/core/readers/documented.py -->
"""
NEVER = """
## Never loaded

Pickles (`.pkl`, `.pt`, and arrays of Python objects) can run any program when they are loaded. digitpad says which two
lines of Python convert them. The images in `mnist.pkl.gz` are built in, split as that file splits them:
`--data mnist-nielsen`. HDF5 files (`.h5`, `.mat` of version 7.3) are converted likewise.

Reading has bounds: what would not fit into memory is refused before it is read, with the number needed; an archive
cannot unpack to more than it says; XML that declares entities is refused.
"""


def bullets(title: str, lines: Iterable[tuple[str, str]]) -> str:
    return f"\n## {title}\n\n" + "".join(f"* {text}\n" for _, text in lines)


def page() -> str:
    """The page, made from the tables."""
    text = HEAD + "\n## Files\n\n| Format | Files | Needs |\n| :-- | :-- | :-- |\n"
    for each in FORMATS:
        needs = f'`pip install "digitpad[{EXTRAS[each.name]}]"`' if each.name in EXTRAS else ""
        text += "".join(f"| {each.title} | {variant} | {needs} |\n" for _, variant in VARIANTS[each.name])
    text += bullets("Pixels", PIXEL_VALUES) + bullets("Shapes of images", IMAGE_SHAPES) + bullets("Labels", LABEL_FORMS)
    text += NEVER + "\n## Written by `digitpad data DATA --as FORM --out PATH`\n\n| Form | What |\n| :-- | :-- |\n"
    text += "".join(f"| `{name}` | {title} |\n" for name, (title, _) in FORMS.items())
    text += "\nMNIST as `idx` is byte by byte what LeCun, Cortes and Burges published (CC BY-SA 3.0); the MD5 sums:\n\n"
    text += "| File | MD5 |\n| :-- | :-- |\n"
    for name, digest in MD5.items():
        split, kind = name.split("_")
        text += f"| `{ORIGINAL[split]}-{ORIGINAL[kind]}` | `{digest}` |\n"
    return text


def test_the_page_is_that_of_the_tables() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

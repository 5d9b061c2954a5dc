"""Pieces of HTML for a report; whatever is put into them is escaped here."""

import base64
import html
import io
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image

from digitpad.core.network import CLASSES, SIDE, Floats


def text(value: object) -> str:
    """Any value as text of a page; characters that cannot be seen become a mark."""
    return html.escape("".join(each if each.isprintable() else "\ufffd" for each in str(value)))


def table(names: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table with names above its columns; the first column names the rows."""
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in names)
    return f"<table><tr>{head}</tr>{''.join(_row(row) for row in rows)}</table>"


def confusion_table(confusion: npt.NDArray[np.int64]) -> str:
    """The confusion matrix (10, 10) with true digits in rows; mistakes are the deeper orange the more there are."""
    most = max(int((confusion - np.diag(np.diag(confusion))).max()), 1)
    rows = []
    for true in range(CLASSES):
        cells = [f'<th scope="row">{true}</th>']
        for given in range(CLASSES):
            count = int(confusion[true, given])
            colour = "0, 114, 178, 0.25" if true == given else f"213, 94, 0, {0.6 * count / most:.2f}"
            cells.append(f'<td style="background: rgba({colour})">{count or "·"}</td>')
        rows.append(f"<tr>{''.join(cells)}</tr>")
    head = "".join(f'<th scope="col">{given}</th>' for given in range(CLASSES))
    return f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"


def gallery(X: Floats, indices: Sequence[int], caption: Callable[[int], str]) -> str:
    """The images X[indices] (m, 784), values -1 to 1, each with a caption."""
    figures = []
    for index in indices:
        words = text(caption(index))
        figures.append(
            f'<figure><img src="{_png(X[index])}" alt="{words}" width="56" height="56">'
            f"<figcaption>{words}</figcaption></figure>"
        )
    return f'<div class="gallery">{"".join(figures)}</div>'


def _row(row: Sequence[object]) -> str:
    first, *others = row
    return f'<tr><th scope="row">{text(first)}</th>{"".join(f"<td>{text(each)}</td>" for each in others)}</tr>'


def _png(pixels: Floats) -> str:
    grey = np.round((pixels.reshape(SIDE, SIDE) + 1) * 127.5).astype(np.uint8)
    data = io.BytesIO()
    Image.fromarray(grey).save(data, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(data.getvalue()).decode()}"

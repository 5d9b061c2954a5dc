"""A picture of a run: its curves, and below them how a hidden unit's weights formed from moment to moment."""

import io

import numpy as np
from PIL import Image, ImageDraw

from digitpad.core.errors import DigitpadError
from digitpad.core.models.model import Model
from digitpad.core.network import SIDE
from digitpad.core.runs.folder import RunFolder
from digitpad.core.runs.moments import kept_moments, read_moment
from digitpad.core.runs.record import RunRecord

_WIDTH, _HEIGHT = 880, 480
_PLOT = (64, 72, 856, 344)  # left, top, right, bottom
_MOMENTS, _TILE = 10, 72
_TRAINING, _VALIDATION, _TEXT, _GRID = (0, 114, 178), (213, 94, 0), (20, 23, 28), (220, 223, 229)


def picture_of(record: RunRecord, folder: RunFolder) -> bytes:
    """The picture as a PNG."""
    image = Image.new("RGB", (_WIDTH, _HEIGHT), "white")
    draw = ImageDraw.Draw(image)
    draw.text((24, 16), record.title.encode("latin-1", "replace").decode("latin-1"), _TEXT, font_size=20)
    test = "-" if record.test_accuracy is None else f"{100 * record.test_accuracy:.2f} %"
    draw.text((24, 44), f"test accuracy {test}; accuracy while it learned: training,", _TEXT, font_size=14)
    draw.text((400, 44), "validation", _VALIDATION, font_size=14)
    _draw_curves(draw, record)
    _paste_moments(image, folder)
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _draw_curves(draw: ImageDraw.ImageDraw, record: RunRecord) -> None:
    left, top, right, bottom = _PLOT
    values = [each for line in record.curve for each in line]
    low = np.floor(10 * min(values, default=0.0)) / 10
    for step in range(3):
        share = low + (1 - low) * step / 2
        y = bottom - (bottom - top) * step / 2
        draw.line((left, y, right, y), _GRID)
        draw.text((left - 8, y), f"{100 * share:.0f} %", _TEXT, font_size=14, anchor="rm")
    for line, colour in zip(record.curve, (_TRAINING, _VALIDATION), strict=True):
        across = np.linspace(left, right, len(line)) if len(line) > 1 else np.full(len(line), left)
        up = bottom - (np.array(line) - low) / max(1 - low, 1e-9) * (bottom - top)
        draw.line(list(zip(across.tolist(), up.tolist(), strict=True)), colour, 2)


def _paste_moments(image: Image.Image, folder: RunFolder) -> None:
    """What the unit that has the largest weights in the end looked for: blue for ink, orange against it."""
    steps = kept_moments(folder.moments)
    chosen = [steps[at] for at in np.unique(np.linspace(0, len(steps) - 1, _MOMENTS).astype(int))] if steps else []
    try:
        models: list[Model] = [read_moment(folder.moments, step) for step in chosen]
    except DigitpadError:
        return  # they were given up meanwhile
    if not models:
        return
    unit = int(np.abs(models[-1].network.W1).sum(axis=0).argmax())
    for number, model in enumerate(models):
        weights = model.network.W1[:, unit].reshape(SIDE, SIDE)
        strength = (np.abs(weights) / max(float(np.abs(weights).max()), 1e-12))[..., None]
        colour = np.where(weights[..., None] > 0, _TRAINING, _VALIDATION)
        pixels = (255 - strength * (255 - colour)).astype(np.uint8)
        tile = Image.fromarray(pixels).resize((_TILE, _TILE), Image.Resampling.NEAREST)
        image.paste(tile, (64 + number * (_TILE + 8), 376))

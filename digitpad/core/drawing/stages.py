"""The way from strokes to the network's picture, step by step, for whoever wants to see what each is for."""

from collections.abc import Sequence
from dataclasses import replace

from digitpad.core.drawing.normalise import Normalisation
from digitpad.core.drawing.rasterise import Image, Path
from digitpad.core.drawing.render import render_each_way


def stages(paths: Sequence[Path], how: Normalisation) -> tuple[Image, Image, Image, Image]:
    """Pictures (28, 28) of paths (n, 2) in canvas units: as drawn, fitted, with an even pen, and centred.

    Each has the steps before it, as far as `how` takes them; the last is what the network sees.
    """
    drawn = replace(how, fit=False, centred=False)
    fitted = replace(how, even_pen=False, centred=False)
    even = replace(how, centred=False)
    first, second, third, last = render_each_way(paths, [drawn, fitted, even, how])
    return first, second, third, last

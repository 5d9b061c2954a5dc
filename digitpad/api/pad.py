"""The drawing pad in a notebook: the page that is exported for phones, in a frame of its own."""

import html

from digitpad import paths
from digitpad.core.models.formats import open_model
from digitpad.core.models.model import Model
from digitpad.core.models.web_page import web_page


class Pad:
    """A canvas with the live answer of a model; Jupyter and its like show it when it is a cell's last value.

    It runs in the browser alone, with the weights in it, so that it goes on working in a notebook that was saved.
    """

    def __init__(self, model: Model, width: int, height: int) -> None:
        self.model = model
        self.width = width
        self.height = height

    def _repr_html_(self) -> str:
        page = html.escape(web_page(self.model))
        size = f'width="{self.width}" height="{self.height}"'
        return (
            f'<iframe title="Draw a digit" {size} style="border: 0; max-width: 100%" sandbox="allow-scripts" '
            f'srcdoc="{page}"></iframe>'
        )


def pad(model: Model | None = None, width: int = 420, height: int = 1030) -> Pad:
    """A pad to draw on, of that size in pixels, read by a model, or by the small one that is built in."""
    return Pad(open_model(paths.BUNDLED_MODELS[1]) if model is None else model, width, height)

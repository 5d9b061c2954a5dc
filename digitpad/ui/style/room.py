"""How the window's parts share its room: from its size and that of the text to the parts' sizes."""

from typing import NamedTuple

_NARROW = 1180  # pixels of width at 100 %, below which icons, captions and margins give way
_GRID = 8


class Room(NamedTuple):
    """Sizes in pixels: the canvas' and the answer's sides, and the margins of the desk and of a page."""

    narrow: bool
    canvas: int
    answer: int
    desk_margin: int
    page_margin: int
    header: int
    presenting: bool = False

    @property
    def desk(self) -> int:
        """The width of the desk."""
        return 2 * self.desk_margin + self.canvas + 2 * _GRID + self.answer


def room_of(width: int, height: int, text_scale: float, presenting: bool = False) -> Room:
    """The room in a window of this size, with text of this scale.

    The canvas takes a quarter of the width as long as bars and tools find their place below it.
    """
    if presenting:
        canvas = _on_grid(min(0.3 * width, height - 220 * text_scale))
        margin = round(24 * text_scale)
        page_margin = round(20 * text_scale)  # the confusion matrix has just room
        return Room(True, canvas, _on_grid(0.41 * canvas), margin, page_margin, 0, presenting=True)
    narrow = width / text_scale < _NARROW
    header = _on_grid((48 if narrow else 56) * text_scale)
    others = (2 * 32 + 218) * text_scale + header  # menus, messages, and on the desk tools, bars and a line
    canvas = max(_on_grid(min((0.217 if narrow else 0.246) * width, height - others)), _on_grid(128 * text_scale), 168)
    answer = max(_GRID * round((0.31 * canvas + 25) / _GRID), _on_grid(76 * text_scale))  # “> 99 %” has room
    return Room(narrow, canvas, answer, 16 if narrow else 24, 24 if narrow else 32, header)


def _on_grid(length: float) -> int:
    return int(length // _GRID) * _GRID

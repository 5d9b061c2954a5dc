"""Pictures that are opened, dropped or pasted: what was written on them comes to the canvas."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QImage

from digitpad.core.drawing.normalise import DEFAULT
from digitpad.core.errors import DataError
from digitpad.core.models.model import Model
from digitpad.core.pictures.decode import Picture, Pixels, open_picture
from digitpad.core.pictures.layer import PictureChoice, PictureLayer
from digitpad.core.recognition.number import Reading
from digitpad.core.tasks import Progress, Task
from digitpad.workspace.background_task import BackgroundTask
from digitpad.workspace.model_library import ModelLibrary

_AS_IT_COMES = PictureChoice()
_PREVIEW = 720  # pixels
_SURE = 0.5


@dataclass(frozen=True, eq=False)
class PictureRead:
    """A picture by name, what the user chose, what was found on it, and what the model in use reads.

    Without a model nothing is read, and without a layer nothing was found; `problem` says so. `preview` shows the
    picture, turned as was chosen, as colours (height, width, 3); `reduced` of its pixels make one of them.
    """

    name: str
    picture: Picture
    choice: PictureChoice
    preview: npt.NDArray[np.uint8]
    reduced: int
    layer: PictureLayer | None = None
    reading: Reading | None = None
    problem: str = ""

    @property
    def is_clear(self) -> bool:
        """Whether something was found that needs no second look."""
        answer = self.reading
        return self.layer is not None and (
            answer is None or (answer.rejection is None and (answer.is_number or answer.whole.probability >= _SURE))
        )


class PictureReader(QObject):
    """Reads one picture at a time in the background: a later one replaces it. `task` tells what came of it."""

    def __init__(self, models: ModelLibrary, report: Callable[[Exception], None], parent: QObject) -> None:
        super().__init__(parent)
        self._models = models
        self.latest: PictureRead | None = None  # what was read last, or put on the canvas as the user chose
        self.task = BackgroundTask(self, report)
        self.task.finished.connect(self._keep)

    def open(self, path: Path) -> None:
        """Read the picture in a file."""
        self._begin(path.name, partial(open_picture, path))

    def paste(self, image: QImage, name: str) -> None:
        """Read a picture that is no file; the name tells people where it comes from."""
        self._begin(name, partial(_picture_of, image))

    def read_again(self, picture: PictureRead, choice: PictureChoice) -> None:
        """Read a picture as the user chose."""
        self._begin(picture.name, lambda: picture.picture, choice)

    def _begin(self, name: str, opened: Callable[[], Picture], choice: PictureChoice = _AS_IT_COMES) -> None:
        item = self._models.current
        self.task.begin(partial(_reading_task, name, opened, choice, item.model if item else None))

    @Slot(object)
    def _keep(self, result: PictureRead) -> None:
        self.latest = result


def _reading_task(
    name: str, opened: Callable[[], Picture], choice: PictureChoice, model: Model | None
) -> Task[PictureRead]:
    yield Progress()
    picture = opened()
    yield Progress(0.5)
    turned = choice.turned(picture)
    by = turned.reduction(_PREVIEW)
    told = PictureRead(name, picture, choice, _colours(turned.pixels(by)), by)
    try:
        layer = choice.layer_of(turned)
    except DataError as error:
        return replace(told, problem=f"{name}: {error}")
    layer.prepare(model.normalisation if model else DEFAULT)
    return replace(told, layer=layer, reading=layer.read(model.recogniser) if model else None)


def _colours(pixels: Pixels) -> npt.NDArray[np.uint8]:
    """Colours (height, width, 3) of a picture, on white where it is transparent."""
    if pixels.shape[2] == 4:
        pixels = pixels[..., :3] * pixels[..., 3:] + (1 - pixels[..., 3:])
    return np.round(255 * pixels).astype(np.uint8)


def _picture_of(image: QImage) -> Picture:
    if image.isNull():  # a clipboard may promise a picture and have none, and a camera, too
        raise DataError("There is no picture that can be read; copy or take it again.")
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return Picture.of(Image.fromarray(rows[:, : 4 * plain.width()].reshape(plain.height(), plain.width(), 4).copy()))

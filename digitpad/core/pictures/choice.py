"""What a user chooses where the program cannot tell by itself what was written on a picture."""

from dataclasses import dataclass, replace

from PIL import Image

from digitpad.core.pictures.decode import Picture
from digitpad.core.pictures.find import find_ink
from digitpad.core.pictures.layer import PictureLayer
from digitpad.core.recognition.boxes import Box

_TURNS = (Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)


@dataclass(frozen=True)
class PictureChoice:
    """Quarter turns clockwise; whether the ink is light, None to find out; where it is looked for, None everywhere.

    The frame is in pixels of the turned picture.
    """

    turns: int = 0
    light_on_dark: bool | None = None
    frame: Box | None = None

    def turned(self, picture: Picture) -> Picture:
        """The picture as it was turned."""
        turns = self.turns % 4
        return replace(picture, image=picture.image.transpose(_TURNS[turns - 1])) if turns else picture

    def layer_of(self, picture: Picture) -> PictureLayer:
        """What was written on a picture that was turned. Raises DataError when nothing stands out."""
        corner = 0, 0
        if self.frame:
            left, top, right, bottom = (round(each) for each in self.frame)
            width, height = picture.image.size
            corner = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
            opposite = min(max(right, corner[0] + 1), width), min(max(bottom, corner[1] + 1), height)
            picture = replace(picture, image=picture.image.crop((*corner, *opposite)))
        return PictureLayer(find_ink(picture, self.light_on_dark), picture.drafted, corner)

"""Where the images of a run come from: enough to read them again when it goes on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from digitpad.core.dataset import Datasets
from digitpad.core.drawing.strokes import paths
from digitpad.core.readers.catalogue import BUILT_IN, open_datasets
from digitpad.core.readers.stroke_checks import BrokenLine
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.synthetic.drawn_digits import DrawnDigits, LabelledPaths, drawn_digits
from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True)
class Sources:
    """A data set by name or file, perhaps another file as its test set, and the drawings that join it, if they do.

    `drawings` are made before the training: from those in the file `strokes` but for some writers, or made up. A run
    that began with a network has `before` what that had learned from. No file is an empty text.
    """

    data: str
    test: str = ""
    strokes: str = ""
    without_writers: tuple[str, ...] = ()
    drawings: int = 0
    before: str = ""

    @classmethod
    def of(cls, values: dict[str, Any]) -> "Sources":
        """What `asdict` turned into `values`. Raises TypeError for any others."""
        sources = cls(**{**values, "without_writers": tuple(values["without_writers"])})
        texts = (sources.data, sources.test, sources.strokes, sources.before, *sources.without_writers)
        if not all(isinstance(text, str) for text in texts) or type(sources.drawings) is not int:
            raise TypeError("where its data comes from is damaged")
        return sources

    def absolute(self) -> "Sources":
        """The same, to be found from any folder."""
        data = self.data if self.data in BUILT_IN else _absolute(self.data)
        return replace(self, data=data, test=_absolute(self.test), strokes=_absolute(self.strokes))

    def datasets(self) -> Datasets:
        """Reads the data. Raises DataError when it cannot be used."""
        return open_datasets(self.data, Path(self.test) if self.test else None)

    def samples(self, broken: Callable[[BrokenLine], object] = lambda _: None) -> list[LabelledPaths]:
        """Reads the drawings of digits in the file; `broken` is told of its lines that are none.

        Raises DataError when the file cannot be read.
        """
        samples: list[LabelledPaths] = []
        for item in read_strokes(Path(self.strokes)) if self.strokes else ():
            if isinstance(item, BrokenLine):
                broken(item)
            elif item.digit is not None and item.drawing and item.writer not in self.without_writers:
                samples.append((item.digit, paths(item.drawing)))
        return samples

    def drawn(
        self,
        samples: list[LabelledPaths],
        settings: TrainingSettings,
        told: Callable[[int], object] = lambda _: None,
    ) -> DrawnDigits | None:
        """Makes the drawings, if the settings give them a share; `told` hears now and then how many more there are."""
        return drawn_digits(samples, self.drawings, settings.seed, told) if settings.drawings else None


def _absolute(file: str) -> str:
    return str(Path(file).absolute()) if file else ""

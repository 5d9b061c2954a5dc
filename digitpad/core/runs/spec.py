"""What a run is asked for: its data, its settings, and from which network it begins."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from digitpad.core.dataset import Datasets
from digitpad.core.drawing.strokes import paths
from digitpad.core.files import is_kind
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import BUILT_IN, is_named, open_datasets
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.readers.pen_formats import BrokenLine
from digitpad.core.readers.strokes import read_strokes
from digitpad.core.setting import UNSOUND, from_json
from digitpad.core.synthetic.drawn_digits import LabelledPaths
from digitpad.core.training.history import History
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True)
class DataSources:
    """Where the images of a run come from: enough to read them again when it is resumed.

    `data` is a built-in data set or a part of the collection by name, or a file; `test` perhaps another one as its test
    set, and `validation` one to watch, or how many images are held out for that. `reading` says how files are read.
    `drawings` are made before the training (0: as many as it needs): from those in the file `strokes` but for some
    writers, or made up. A run that fine-tunes a network has what that had learned from: names and pieces. No file is an
    empty text.
    """

    data: str
    test: str = ""
    strokes: str = ""
    without_writers: tuple[str, ...] = ()
    drawings: int = 0
    before: str = ""
    pieces_before: tuple[str, ...] = ()
    validation: str = ""
    reading: DataOptions = DEFAULT_OPTIONS

    def absolute(self) -> "DataSources":
        """The same, to be found from any folder."""
        data = _absolute(self.data)
        validation = self.validation if self.validation.isdecimal() else _absolute(self.validation)
        test, strokes = _absolute(self.test), _absolute(self.strokes)
        return replace(self, data=data, test=test, strokes=strokes, validation=validation)

    def same_images(self, other: "DataSources") -> bool:
        """Whether the other ones give the same images, whatever is drawn beside them."""
        mine, others = ((each.data, each.test, each.validation, each.reading) for each in (self, other))
        return mine == others

    @property
    def options(self) -> DataOptions:
        """How the data is read, with the sets that are named here."""
        options = replace(self.reading, test=self.test or self.reading.test)
        return replace(options, validation=self.validation, no_validation=False) if self.validation else options

    def datasets(self) -> Datasets:
        """Reads the data. Raises DataError when it cannot be used."""
        return open_datasets(self.data, self.options)

    def samples(self) -> Iterator[LabelledPaths | BrokenLine]:
        """Reads the drawings of digits in the file, and which of its lines are none.

        Raises DataError when the file cannot be read.
        """
        for item in read_strokes(Path(self.strokes)) if self.strokes else ():
            if isinstance(item, BrokenLine):
                yield item
            elif item.digit is not None and item.drawing and item.writer not in self.without_writers:
                yield item.digit, paths(item.drawing)


@dataclass(frozen=True, eq=False)
class RunSpec:
    """What to train, on what, from where.

    `base` is a network to fine-tune, `history` what is known of its training. `wait_for_kernels`, and for more
    drawings, lets the same seed give the same bytes, whatever was compiled before; a window does not wait. `out` is
    where the model is to be written: remembered for when the run is resumed. `sweep` is the number of the sweep that
    asks for it, if one does.
    """

    sources: DataSources
    settings: TrainingSettings
    base: Model | None = None
    history: History | None = None
    wait_for_kernels: bool = False
    out: Path | None = None
    sweep: int = 0


@dataclass(frozen=True)
class TrainingPlan:
    """The window's plan of the next training.

    `source` is a built-in data set's name or a file; `fine_tune` fine-tunes the model in use, instead of a new one.
    `readings` has files that are read otherwise than their content suggests, each with how.
    """

    settings: TrainingSettings = field(default_factory=TrainingSettings)
    source: str = "mnist"
    fine_tune: bool = False
    readings: tuple[tuple[str, DataOptions], ...] = ()

    def reading_of(self, source: str) -> DataOptions:
        """How a file is read."""
        return dict(self.readings).get(source, DEFAULT_OPTIONS)

    def with_reading(self, source: str, reading: DataOptions) -> "TrainingPlan":
        """The plan that learns from this file, read so."""
        others = {name: each for name, each in self.readings if name != source}
        some = others if reading == DEFAULT_OPTIONS else others | {source: reading}
        return replace(self, source=source, readings=tuple(some.items()))

    @property
    def preset(self) -> str | None:
        """The name of the preset this plan follows in everything but the seed, if there is one."""
        return next((name for name in PRESETS if self.with_preset(name) == self), None)

    @property
    def is_on_built_in_data(self) -> bool:
        """Whether it learns from images for which presets are meant, and not from a file or drawings."""
        return self.source in BUILT_IN

    def with_preset(self, name: str) -> "TrainingPlan":
        """The plan with the settings of a preset, and its data in place of other built-in data."""
        preset = PRESETS[name]
        source = preset.data if self.is_on_built_in_data else self.source
        return replace(self, settings=replace(preset.settings, seed=self.settings.seed), source=source)

    def to_text(self) -> str:
        """The plan as JSON, without `fine_tune`: a new session begins with a new network."""
        reading = asdict(self.reading_of(self.source))
        return json.dumps({"settings": asdict(self.settings), "source": self.source, "reading": reading})

    @classmethod
    def from_text(cls, text: str) -> "TrainingPlan":
        """The plan in a text by `to_text`; the default plan if the text is any other, or the file is gone."""
        try:
            content = json.loads(text)
            settings = from_json(TrainingSettings, content["settings"])
            source = content["source"]
            if is_named(source) or (source and is_kind(Path(source), Path.exists)):
                reading = from_json(DataOptions, content["reading"])
                return cls(settings, source).with_reading(source, reading)
        except UNSOUND:
            pass
        return cls()


def _absolute(file: str) -> str:
    return str(Path(file).absolute()) if file and not is_named(file) else file

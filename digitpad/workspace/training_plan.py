"""The plan of the next training: its settings, its data, and whether it starts afresh or continues."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from digitpad.core.errors import SettingsError
from digitpad.core.files import is_kind
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.setting import from_json
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import TrainingSettings


@dataclass(frozen=True)
class TrainingPlan:
    """`source` is a built-in data set's name or a file; `go_on` trains the model in use further, not a new one."""

    settings: TrainingSettings = field(default_factory=TrainingSettings)
    source: str = "mnist"
    go_on: bool = False

    @property
    def preset(self) -> str | None:
        """The name of the preset this plan follows in everything but the seed, if there is one."""
        for name, preset in PRESETS.items():
            if preset.data == self.source and replace(preset.settings, seed=self.settings.seed) == self.settings:
                return name
        return None

    def to_text(self) -> str:
        """The plan as JSON, without `go_on`: a new session begins with a new network."""
        return json.dumps({"settings": asdict(self.settings), "source": self.source})

    @classmethod
    def from_text(cls, text: str) -> "TrainingPlan":
        """The plan in a text by `to_text`; the default plan if the text is any other, or the file is gone."""
        try:
            content = json.loads(text)
            settings = from_json(TrainingSettings, content["settings"])
            source = content["source"]
            if source in BUILT_IN or is_kind(Path(source), Path.is_file):
                return cls(settings, source)
        except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, SettingsError):
            pass
        return cls()

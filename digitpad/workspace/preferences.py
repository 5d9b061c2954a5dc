"""What the program remembers from one session to the next."""

import math
import os
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from digitpad.core.drawing.normalise import PEN_WIDTH
from digitpad.core.errors import DataError
from digitpad.core.files import atomic_write, is_kind, open_to_read
from digitpad.workspace.training_plan import TrainingPlan

MOST_THREADS = os.cpu_count() or 1
THEMES = ("system", "light", "dark")
_MOST_BYTES = 10_000_000  # of the settings file


class Preferences:
    """Typed access to the settings file; whatever in it cannot be used counts as not there."""

    def __init__(self, settings: QSettings) -> None:
        _drop_variants(settings)
        self._settings = settings

    @property
    def plan(self) -> TrainingPlan:
        return TrainingPlan.from_text(self._text("training/plan"))

    @plan.setter
    def plan(self, plan: TrainingPlan) -> None:
        self._settings.setValue("training/plan", plan.to_text())

    @property
    def pen_width(self) -> float:
        try:
            width = float(self._text("drawing/pen_width"))
        except ValueError:
            return PEN_WIDTH
        return width if math.isfinite(width) else PEN_WIDTH

    @pen_width.setter
    def pen_width(self, width: float) -> None:
        self._settings.setValue("drawing/pen_width", str(width))

    @property
    def normalising(self) -> bool:
        return self._text("drawing/normalising") != "no"

    @normalising.setter
    def normalising(self, on: bool) -> None:
        self._settings.setValue("drawing/normalising", "yes" if on else "no")

    @property
    def threads(self) -> int:
        """For matrix products; 1 for a number that this machine does not have."""
        text = self._text("training/threads")
        sound = text.isdecimal() and text.isascii() and len(text) <= len(str(MOST_THREADS))
        return int(text) if sound and 1 <= int(text) <= MOST_THREADS else 1

    @threads.setter
    def threads(self, threads: int) -> None:
        self._settings.setValue("training/threads", str(threads))

    @property
    def closer_look(self) -> bool:
        """Whether the steps from drawing to picture are shown."""
        return self._text("drawing/closer_look") == "yes"

    @closer_look.setter
    def closer_look(self, on: bool) -> None:
        self._settings.setValue("drawing/closer_look", "yes" if on else "no")

    @property
    def log_scale(self) -> bool:
        """Whether the cost is drawn on a logarithmic axis."""
        return self._text("training/log_scale") == "yes"

    @log_scale.setter
    def log_scale(self, on: bool) -> None:
        self._settings.setValue("training/log_scale", "yes" if on else "no")

    @property
    def more_settings(self) -> bool:
        """Whether the settings that are rarely changed are shown."""
        return self._text("training/more_settings") == "yes"

    @more_settings.setter
    def more_settings(self, on: bool) -> None:
        self._settings.setValue("training/more_settings", "yes" if on else "no")

    @property
    def tab(self) -> int:
        """The number of the tab in view."""
        return self._number("window/tab") or 0

    @tab.setter
    def tab(self, number: int) -> None:
        self._settings.setValue("window/tab", str(number))

    @property
    def plots(self) -> int:
        """The number of the kind of plots in view."""
        return self._number("training/plots") or 0

    @plots.setter
    def plots(self, number: int) -> None:
        self._settings.setValue("training/plots", str(number))

    @property
    def strictness(self) -> int | None:
        """The detector's level that was chosen; None when none was."""
        return self._number("drawing/strictness")

    @strictness.setter
    def strictness(self, level: int | None) -> None:
        self._settings.setValue("drawing/strictness", "" if level is None else str(level))

    @property
    def theme(self) -> str:
        theme = self._text("window/theme")
        return theme if theme in THEMES else THEMES[0]

    @theme.setter
    def theme(self, theme: str) -> None:
        self._settings.setValue("window/theme", theme)

    @property
    def folder(self) -> Path:
        """Where a file was last opened or saved; the user's own folder when that is gone."""
        folder = Path(self._text("files/folder"))
        return folder if folder.is_absolute() and is_kind(folder, Path.is_dir) else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._settings.setValue("files/folder", str(folder))

    def layout(self, name: str) -> QByteArray:
        """The state of a window or splitter as Qt wrote it; empty when there is none."""
        value = self._settings.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        self._settings.setValue(f"layout/{name}", state)

    def _number(self, key: str) -> int | None:
        """A small number from 0; None for anything else."""
        text = self._text(key)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None

    def _text(self, key: str) -> str:
        value = self._settings.value(key)
        return value if isinstance(value, str) else ""


def _drop_variants(settings: QSettings) -> None:
    """Remove the lines in which Qt would look for objects: none are ours, and a damaged one ends the program."""
    path = Path(settings.fileName())
    with suppress(OSError, DataError):
        if is_kind(path, Path.is_file):  # elsewhere than on Linux there may be no file
            with open_to_read(path, DataError) as file:
                lines = file.read(_MOST_BYTES).splitlines(keepends=True)
            sound = [line for line in lines if b"@Variant" not in line]
            if len(sound) < len(lines):
                with atomic_write(path) as file:
                    file.writelines(sound)
                settings.sync()

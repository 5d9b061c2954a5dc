"""What the program remembers from one session to the next."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

from digitpad.core.drawing.normalise import PEN_WIDTH, PEN_WIDTHS
from digitpad.core.errors import DataError, SettingsError
from digitpad.core.files import atomic_write, is_kind, open_to_read
from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.runs.store import LIMIT
from digitpad.core.setting import Limits
from digitpad.workspace.workspace import Workspace

_GB = 10**9

T = TypeVar("T")

MOST_THREADS = os.cpu_count() or 1
THEMES = ("system", "light", "dark", "contrast")
FONTS = "inter", "desktop"
ZOOMS = 0.8, 2.0
_MOST_BYTES = 10_000_000  # of the settings file


class Preference(Generic[T]):
    """A row of the table: the key in the file, the value if there is none to be used, and its way from and to a text.

    `parse` raises ValueError, LookupError or SettingsError for a text that cannot be used.
    """

    def __init__(self, key: str, default: T, parse: Callable[[str], T], write: Callable[[T], str] = str) -> None:
        self._key, self._default, self._parse, self._write = key, default, parse, write

    def __get__(self, preferences: "Preferences", _kind: type | None = None) -> T:
        text = preferences.file.value(self._key)
        try:
            return self._parse(text) if isinstance(text, str) else self._default
        except (ValueError, LookupError, SettingsError):
            return self._default

    def __set__(self, preferences: "Preferences", value: T) -> None:
        preferences.file.setValue(self._key, self._write(value))


def _number(limits: Limits) -> Callable[[str], int]:
    return lambda text: limits.parse("", text)


def _switch(key: str, default: bool = False) -> Preference[bool]:
    return Preference(key, default, {"yes": True, "no": False}.__getitem__, lambda on: "yes" if on else "no")


def _folder(text: str) -> Path:
    folder = Path(text)
    if not (folder.is_absolute() and is_kind(folder, Path.is_dir)):
        raise ValueError
    return folder


class Preferences:
    """Typed access to the settings file; whatever in it cannot be used counts as not there."""

    plan = Preference("training/plan", TrainingPlan(), TrainingPlan.from_text, TrainingPlan.to_text)
    threads = Preference("training/threads", 1, _number(Limits(1, MOST_THREADS)))  # for matrix products
    log_scale = _switch("training/log_scale")  # of the cost
    more_settings = _switch("training/more_settings")  # those that are rarely changed are shown
    plots = Preference("training/plots", 0, _number(Limits(0, 99)))  # the number of the kind in view
    runs_limit = Preference("runs/limit", LIMIT // 10**9, _number(Limits(1, 1_000)))  # GB that all runs may take
    pen_width = Preference("drawing/pen_width", PEN_WIDTH, lambda text: float(Limits(*PEN_WIDTHS).parse("", text)))
    normalising = _switch("drawing/normalising", True)
    closer_look = _switch("drawing/closer_look")  # the steps from drawing to picture are shown
    strictness: Preference[int | None] = Preference("drawing/strictness", None, _number(Limits(0, 99)))
    writer = Preference("drawing/writer", "", str)  # whose drawings are kept; empty until a name was chosen
    theme = Preference("window/theme", THEMES[0], lambda text: THEMES[THEMES.index(text)])
    font = Preference("window/font", FONTS[0], lambda text: FONTS[FONTS.index(text)])
    zoom = Preference("window/zoom", 1.0, lambda text: float(Limits(*ZOOMS).parse("", text)))
    tab = Preference("window/tab", 0, _number(Limits(0, 99)))  # the number of the tab in view
    # Where a file was last opened or saved; None when that is gone.
    folder: Preference[Path | None] = Preference("files/folder", None, _folder)

    def __init__(self, file: QSettings) -> None:
        _drop_variants(file)
        self.file = file

    def layout(self, name: str) -> QByteArray:
        """The state of a window or splitter as Qt wrote it; empty when there is none."""
        value = self.file.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, name: str, state: QByteArray) -> None:
        self.file.setValue(f"layout/{name}", state)


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


def restore(workspace: Workspace, preferences: Preferences) -> None:
    """Bring the workspace to where the last session left it."""
    workspace.training.set_plan(preferences.plan)
    workspace.training.set_threads(preferences.threads)
    workspace.training.run_library.limit = preferences.runs_limit * _GB
    workspace.classifier.set_pen_width(preferences.pen_width)
    workspace.classifier.set_normalising(preferences.normalising)
    workspace.classifier.set_level(preferences.strictness)
    workspace.collection.set_writer(preferences.writer)
    workspace.folder = preferences.folder or workspace.folder


def remember(workspace: Workspace, preferences: Preferences) -> None:
    """Keep for the next session what `restore` brings back."""
    preferences.plan = workspace.training.plan
    preferences.threads = workspace.training.threads
    preferences.runs_limit = workspace.training.run_library.limit // _GB
    preferences.pen_width = workspace.classifier.pen_width
    preferences.normalising = workspace.classifier.normalising
    preferences.strictness = workspace.classifier.level
    preferences.writer = workspace.collection.writer
    preferences.folder = workspace.folder

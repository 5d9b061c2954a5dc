"""Nothing that is remembered keeps the window from opening, however it was spoiled."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings

from digitpad.core.drawing.normalise import PEN_WIDTHS
from digitpad.core.runs.spec import TrainingPlan
from digitpad.core.training.settings import TrainingSettings
from digitpad.ui.main_window import MainWindow
from digitpad.workspace.preferences import Preferences

KEYS = (
    *(f"training/{name}" for name in ("plan", "threads", "log_scale", "more_settings", "plots")),
    *(f"drawing/{name}" for name in ("pen_width", "normalising", "closer_look", "strictness")),
    *("window/theme", "window/tab", "files/folder", "layout/window", "layout/splitter"),
)
HUGE = "1" + "0" * 400

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["mnist", "/"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
plans = st.fixed_dictionaries(
    {"settings": st.fixed_dictionaries(dict.fromkeys(("epochs", "augmentation"), json_values)) | json_values},
    optional={"source": json_values},
)
values = st.one_of(
    st.text(max_size=20),
    st.integers(-(2**31), 2**31 - 1),
    st.floats(),
    st.booleans(),
    st.binary(max_size=30).map(QByteArray),
    st.lists(st.text(max_size=3), max_size=3),
    plans.map(json.dumps),
    st.sampled_from(["/" + "x" * 300, "/\0", "/proc/1/cwd/x", "9999", "-1", "1e308", "nan", "yes", "no", "dark", HUGE]),
)
lines = st.binary(max_size=40) | st.binary(max_size=40).map(lambda inside: b"@Variant(" + inside + b")")


def file_of(folder: Path) -> QSettings:
    return QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)


def look_at_all(preferences: Preferences) -> None:
    """Ask for every preference, and see that what comes is of its type."""
    plan = preferences.plan
    assert isinstance(plan, TrainingPlan)
    assert isinstance(plan.source, str)
    assert json.dumps(asdict(plan.settings), allow_nan=False)
    assert isinstance(preferences.folder, Path | None)
    assert min(max(preferences.pen_width, PEN_WIDTHS[0]), PEN_WIDTHS[1]) > 0  # false for nan
    for name in ("threads", "plots", "tab"):
        assert getattr(preferences, name) >= 0
    for name in ("log_scale", "more_settings", "normalising", "closer_look"):
        assert isinstance(getattr(preferences, name), bool)
    assert preferences.theme in ("system", "light", "dark")
    assert preferences.strictness is None or preferences.strictness >= 0
    assert isinstance(preferences.layout("window"), QByteArray)


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, values)))
@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_value_is_the_preference_is_of_its_type(tmp_path: Path, remembered: dict[str, object]) -> None:
    settings = file_of(tmp_path)
    settings.clear()
    for key, value in remembered.items():
        settings.setValue(key, value)
    settings.sync()
    look_at_all(Preferences(file_of(tmp_path)))


@given(st.lists(lines, min_size=len(KEYS), max_size=len(KEYS)))
@how(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_in_the_file_the_preferences_are_of_their_types(tmp_path: Path, spoiled: list[bytes]) -> None:
    sections = [key.split("/")[0] for key in KEYS]
    content = b"".join(
        b"[%s]\n%s=%s\n" % (section.encode(), key.split("/")[1].encode(), line.replace(b"\n", b""))
        for section, key, line in zip(sections, KEYS, spoiled, strict=True)
    )
    (tmp_path / "settings.ini").write_bytes(content)
    look_at_all(Preferences(file_of(tmp_path)))


def test_an_object_in_the_file_is_not_looked_at_and_the_rest_stays(tmp_path: Path) -> None:
    """Of such an object Qt would make a list of four thousand million, and die."""
    huge = rb"training/plan=@Variant(\0\0\0\v\xff\xff\xff\xfe)"
    (tmp_path / "settings.ini").write_bytes(b"[General]\n" + huge + b"\nother=1\n[window]\ntheme=dark\n")
    preferences = Preferences(file_of(tmp_path))
    assert preferences.theme == "dark"
    assert preferences.plan == TrainingPlan()
    assert b"Variant" not in (tmp_path / "settings.ini").read_bytes()


@pytest.mark.parametrize("where", ["long", "loop", "file", "closed"])
def test_a_folder_and_a_data_file_that_cannot_be_looked_at_count_as_gone(
    settings: QSettings, tmp_path: Path, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = {"long": tmp_path / ("x" * 300), "loop": tmp_path / "loop"}.get(where, tmp_path / "file" / "inside")
    (tmp_path / "file").touch()
    if where == "loop":
        place.symlink_to(place)
    if where == "closed":  # root may look everywhere
        stat = os.stat

        def closed(path: object, **how: object) -> os.stat_result:
            if str(path) == str(place):
                raise PermissionError(13, "Permission denied", str(place))
            return stat(path, **how)

        monkeypatch.setattr(os, "stat", closed)
    settings.setValue("files/folder", str(place))
    settings.setValue("training/plan", json.dumps({"settings": asdict(TrainingSettings()), "source": str(place)}))
    preferences = Preferences(settings)
    assert preferences.folder in (None, Path.home())
    assert preferences.plan == TrainingPlan()


@given(st.fixed_dictionaries(dict.fromkeys(KEYS, values)))
@how(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_window_opens_whatever_is_remembered(
    new_window: Callable[[], MainWindow], settings: QSettings, remembered: dict[str, object]
) -> None:
    for key, value in remembered.items():
        settings.setValue(key, value)
    window = new_window()
    assert window.isVisible()
    assert window.width() > 0
    window.close()


def test_the_window_opens_when_all_is_spoiled(new_window: Callable[[], MainWindow], settings: QSettings) -> None:
    for value in ("/" + "x" * 300, HUGE, "999", -1, QByteArray(b"\x01\xd9\xd0\xcb" + 60 * b"\xff"), ["a", "b"]):
        for key in KEYS:
            settings.setValue(key, value)
        window = new_window()
        assert window.isVisible()
        window.hide()

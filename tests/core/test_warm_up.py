"""What a program needs of the compiled kernels, what it knows of them, and the folders they are kept in."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from digitpad.core.augmentation.settings import Augmentation
from digitpad.core.jit import kernels
from digitpad.core.training.presets import PRESETS
from digitpad.core.training.settings import TrainingSettings
from digitpad.core.warm_up import Drawing, Training

DAY = 24 * 60 * 60


@dataclass
class Some:
    """What is needed in these tests."""

    use: Callable[[], object] = lambda: None
    name: str = "some"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where kernels are kept in this test, among folders of other versions."""
    folder = tmp_path / "kernels" / "this"
    monkeypatch.setattr(kernels, "kernel_cache", lambda: folder)
    monkeypatch.setattr(kernels, "_ready", set())
    monkeypatch.setattr(kernels, "_failed", set())
    return folder


def test_the_defaults_are_what_the_default_preset_needs() -> None:
    assert Training.of(PRESETS["default"].settings) == Training()
    assert Training.of(PRESETS["hand-in"].settings) == Training(lazy=True, augmentation="none")
    assert Training.of(PRESETS["best"].settings) == Training(augmentation="all", drawings=True)


def test_settings_that_need_no_other_kernels_have_the_same_name() -> None:
    usual = TrainingSettings()
    changed = replace(usual, dropout_hidden=0.2, clip=1.0, momentum=0.5, optimiser="adam", activation="tanh", epochs=2)
    assert Training.of(changed).name == Training.of(usual).name
    names = {Drawing().name, Drawing("float64").name}
    for augmentation in (Augmentation(), Augmentation(shift=2), Augmentation(shift=0.5), Augmentation(noise=0.1)):
        for optimiser in ("sgd", "momentum"):
            settings = replace(usual, augmentation=augmentation, optimiser=optimiser)
            names |= {Training.of(settings, sparse).name for sparse in (True, False)}
    assert len(names) == 2 + 3 * 2 + 3  # dense images are learned from alike by all optimisers


@pytest.mark.skipif(not kernels.available(), reason="Numba is not installed")
@pytest.mark.usefixtures("folder")
def test_what_was_compiled_once_is_known_to_later_programs() -> None:
    calls: list[str] = []
    some = Some(lambda: calls.append("used"))
    assert not kernels.compiled_before(some)
    assert not kernels.ready(some)
    assert kernels.load(some)
    assert kernels.load(some)
    assert calls == ["used"]
    assert kernels.ready(some)
    assert kernels.compiled_before(some)
    assert not kernels.compiled_before(Some(name="other"))


@pytest.mark.skipif(not kernels.available(), reason="Numba is not installed")
@pytest.mark.usefixtures("folder")
def test_kernels_that_fail_leave_the_work_to_numpy(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    assert not kernels.load(Some(fail))
    assert not kernels.load(Some())
    assert not kernels.ready(Some())
    assert not kernels.compiled_before(Some())
    assert "the disk is full" in caplog.text


@pytest.mark.skipif(not kernels.available(), reason="Numba is not installed")
def test_folders_that_no_program_has_used_for_long_are_removed(folder: Path) -> None:
    ages = {"this": 40, "recent": 29, "old": 31}
    for name, days in ages.items():
        (folder.parent / name / "part").mkdir(parents=True)
        then = time.time() - days * DAY
        os.utime(folder.parent / name, (then, then))
    assert kernels.load(Some())
    assert {each.name for each in folder.parent.iterdir()} == {"this", "recent"}
    assert (folder / "part").is_dir()


NEEDED = """
import json, pathlib, sys, threading, time
from dataclasses import dataclass
from digitpad.core.jit import kernels

@dataclass(frozen=True)
class Later:
    path: str
    name = "later"
    def use(self):
        time.sleep(0.2)
        pathlib.Path(self.path).touch()

@dataclass(frozen=True)
class First:
    path: str
    name = "first"
    def use(self):
        kernels.prepare_in_background([Later(self.path)], kernels.load)

@dataclass(frozen=True)
class Endless:
    name = "endless"
    def use(self):
        threading.Event().wait()
"""


@pytest.mark.skipif(not kernels.available(), reason="Numba is not installed")
@pytest.mark.parametrize(
    ("program", "made"),
    [
        ("sys.argv[1:] = ['needed', 'First', json.dumps({'path': 'made'})]; kernels.main()", True),
        ("kernels.prepare_in_background([Endless()], kernels.load)", False),
    ],
    ids=["what makes kernels", "another program"],
)
def test_what_makes_kernels_waits_for_all_of_them_and_other_programs_for_none(
    tmp_path: Path, program: str, made: bool
) -> None:
    (tmp_path / "needed.py").write_text(NEEDED)
    places = {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]), "XDG_CACHE_HOME": str(tmp_path)}
    command = [sys.executable, "-c", f"from needed import *; {program}"]
    subprocess.run(command, check=True, timeout=60, cwd=tmp_path, env=os.environ | places)
    assert (tmp_path / "made").exists() == made


COMPILING = """
import atexit, os, time
from llvmlite import binding
from digitpad.core.jit import kernels

calls = 0

class Endless:
    name = "endless"
    def use(self):
        global calls
        while True:
            binding.get_default_triple()
            calls += 1
            time.sleep(0.001)  # in Python, as between the compiler's passes

def look():
    before = calls
    time.sleep(0.1)
    os._exit(calls > before + 1)

atexit.register(look)
kernels.prepare_in_background([Endless()], kernels.load)
while not calls:
    time.sleep(0.01)
"""


@pytest.mark.skipif(not kernels.available(), reason="Numba is not installed")
def test_no_thread_compiles_while_the_program_takes_the_compiler_down(tmp_path: Path) -> None:
    """One that did crashed it, so that a short training, the first on a machine, ended with a signal."""
    places = {"PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", COMPILING], check=True, timeout=60, env=os.environ | places)

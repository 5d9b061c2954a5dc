"""Starting the program, each time in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from digitpad.app import show_fitting

# Builds the window as `python -m digitpad` does, and closes it again.
OPEN_AND_CLOSE = """
import sys
from PySide6.QtCore import QCoreApplication, QLocale, QTimer, Qt
from digitpad import app, paths
seen = []
make_window = app.make_window
def look(application, preferences):
    window = make_window(application, preferences)
    print("pyqtgraph" in sys.modules)
    def finish():
        compress = Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents
        tablet = Qt.ApplicationAttribute.AA_CompressTabletEvents
        print(window.isVisible(), window.windowTitle(), application.applicationName())
        print(QCoreApplication.testAttribute(compress), QCoreApplication.testAttribute(tablet))
        print(QLocale().toString(0.25, "f", 2))
        application.exit(0)
    QTimer.singleShot(200, finish)
    return window
app.make_window = look
sys.exit(app.open_window())
"""
LOADED = """
import sys
from digitpad.__main__ import main
sys.argv[1:] = {arguments!r}
try:
    status = main()
except SystemExit as end:
    status = end.code
print("STATUS", status, [name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph")])
"""


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python without any screen but the one named, with its settings and its log in the folder."""
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    variables = {name: value for name, value in os.environ.items() if name not in without}
    variables |= {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "HOME": str(folder)} | environment
    return subprocess.run([sys.executable, *words], capture_output=True, text=True, timeout=60, env=variables)


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What the program said when it gave up in good order."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("digitpad: ")
    for word in ("Traceback", "Abort", "qt.qpa"):
        assert word not in done.stderr
    return done.stderr


def test_without_a_display_it_says_so(tmp_path: Path) -> None:
    said = one_sentence(run(tmp_path, "-m", "digitpad"))
    assert "DISPLAY" in said
    assert "digitpad --help" in said


def test_with_a_platform_that_does_not_exist_it_says_so(tmp_path: Path) -> None:
    assert "QT_QPA_PLATFORM is 'nonsense'" in one_sentence(run(tmp_path, "-m", "digitpad", QT_QPA_PLATFORM="nonsense"))


def test_the_window_opens_and_closes(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", OPEN_AND_CLOSE, QT_QPA_PLATFORM="offscreen", LC_ALL="ar_EG.UTF-8")
    assert done.returncode == 0, done.stderr
    loaded, first, second, number = done.stdout.splitlines()
    assert loaded == "False"  # it takes a fifth of the start's time, and nothing of it is to be seen yet
    assert first.startswith("True digitpad")
    assert second == "False False"  # every sample of the pointer counts
    assert number == "0.25"  # as everywhere in the window, whatever the system's language
    assert "Traceback" not in done.stderr
    assert not [path for path in tmp_path.rglob("*.log") if "unexpected" in path.read_text()]


@pytest.mark.parametrize("words", [["--help"], ["predict", "--help"], ["--version"]])
def test_the_command_line_answers_without_qt(tmp_path: Path, words: list[str]) -> None:
    done = run(tmp_path, "-c", LOADED.format(arguments=words))
    assert done.stdout.splitlines()[-1] == "STATUS 0 []"


def test_predict_reads_a_picture_without_qt(tmp_path: Path) -> None:
    picture = Image.new("L", (120, 120), 255)
    ImageDraw.Draw(picture).line([(36, 24), (84, 24), (54, 96)], fill=0, width=12)
    picture.save(tmp_path / "seven.png")
    done = run(tmp_path, "-c", LOADED.format(arguments=["predict", str(tmp_path / "seven.png")]))
    *said, last = done.stdout.splitlines()
    assert last == "STATUS 0 []"
    assert "7" in " ".join(said)


def test_main_py_starts_the_same_program(tmp_path: Path) -> None:
    main = Path(__file__).resolve().parent.parent / "main.py"
    done = run(tmp_path, str(main), "--help")
    assert done.returncode == 0
    assert "predict" in done.stdout
    assert done.stderr == ""


def test_a_window_fills_a_screen_that_it_does_not_fit(qtbot: QtBot) -> None:
    for side, fills in ((300, False), (5000, True)):
        window = QWidget()
        qtbot.addWidget(window)
        window.resize(side, side)
        show_fitting(window)
        assert window.isMaximized() == fills

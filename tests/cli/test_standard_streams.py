"""`-` reads standard input; what the network saw is shown; completion knows the words of the command line."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.commands import Digitpad

SEVEN = json.dumps({"label": 7, "strokes": [[[8, 6], [20, 6], [13, 24]]]})


@pytest.fixture
def standard_input(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Gives what the command reads from standard input."""

    def give(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    return give


def test_a_dash_is_standard_input_wherever_a_file_is_read(
    digitpad: Digitpad,
    seven: Callable[..., Path],
    course_file: Callable[..., Path],
    standard_input: Callable[[bytes], None],
    tmp_path: Path,
) -> None:
    standard_input(seven().read_bytes())
    assert digitpad("predict", "-").out.startswith("-: 7 (")
    standard_input(SEVEN.encode())
    (answer,) = digitpad.report("predict", "-")["answers"]
    assert (answer["file"], answer["line"], answer["digit"]) == ("-", 1, 7)
    standard_input(SEVEN.encode())
    assert digitpad.report("replay", "-")["data"] == "-"
    standard_input(SEVEN.encode())
    words = ("collection", "add", "-", "--writer", "Ada", "--label", 7, "--collection", tmp_path / "a.sqlite")
    assert "added 1 drawing to" in digitpad(*words).out
    data = course_file()
    standard_input(data.read_bytes())
    assert digitpad("evaluate", "--data", "-").status == 0
    model = tmp_path / "model.npz"
    small = ("--epochs", 1, "--hidden-units", 4, "--shift", 0)
    standard_input(data.read_bytes())
    assert digitpad("train", "--data", "-", *small, "--out", model).status == 0
    standard_input(model.read_bytes())
    assert digitpad("evaluate", "-", "--data", data).status == 0


def test_standard_input_is_read_once(digitpad: Digitpad) -> None:
    outcome = digitpad("predict", "-", "--model", "-")
    assert (outcome.status, outcome.out) == (2, "")
    assert "once" in outcome.err


@pytest.mark.parametrize(
    "words", ["train --out", "train --plots", "data --as npz --out", "evaluate --report", "predict - --save-seen"]
)
def test_a_dash_is_nothing_to_write(digitpad: Digitpad, words: str) -> None:
    outcome = digitpad(*words.split(), "-")
    assert outcome.status == 2
    assert outcome.err.startswith("digitpad: - is standard input alone")
    assert not Path("-").exists()


@pytest.mark.parametrize("words", ["train --data", "evaluate --data", "data"])
def test_an_empty_name_is_not_taken_for_the_default(digitpad: Digitpad, words: str) -> None:
    outcome = digitpad(*words.split(), "")
    assert (outcome.status, outcome.out) == (2, "")
    assert "is empty" in outcome.err


def test_what_is_wrong_with_standard_input_is_said_of_it(
    digitpad: Digitpad, standard_input: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    standard_input(b"%PDF-1.7")
    assert digitpad("replay", "-").err == "digitpad: standard input is a PDF document; export its page as PNG.\n"
    standard_input(SEVEN.encode()[1:])
    assert digitpad("replay", "-").err.startswith("digitpad: -, line 1: it is not JSON.\n")
    monkeypatch.setattr(sys, "stdin", None)  # as it is where that was closed
    outcome = digitpad("predict", "-")
    assert (outcome.status, outcome.err) == (2, "digitpad: There is no standard input; name a file.\n")


def test_what_the_network_saw_is_printed_and_saved(digitpad: Digitpad, tmp_path: Path) -> None:
    strokes, saved = tmp_path / "sevens.jsonl", tmp_path / "seen.png"
    strokes.write_text(f"{SEVEN}\n{SEVEN}\n")
    output = digitpad.output("predict", strokes, "--show", "--save-seen", saved)
    first, *picture = output.splitlines()[:29]
    assert first.startswith(f"{strokes}:1: 7")
    widths = [len(line) for line in picture]
    assert max(widths) <= 56
    top = next(line for line in picture if line.strip())
    assert any("@@@@@@@@" in line for line in picture[:12]), "the bar of the seven"
    assert top.isascii()
    with Image.open(saved) as image:
        pixels = np.asarray(image)
    assert pixels.shape == (28, 56)
    assert pixels.max() == 255
    np.testing.assert_array_equal(pixels[:, :28], pixels[:, 28:])
    assert output.endswith(f"wrote {saved}\n")


@pytest.mark.parametrize("name", ["seen.jpg", "seen"])
def test_what_was_seen_is_saved_as_png_alone(digitpad: Digitpad, seven: Callable[..., Path], name: str) -> None:
    outcome = digitpad("predict", seven(), "--save-seen", name)
    assert outcome.status == 2
    assert ".png" in outcome.err


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_is_printed_for_each_shell(digitpad: Digitpad, shell: str) -> None:
    output = digitpad.output("--completion", shell)
    for word in ("predict", "hidden-units", "adamw"):
        assert word in output


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("words", "completed"),
    [("ev", "evaluate"), ("train --hidd", "--hidden-units"), ("train --optimiser adamw", "adamw")],
)
def test_bash_completes_words(digitpad: Digitpad, tmp_path: Path, words: str, completed: str) -> None:
    script = tmp_path / "completion"
    script.write_text(digitpad("--completion", "bash").out)
    listed = f"digitpad {words}".split()
    ask = f"source {script}; COMP_WORDS=({' '.join(listed)}); COMP_CWORD={len(listed) - 1}; "
    ask += f"_shtab_digitpad digitpad '{listed[-1]}' '{listed[-2]}'; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True)
    assert completed in done.stdout.split()


def test_the_help_has_each_preset_with_its_settings(digitpad: Digitpad) -> None:
    words = " ".join(digitpad("train", "--help").out.split())
    assert "preset hand-in: --data mnist-hand-in, --epochs 200, --batch-size 30, --learning-rate 0.0001" in words
    assert "preset default: --data mnist, all settings as above" in words

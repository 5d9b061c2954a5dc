"""The rings: what each part of the program loads, and what it must not."""

import json
import subprocess
import sys

PROGRAM = """
import importlib, json, pkgutil, sys
loaded = []
for ring in sys.argv[1:]:
    package = importlib.import_module(ring)
    for module in pkgutil.walk_packages(package.__path__, ring + "."):
        importlib.import_module(module.name)
        loaded.append(module.name)
print(json.dumps([loaded, sorted(sys.modules)]))
"""


def loaded_by(*rings: str) -> tuple[set[str], set[str]]:
    """The modules of these packages, and all modules that are there once they are imported in a new process."""
    command = [sys.executable, "-c", PROGRAM, *rings]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    loaded, everything = json.loads(done.stdout)
    return set(loaded), set(everything)


def test_no_module_of_the_core_the_command_line_or_notebooks_loads_qt() -> None:
    loaded, everything = loaded_by("digitpad.core", "digitpad.cli", "digitpad.api")
    assert {"digitpad.core.training.trainer", "digitpad.core.pictures.normalise", "digitpad.cli.main"} <= loaded
    assert "numpy" in everything
    assert not {"PySide6", "shiboken6", "pyqtgraph"} & {name.split(".")[0] for name in everything}


def test_no_module_of_the_workspace_loads_widgets_or_plots() -> None:
    loaded, everything = loaded_by("digitpad.workspace")
    assert {"digitpad.workspace.workspace", "digitpad.workspace.worker", "digitpad.workspace.fault_log"} <= loaded
    assert "PySide6.QtCore" in everything
    assert not {"PySide6.QtWidgets", "pyqtgraph", "digitpad.ui"} & everything


def test_a_command_runs_without_loading_qt() -> None:
    program = "import sys; from digitpad.__main__ import main; sys.argv[1:] = ['evaluate', 'no such file']; main()"
    program += "; print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'pyqtgraph')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
    assert "no such file" in done.stderr

"""The core and the command line load without Qt."""

import json
import subprocess
import sys

PROGRAM = """
import importlib, json, pkgutil, sys
loaded = []
for ring in ("digitpad.core", "digitpad.cli"):
    package = importlib.import_module(ring)
    for module in pkgutil.walk_packages(package.__path__, ring + "."):
        importlib.import_module(module.name)
        loaded.append(module.name)
print(json.dumps([loaded, sorted({name.split(".")[0] for name in sys.modules})]))
"""


def test_no_module_of_the_core_or_the_command_line_loads_qt() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    loaded, everything = json.loads(done.stdout)
    assert {"digitpad.core.training.trainer", "digitpad.core.drawing.bitmap", "digitpad.cli.main"} <= set(loaded)
    assert "numpy" in everything
    assert not {"PySide6", "shiboken6", "pyqtgraph"} & set(everything)


def test_a_command_runs_without_loading_qt() -> None:
    program = "import sys; from digitpad.__main__ import main; sys.argv[1:] = ['evaluate', 'no such file']; main()"
    program += "; print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'pyqtgraph')))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"
    assert "no such file" in done.stderr

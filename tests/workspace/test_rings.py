"""The workspace loads without widgets and without the plotting library."""

import json
import subprocess
import sys

PROGRAM = """
import importlib, json, pkgutil, sys
package = importlib.import_module("digitpad.workspace")
names = [module.name for module in pkgutil.walk_packages(package.__path__, "digitpad.workspace.")]
for name in names:
    importlib.import_module(name)
print(json.dumps([names, sorted(sys.modules)]))
"""


def test_no_module_of_the_workspace_loads_widgets_or_plots() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=60)
    loaded, everything = json.loads(done.stdout)
    assert {"digitpad.workspace.workspace", "digitpad.workspace.job", "digitpad.workspace.fault_log"} <= set(loaded)
    assert "PySide6.QtCore" in everything
    assert not {"PySide6.QtWidgets", "pyqtgraph", "digitpad.ui"} & set(everything)

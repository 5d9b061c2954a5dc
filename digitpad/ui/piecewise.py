"""Importing a large package piece by piece, so that the window goes on between them."""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec, module_from_spec


def import_in_pieces(name: str) -> Iterator[None]:
    """Import a package with a pause before each of its statements, most of which import one of its modules.

    In the pauses the package is not in `sys.modules`, so whoever needs it then imports all of it, from the modules that
    have been loaded. Not for a thread: PySide makes its classes as they are first used, and not two at a time. Raises
    ImportError when there is no such package.
    """
    spec = None if name in sys.modules else find_spec(name)
    source = spec.loader.get_source(name) if spec and isinstance(spec.loader, InspectLoader) else None
    if spec is None or source is None:
        import_module(name)
        return
    package = module_from_spec(spec)
    for statement in ast.parse(source).body:
        yield
        if name in sys.modules:
            return
        sys.modules[name] = package
        try:
            exec(compile(ast.Module([statement], []), spec.origin or name, "exec"), vars(package))
        finally:
            del sys.modules[name]
    sys.modules[name] = package

"""Long work of the window done piece by piece, so that it goes on between them."""

import ast
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.abc import InspectLoader
from importlib.util import find_spec, module_from_spec

from PySide6.QtCore import QObject, QTimer, Signal


class InTurns(QObject):
    """Does what a generator does, up to its next `yield` in every other turn of the event loop.

    The turns between are for what that has set off, such as another layout and painting.
    """

    finished = Signal()

    def __init__(self, parent: QObject, make: Callable[[], Iterator[None]]) -> None:
        super().__init__(parent)
        self._make = make
        self._pieces: Iterator[None] = iter(())
        self._rests = False
        self._turns = QTimer(self, interval=0)
        self._turns.timeout.connect(self._do_next)

    def begin(self) -> None:
        """Begin; what has begun before ends here."""
        self._pieces = self._make()
        self._turns.start()

    def _do_next(self) -> None:
        self._rests = not self._rests
        if self._rests:
            return
        for _ in self._pieces:
            return
        self._turns.stop()
        self.finished.emit()


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

"""Changing how things look."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup

from digitpad.ui.actions.action import make_action
from digitpad.ui.widgets.history_plots import HistoryPlots
from digitpad.workspace.preferences import THEMES

translate = QCoreApplication.translate


class ViewActions:
    """The axes of the curves, and the theme of the window."""

    def __init__(self, plots: HistoryPlots, theme: str, choose_theme: Callable[[str], None], parent: QObject) -> None:
        log = (
            translate("view_actions", "&Log scale of the cost"),
            translate("view_actions", "Draw the cost on a logarithmic axis, where a steady decline is a straight line"),
        )
        show_all = (
            translate("view_actions", "Show &all of the curves"),
            translate("view_actions", "End zooming and follow the curves again"),
        )

        def show_on_log_scale() -> None:
            plots.kinds.setCurrentIndex(0)  # where it is to be seen
            plots.curves.log_cost.setChecked(log_scale.isChecked())

        log_scale = make_action(parent, *log, show_on_log_scale, "Ctrl+L")
        log_scale.setCheckable(True)
        plots.curves.log_cost.toggled.connect(log_scale.setChecked)
        self.curves = log_scale, make_action(parent, *show_all, plots.show_all, "Ctrl+0")
        self._group = QActionGroup(parent)
        self.themes = tuple(
            self._theme(name, text, name == theme, choose_theme, parent)
            for name, text in zip(
                THEMES,
                (
                    translate("view_actions", "As the deskto&p"),
                    translate("view_actions", "L&ight"),
                    translate("view_actions", "&Dark"),
                ),
                strict=True,
            )
        )

    def _theme(
        self, name: str, text: str, chosen: bool, choose_theme: Callable[[str], None], parent: QObject
    ) -> QAction:
        action = make_action(
            parent, text, translate("view_actions", "Choose the colours of the window"), lambda: choose_theme(name)
        )
        action.setCheckable(True)
        action.setChecked(chosen)
        self._group.addAction(action)
        return action

"""The tab Evaluate: how good the network is, and where it fails."""

from PySide6.QtWidgets import QTabWidget, QWidget

from digitpad.ui.evaluate.compare_view import CompareView
from digitpad.ui.evaluate.confusion_view import ConfusionView
from digitpad.ui.evaluate.figures_view import FiguresView
from digitpad.ui.evaluate.map_view import MapView
from digitpad.ui.evaluate.misreads_view import MisreadsView
from digitpad.ui.evaluate.robustness_view import RobustnessView
from digitpad.ui.evaluate.set_chooser import SetChooser
from digitpad.ui.evaluate.trust_view import TrustView
from digitpad.ui.view import View
from digitpad.workspace.workspace import Workspace


class EvaluatePanel(QTabWidget):
    """The views that evaluate a network, one at a time, all of them on the images chosen at the top right."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName(self.tr("How good the network is"))
        self.setCornerWidget(SetChooser(workspace.evaluation_set))
        views: tuple[tuple[View, str], ...] = (
            (FiguresView(workspace), self.tr("How many images are read correctly, in all and digit by digit")),
            (ConfusionView(workspace), self.tr("Which digits are read as which")),
            (MisreadsView(workspace), self.tr("The images that are read as another digit")),
            (
                TrustView(workspace),
                self.tr("Whether the network is as sure as it should be, and when it had better not answer"),
            ),
            (
                RobustnessView(workspace),
                self.tr("How well images are read that are turned, shifted, noisy or otherwise distorted"),
            ),
            (CompareView(workspace), self.tr("Whether one model is really better than another")),
            (MapView(workspace), self.tr("All images as points, near each other where the network finds them alike")),
        )
        for view, hint in views:
            self.setTabToolTip(self.addTab(view, view.title), hint)

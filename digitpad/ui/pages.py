"""The tab Inside: what the network does with the drawing, a view for each side of it."""

from PySide6.QtWidgets import QTabWidget, QWidget

from digitpad.ui.evaluate.choosers import SetChooser
from digitpad.ui.evaluate.compare_view import CompareView
from digitpad.ui.evaluate.confidence_view import TrustView
from digitpad.ui.evaluate.confusion_view import ConfusionView
from digitpad.ui.evaluate.figures_view import FiguresView
from digitpad.ui.evaluate.map_view import MapView
from digitpad.ui.evaluate.misreads_view import MisreadsView
from digitpad.ui.evaluate.robustness_view import RobustnessView
from digitpad.ui.inside.gradient_view import GradientView
from digitpad.ui.inside.numbers_view import NumbersView
from digitpad.ui.inside.picture_view import PictureView
from digitpad.ui.inside.pinned_view import PinnedView
from digitpad.ui.inside.surgery_view import SurgeryView
from digitpad.ui.inside.weights_view import WeightsView
from digitpad.ui.inside.why_view import WhyView
from digitpad.ui.view import View
from digitpad.workspace.workspace import Workspace


class InsidePanel(QTabWidget):
    """The views of the network's inside, one at a time."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.tabBar().setAccessibleName(self.tr("Inside the network"))
        views: tuple[tuple[View, str], ...] = (
            (PictureView(workspace), self.tr("The layers of the network, and what the drawing does in them")),
            (
                NumbersView(workspace),
                self.tr("Every number from the drawing to the answer, and back through a learning step"),
            ),
            (
                GradientView(workspace),
                self.tr("The computed gradient beside a measured one, and what classic mistakes in it look like"),
            ),
            (WeightsView(workspace), self.tr("What the hidden units look for, and how that changes while they learn")),
            (WhyView(workspace), self.tr("Which pixels speak for the answer, and what would change it")),
            (SurgeryView(workspace), self.tr("Change units or weights, and see at once what that does to the answers")),
            (PinnedView(workspace), self.tr("How the answers to some drawings change while the network learns")),
        )
        for view, hint in views:
            self.setTabToolTip(self.addTab(view, view.title), hint)


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

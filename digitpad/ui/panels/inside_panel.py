"""The tab Inside: what the network does with the drawing, a view for each side of it."""

from PySide6.QtWidgets import QTabWidget, QWidget

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
        self.setAccessibleName(self.tr("Inside the network"))
        views: tuple[View, ...] = (
            PictureView(workspace),
            NumbersView(workspace),
            GradientView(workspace),
            WeightsView(workspace),
            WhyView(workspace),
            SurgeryView(workspace),
            PinnedView(workspace),
        )
        for view in views:
            self.addTab(view, view.title)

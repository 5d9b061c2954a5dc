"""The pages Inside and Evaluate: which views they have, and which of them lead."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

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
from digitpad.ui.widgets.view_pages import Entry, ViewPages
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class InsidePanel(ViewPages):
    """What the network does with the drawing, a view for each side of it."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        leading = (
            _entry(
                PictureView(workspace),
                translate("pages", "The layers of the network, and what the drawing does in them"),
            ),
            _entry(
                WhyView(workspace), translate("pages", "Which pixels speak for the answer, and what would change it")
            ),
            _entry(
                PinnedView(workspace),
                translate("pages", "How the answers to some drawings change while the network learns"),
            ),
        )
        deeper = (
            _entry(
                NumbersView(workspace),
                translate("pages", "Every number from the drawing to the answer, and back through a learning step"),
            ),
            _entry(
                GradientView(workspace),
                translate(
                    "pages", "The computed gradient beside a measured one, and what classic mistakes in it look like"
                ),
            ),
            _entry(
                WeightsView(workspace),
                translate("pages", "What the hidden units look for, and how that changes while they learn"),
            ),
            _entry(
                SurgeryView(workspace),
                translate("pages", "Change units or weights, and see at once what that does to the answers"),
            ),
        )
        super().__init__(leading, deeper, parent)
        self.bar.setAccessibleName(self.tr("Inside the network"))


class EvaluatePanel(ViewPages):
    """How good a network is and where it fails, all of it on the images chosen at the right."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        leading = (
            _entry(
                FiguresView(workspace),
                translate("pages", "How many images are read correctly, in all and digit by digit"),
            ),
            _entry(ConfusionView(workspace), translate("pages", "Which digits are read as which")),
            _entry(MisreadsView(workspace), translate("pages", "The images that are read as another digit")),
        )
        deeper = (
            _entry(
                TrustView(workspace),
                translate("pages", "Whether the network is as sure as it should be, and when it had better not answer"),
            ),
            _entry(
                RobustnessView(workspace),
                translate("pages", "How well images are read that are turned, shifted, noisy or otherwise distorted"),
            ),
            _entry(CompareView(workspace), translate("pages", "Whether one model is really better than another")),
            _entry(
                MapView(workspace),
                translate("pages", "All images as points, near each other where the network finds them alike"),
            ),
        )
        super().__init__(leading, deeper, parent)
        self.bar.setAccessibleName(self.tr("How good the network is"))
        self.tools.addWidget(SetChooser(workspace.evaluation_set))


def _entry(view: View, words: str) -> Entry:
    return Entry(view, view.title, words)

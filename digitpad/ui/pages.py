"""The pages of the window, and the views of Inside and Evaluate: which there are, and which of them lead."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QAction, QShowEvent

from digitpad.ui.evaluate.choosers import SetChooser
from digitpad.ui.theme import as_part
from digitpad.ui.widgets.view_pages import Entry, LatePage, ViewPages
from digitpad.workspace.run_library import RunTakenIn
from digitpad.workspace.workspace import Destination, Workspace

if TYPE_CHECKING:
    from digitpad.ui.data.view import DataView
    from digitpad.ui.runs.page import RunsPage

tr = partial(QCoreApplication.translate, "pages")


def page_titles() -> tuple[tuple[str, str, str], ...]:
    """Name, icon and hint of each page, in their order."""
    return (
        (tr("Train"), "train-page", tr("Teach a network, and watch how it learns")),
        (tr("Inside"), "inside", tr("See what the network does with the drawing")),
        (tr("Evaluate"), "evaluate", tr("Find out how good the network is, and where it fails")),
        (tr("Runs"), "runs", tr("Look at every training you have run, and compare them")),
        (tr("Data"), "data", tr("Look at the data before the network learns from it")),
        (tr("My digits"), "my-digits", tr("Keep your own handwriting, and teach it to the network")),
    )


class InsidePage(ViewPages):
    """What the network does with the drawing, a view for each side of it."""

    def __init__(self, workspace: Workspace) -> None:
        leading = (
            Entry(
                "inside.picture_view.PictureView",
                tr("Picture"),
                tr("The layers of the network, and what the drawing does in them"),
            ),
            Entry(
                "inside.why_view.WhyView", tr("Why?"), tr("Which pixels speak for the answer, and what would change it")
            ),
            Entry(
                "inside.pinned_view.PinnedView",
                tr("Pinned"),
                tr("How the answers to some drawings change while the network learns"),
            ),
        )
        deeper = (
            Entry(
                "inside.numbers_view.NumbersView",
                tr("Numbers"),
                tr("Every number from the drawing to the answer, and back through a learning step"),
            ),
            Entry(
                "inside.gradient_view.GradientView",
                tr("Gradient check"),
                tr("The computed gradient beside a measured one, and what classic mistakes in it look like"),
            ),
            Entry(
                "inside.weights_view.WeightsView",
                tr("Live weights"),
                tr("What the hidden units look for, and how that changes while they learn"),
            ),
            Entry(
                "inside.surgery_view.SurgeryView",
                tr("Surgery"),
                tr("Change units or weights, and see at once what that does to the answers"),
            ),
        )
        super().__init__(leading, deeper, workspace)
        self.bar.setAccessibleName(self.tr("Inside the network"))


class MyDigitsPage(ViewPages):
    """What the user has written: to look through, to write more, and to teach it."""

    def __init__(self, workspace: Workspace) -> None:
        leading = (
            Entry(
                "collection.drawings_view.DrawingsView",
                tr("Drawings"),
                tr("Everything you have kept, to browse and to correct"),
            ),
            Entry("collection.writing_view.WritingView", tr("Write"), tr("Be asked for digits, one after the other")),
            Entry(
                "collection.teach_view.TeachView",
                tr("Teach"),
                tr("Let the model in use learn someone’s digits, and see whether it reads better"),
            ),
            Entry(
                "collection.writer_table_view.WriterTableView",
                tr("Compare"),
                tr("How well each model reads each writer’s digits"),
            ),
        )
        self._workspace = workspace
        super().__init__(leading, (), workspace)
        self.bar.setAccessibleName(self.tr("My digits"))

    def showEvent(self, event: QShowEvent) -> None:
        self._workspace.collection.look()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isVisible() and self.isActiveWindow():
            self._workspace.collection.look()  # another window may have kept something


class EvaluatePage(ViewPages):
    """How good a network is and where it fails, all of it on the images chosen at the right."""

    def __init__(self, workspace: Workspace) -> None:
        leading = (
            Entry(
                "evaluate.figures_view.FiguresView",
                tr("Figures"),
                tr("How many images are read correctly, in all and digit by digit"),
            ),
            Entry("evaluate.confusion_view.ConfusionView", tr("Confusion"), tr("Which digits are read as which")),
            Entry(
                "evaluate.misreads_view.MisreadsView", tr("Misreads"), tr("The images that are read as another digit")
            ),
        )
        deeper = (
            Entry(
                "evaluate.trust_view.TrustView",
                tr("Trust"),
                tr("Whether the network is as sure as it should be, and when it had better not answer"),
            ),
            Entry(
                "evaluate.robustness_view.RobustnessView",
                tr("Robustness"),
                tr("How well images are read that are turned, shifted, noisy or otherwise distorted"),
            ),
            Entry(
                "evaluate.compare_view.CompareView",
                tr("Two models"),
                tr("Whether one model is really better than another"),
            ),
            Entry(
                "evaluate.map_view.MapView",
                tr("Map"),
                tr("All images as points, near each other where the network finds them alike"),
            ),
        )
        super().__init__(leading, deeper, workspace)
        self.bar.setAccessibleName(self.tr("How good the network is"))
        self.tools.addWidget(as_part(SetChooser(workspace.evaluation_set)))

    def compare(self, a: int, b: int) -> None:
        """Open *Two models* with the models of these keys."""
        self.show_view("CompareView")
        view: Any = self.shown
        view.first.choose(a)
        view.second.choose(b)


def runs_page(workspace: Workspace, compare: Callable[[int, int], None]) -> "LatePage[RunsPage]":
    """The page Runs, which loads pyqtgraph; `compare` opens the comparison of two models by their keys."""

    def make() -> "RunsPage":
        from digitpad.ui.runs.page import RunsPage

        return RunsPage(workspace, compare)

    def show_taken(event: object) -> None:
        if isinstance(event, RunTakenIn):
            page.page.choose(event.key)
            workspace.go_to(Destination.RUNS)

    page = LatePage(make)
    workspace.training.run_library.happened.connect(show_taken)
    return page


def data_page(workspace: Workspace, *openers: QAction) -> "LatePage[DataView]":
    """The page Data, with buttons that open a file and a folder."""

    def make() -> "DataView":
        from digitpad.ui.data.view import DataView

        return DataView(workspace, *openers)

    return LatePage(make)

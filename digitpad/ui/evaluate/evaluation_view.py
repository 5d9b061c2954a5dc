"""What the views have in common that show how the model in use reads the chosen images."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from digitpad.core.drawing.normalise import to_ink_image
from digitpad.ui.background_view import EvaluationLine
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.image_list import ImageList
from digitpad.workspace.evaluator import Evaluation
from digitpad.workspace.workspace import Workspace

translate = QCoreApplication.translate


class EvaluationView(View):
    """Shows the newest evaluation. Subclasses put widgets into `content`, which is hidden until there is one."""

    def __init__(self, workspace: Workspace, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(workspace, title, explanation, parent)
        holder = QWidget()
        policy = holder.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        holder.setSizePolicy(policy)
        holder.hide()
        self.content = QVBoxLayout(holder)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(SPACE)
        self._holder = holder
        self.body.addWidget(holder, 1)
        self.body.addWidget(EvaluationLine(workspace))
        workspace.evaluator.evaluated.connect(self.invalidate)

    def refresh(self) -> None:
        latest = self.workspace.evaluator.latest
        self._holder.setVisible(latest is not None)
        if latest:
            self.show_evaluation(latest)

    def new_gallery(self, name: str) -> ImageList:
        """A gallery of some of the images evaluated on, which go onto the canvas or into Inside."""
        gallery = ImageList()
        gallery.setAccessibleName(name)
        gallery.setToolTip(
            translate(
                "evaluation_view",
                "A click, or Enter, puts an image on the canvas. A double click, or Shift and Enter, opens Inside as "
                "well, to see what the network does with it.",
            )
        )
        gallery.chosen.connect(self._put_on_canvas)
        gallery.opened.connect(self._look_inside)
        return gallery

    def _look_inside(self, index: int) -> None:
        self._put_on_canvas(index)
        self.workspace.look_inside()

    def _put_on_canvas(self, index: int) -> None:
        latest = self.workspace.evaluator.latest
        if latest and index < len(latest.dataset):
            self.workspace.show_image(to_ink_image(latest.dataset.X[index]))

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show this evaluation."""
        raise NotImplementedError

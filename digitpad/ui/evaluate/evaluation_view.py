"""What the views have in common that show how the model in use reads the chosen images."""

from digitpad.core.evaluation.evaluation import Evaluation
from digitpad.ui.background_view import BackgroundView, Judged
from digitpad.ui.widgets.image_list import ImageList
from digitpad.ui.widgets.labels import named
from digitpad.workspace.workspace import Destination, Workspace


class EvaluationView(BackgroundView[Evaluation]):
    """Shows the newest evaluation, which is the same for all of them."""

    def __init__(self, workspace: Workspace, title: str, explanation: str) -> None:
        working = self.tr("Evaluating images")
        task, evaluated = workspace.evaluator.task, workspace.evaluation_set
        super().__init__(
            workspace,
            title,
            explanation,
            working,
            task,
            count=lambda: len(evaluated.dataset) if evaluated.dataset else 0,
        )
        self.note.setToolTip(self.tr("Which model was evaluated on which images"))

    def refresh(self) -> None:
        self._request()
        latest = self.workspace.evaluator.latest
        if latest:
            self.reveal(latest)
        self.show_state()

    def _request(self) -> None:
        item = self.workspace.models.current
        self.workspace.evaluator.request()
        if item is None:
            self.missing = self.tr("Press Train or open a model, and it is evaluated here.")
        else:
            self.missing = self.missing_images(item)

    def about(self, result: Evaluation) -> str:
        judged = self.judged(result)
        about = self.tr("“{model}” on {images}")
        return about.format(model=judged.models[0].name, images=judged.images.name_and_size)

    def judged(self, result: Evaluation) -> Judged:
        entry = self.workspace.models.get(self.workspace.evaluator.latest_key)  # which may have been renamed meanwhile
        model = entry.model if entry else result.model
        return Judged((model,), result.dataset, f"{100 * result.metrics.accuracy:.2f} %")

    def new_gallery(self, name: str) -> ImageList:
        """A gallery of some of the images evaluated on, which go onto the canvas or into Inside."""
        hint = self.tr(
            "A click, or Enter, puts an image on the canvas. A double click, or Shift and Enter, opens Inside as "
            "well, to see what the network does with it."
        )
        gallery = named(ImageList(), name, hint)
        gallery.chosen.connect(self.show_evaluated)
        gallery.opened.connect(lambda index: self.show_evaluated(index, Destination.INSIDE))
        return gallery

    def _on_state_changed(self) -> None:
        if self.isVisible():  # what is shown stays until there is another evaluation
            self._request()
            self.show_state()
        else:
            self.invalidate()

    def _on_finished(self, _result: Evaluation) -> None:
        self.invalidate()  # only the view that can be seen shows it

    def show_evaluated(self, index: int, then: Destination | None = None) -> None:
        """Put one of the images evaluated on onto the canvas."""
        latest = self.workspace.evaluator.latest
        if latest and index < len(latest.dataset):
            self.put_on_canvas(latest.dataset, index, then)

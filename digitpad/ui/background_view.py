"""A view of the result of work in the background, and its warning of images that a model has learned from."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from digitpad.core.dataset import Dataset
from digitpad.core.drawing.normalise import to_ink_image
from digitpad.core.files import Table
from digitpad.core.models.model import Model
from digitpad.core.readers.catalogue import learned_from, learned_from_all
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE
from digitpad.ui.view import View
from digitpad.ui.widgets.banner import Placeholder
from digitpad.ui.widgets.labels import caption, selectable
from digitpad.ui.widgets.layouts import Stretched, fill, holder, horizontal, vertical
from digitpad.workspace.background_task import BackgroundTask, Request, Status
from digitpad.workspace.model_library import ModelEntry
from digitpad.workspace.workspace import Destination, Workspace

tr = partial(QCoreApplication.translate, "background_view")

_BAR_WIDTH = 192  # pixels at 100 %
R = TypeVar("R")

_COUNT = re.compile(r", ([\d,]+) images")  # as data sets say it in what a model was trained on


class Judged(NamedTuple):
    """Models, the images they are judged by, and the figure that is shown for them, if there is one."""

    models: tuple[Model, ...]
    images: Dataset
    figure: str = ""


def learned_from_warning(judged: Judged) -> tuple[str, str] | None:
    """A title and a sentence, if one of the models has learned from some of the images; otherwise None."""
    models = [model for model in judged.models if learned_from(model, judged.images)]
    if not models:
        return None
    if len(models) > 1:
        title = tr("{models} have learned from these very images.")
    elif learned_from_all(models[0], judged.images):
        title = tr("{models} has learned from these very images.")
    else:
        title = tr("{models} has learned from some of these images.")
    names = tr(" and ").join(dict.fromkeys(model.name for model in models))
    return title.format(models=names), _consequence(models, judged)


def _consequence(models: list[Model], judged: Judged) -> str:
    figure = judged.figure or tr("what is shown")
    if len(models) > 1:
        text = tr("They have seen them before, so {figure} says nothing about new handwriting.")
    elif learned_from_all(models[0], judged.images):
        text = tr("All {n} of them were among its {training} images, so {figure} says nothing about new handwriting.")
    else:
        text = tr("Some of the {n} were among its {training} images, so {figure} says little about new handwriting.")
    return text.format(n=f"{len(judged.images):,}", training=_training_images(models[0]), figure=figure)


def _training_images(model: Model) -> str:
    """How many images the model has learned from, as words before “images”."""
    count = sum(int(each.replace(",", "")) for each in _COUNT.findall(model.trained_on))
    training = tr("training")
    return f"{count:,} {training}" if count else training


class BackgroundView(View, Generic[R]):
    """Shows the `result` of a task, above it a line that says what is shown or going on, its progress and *Stop*.

    Subclasses put widgets into `content`. As long as there is nothing in it, a sentence stands in its place: what is
    missing, or what is being done. They override `request` and `show_result`, `about` and `numbers`, and `judged` if
    models are judged by images: a banner then says when one of them has learned from these very images.
    """

    def __init__(
        self,
        workspace: Workspace,
        title: str,
        explanation: str,
        working: str,
        task: BackgroundTask | None = None,
        count: Callable[[], int] = int,
    ) -> None:
        """`working` says what is done, such as “Reading images”, and `count` how many there are, 0 if not counted.
        `task`: one that other views show, too; otherwise the view has one of its own."""
        super().__init__(workspace, title, explanation)
        self.task = task or self.new_task()
        self.result: R | None = None  # the one that is shown
        self._working = working
        self.missing = ""
        self.headline.setText("")  # until there is something to say
        self._holder = QWidget()
        self._holder.hide()
        self.content = vertical(self._holder, gap=2 * SPACE)
        self.note = selectable(caption())
        self.work = self.add_task(self.task, working, count)
        self.work.setFixedWidth(px(_BAR_WIDTH))
        self.empty = Placeholder(self.add_task(self.task, working, count))
        self._line = holder(horizontal(None, Stretched(self.note), self.work, gap=2 * SPACE))
        self._line.hide()
        fill(self.body, self._line, Stretched(self._holder), Stretched(self.empty))
        self.banner.button.clicked.connect(self._use_remedy)
        self.empty.button.clicked.connect(self._use_remedy)
        self.task.finished.connect(self._on_finished)
        self.task.changed.connect(self._on_changed)
        for signal in (
            workspace.evaluation_set.changed,
            workspace.models.changed,
            workspace.models.in_use,
            workspace.training.state_changed,
        ):
            signal.connect(self._on_state_changed)

    def request(self) -> Request | str:
        """The work to be done now, or a sentence that says what is missing."""
        raise NotImplementedError

    def show_result(self, result: R) -> None:
        """Show the task's result."""
        raise NotImplementedError

    def show_partial(self, partial: Any) -> None:
        """Show what is known before the result; by default nothing is shown."""

    def about(self, result: R) -> str:
        """A line that says what is shown."""
        raise NotImplementedError

    def judged(self, result: R) -> Judged:
        """The models that are judged by what is shown, and the images."""
        raise NotImplementedError

    def numbers(self, result: R) -> Table:
        """The numbers that are shown, as columns."""
        raise NotImplementedError

    def table(self) -> Table:
        return {} if self.result is None else self.numbers(self.result)

    def put_on_canvas(self, images: Dataset, index: int, then: Destination | None = None) -> None:
        """Have one of the images read as it is, and turn to what is to be seen of that."""
        self.workspace.document.show_image(to_ink_image(images.X[index]))
        if then is not None:
            self.workspace.go_to(then)

    def chosen(self) -> tuple[ModelEntry, ...]:
        """The models that are chosen now."""
        item = self.workspace.models.current
        return (item,) if item else ()

    def refresh(self) -> None:
        self.workspace.evaluation_set.request()
        request = self.request()
        self.missing = request if isinstance(request, str) else ""
        self.task.request(None if isinstance(request, str) else request)
        self.show_state()

    def missing_images(self, *items: ModelEntry) -> str:
        """A sentence if there are no images yet, or if they are withheld from one of these models; else nothing."""
        if self.workspace.evaluation_set.is_unusable:
            return tr("These images cannot be used: choose others above.")
        if self.workspace.evaluator.withholds(*items):
            return tr("Test images are kept for the end of the training, so that no choice is based on them.")
        if self.workspace.evaluation_set.dataset is None:
            return tr("Reading the images…")
        return ""

    def images_text(self, images: Dataset) -> str:
        """The name and number of these images, and whether they are only a sample of those that were chosen."""
        whole = self.workspace.evaluation_set.dataset
        if whole is None or len(images) >= len(whole):
            return images.name_and_size
        return tr("a random sample of {images}").format(images=images.name_and_size)

    def reveal(self, result: R) -> None:
        """Show `content`, with a result in it."""
        self.result = result
        self.empty.hide()
        self._line.show()
        self._holder.show()
        self.show_result(result)

    def show_state(self) -> None:
        """Say what is shown, what is `missing` for more, and what is going on; warn of what misleads."""
        state = self.missing or self._state()
        about = "" if self.result is None else self.about(self.result)
        self.note.setText(" · ".join(text for text in (about, state) if text))
        if not self._holder.isVisibleTo(self):
            waits = bool(self.missing) and self.workspace.evaluator.withholds(*self.chosen())
            sentence = state or self._working + "…"
            self.empty.say(sentence[:1].upper() + sentence[1:], self._remedy()[1] if waits else "")
        self._warn()

    def _warn(self) -> None:
        warning = None if self.result is None else learned_from_warning(self.judged(self.result))
        if warning is None:
            self.banner.hide()
        else:
            hint = tr("Evaluate on images that the model has not learned from")
            self.banner.show_warning(*warning, remedy=self._remedy()[1], hint=hint)

    def _remedy(self) -> tuple[Any, str]:
        """A split of which the models have not learned, and what a button says that chooses it."""
        split = self.workspace.evaluator.remedy(*self.chosen())
        if split is None:
            return None, ""
        names = {
            "test": tr("Use the test images"),
            "validation": tr("Use the validation images"),
            "training": tr("Use the training images"),
        }
        return split, names[split]

    def _use_remedy(self) -> None:
        split, _ = self._remedy()
        if split is not None:
            chosen = self.workspace.evaluation_set
            chosen.choose(chosen.source, split)

    def _state(self) -> str:
        """What is going on, where that is more than what is shown."""
        if self.task.status is Status.STOPPED:
            return tr("stopped before the end")
        return str(self.task.failure) if self.task.failure else ""

    def _on_state_changed(self) -> None:
        self.invalidate()

    def _on_finished(self, result: R) -> None:
        self.reveal(result)

    def _on_changed(self) -> None:
        if self.task.progress.partial is not None and self.task.status is Status.RUNNING:
            self.show_partial(self.task.progress.partial)
        self.show_state()

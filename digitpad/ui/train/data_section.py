"""What the network will learn from, before it does: some of the images, how many there are, and other data."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from digitpad.core.collection.query import COLLECTION
from digitpad.core.data_checks import Preview, preview_of, preview_task
from digitpad.core.readers.catalogue import BUILT_IN
from digitpad.core.readers.options import DataOptions
from digitpad.core.runs.run_events import DataLoaded
from digitpad.ui.style.type import NAME
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.images import NO_PICTURES, Thumbnails, grey
from digitpad.ui.widgets.labels import caption, push_button, text_label
from digitpad.ui.widgets.layouts import Stretched, horizontal, vertical
from digitpad.ui.widgets.titles import data_title, source_title
from digitpad.workspace.background_task import BackgroundTask, Request
from digitpad.workspace.workspace import Workspace

tr = partial(QCoreApplication.translate, "data_section")
_SIDE, _ROWS = 46, 3  # pixels of a picture at 100 %
_SHOWN = 96  # images: enough for the widest window


class DataSection(QWidget):
    """Shows the data of the plan. What comes along is looked into at once, a file when it has been read."""

    def __init__(self, workspace: Workspace, described: Callable[[], object]) -> None:
        """`described` is called when `preview` is another."""
        super().__init__()
        self._described = described
        self._training = workspace.training
        self.preview: Preview | None = None
        self._requested: Hashable = None
        self._shown: Hashable = None  # whose preview it is
        self._report = workspace.report
        self._task = BackgroundTask(workspace, self._fail)
        self._task.finished.connect(self._show)
        self.title = text_label(self.tr("It learns from images like these"), NAME)
        self.other = push_button(
            self.tr("Choose other data…"),
            self.tr("Learn from other images: those that come with the program, or a file of yours"),
            flat=True,
        )
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        for name in BUILT_IN:
            title = data_title(name)
            action = self._menu.addAction(title.text)
            action.setToolTip(title.hint)
            action.triggered.connect(lambda _on, name=name: self._choose(name))
        mine = self._menu.addAction(self.tr("My digits"), lambda: self._choose(COLLECTION))
        mine.setToolTip(self.tr("What was kept in My digits; its menu takes parts of it, to learn from or to test"))
        self.own = self._menu.addAction(self.tr("Its own validation and test images"), self._use_own)
        self.own.setToolTip(self.tr("Use these again instead of the images that were chosen in My digits"))
        self.other.setMenu(self._menu)
        self.images = Thumbnails(_SIDE, _SHOWN, captions=False, rows=_ROWS)
        self.images.setAccessibleName(self.tr("Images that the network learns from"))
        self.words = caption()
        vertical(self, horizontal(None, Stretched(self.title), self.other), self.images, self.words, gap=SPACE)
        self._training.plan_changed.connect(self._follow)
        self._training.happened.connect(self._take)

    def add_opening(self, action: QAction) -> None:
        """Offer a file of one's own, too."""
        self._menu.addSeparator()
        self._menu.addAction(action)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        wanted = source, options = self._wanted
        self.own.setVisible(bool(options.validation or options.test))
        if self.preview and self._shown == wanted:
            self._task.request(None)
        elif self.isVisible() and wanted != self._requested:
            self._requested = wanted
            self._describe(None)
            self._task.request(Request(wanted, None, lambda: preview_task(source, _SHOWN, options)))

    @property
    def _wanted(self) -> tuple[str, DataOptions]:
        """The data of the plan, and how it is read."""
        plan = self._training.plan
        return plan.source, plan.reading_of(plan.source)

    def _choose(self, source: str) -> None:
        self._training.set_plan(replace(self._training.plan, source=source))

    def _use_own(self) -> None:
        plan, (source, options) = self._training.plan, self._wanted
        self._training.set_plan(plan.with_reading(source, replace(options, validation="", test="")))

    def _fail(self, failure: Exception) -> None:
        self.words.setText(self.tr("This data cannot be read."))
        self._report(failure)

    @Slot(object)
    def _show(self, preview: Preview) -> None:
        if self._requested == self._wanted:
            self._describe(preview)

    def _take(self, loaded: object) -> None:
        if not isinstance(loaded, DataLoaded):
            return
        read = loaded.sources.data, loaded.sources.reading
        if read == self._wanted and not (self.preview and self._shown == read):
            self._requested = read
            self._task.request(None)
            self._describe(preview_of(read[0], loaded.datasets, _SHOWN))

    def _describe(self, preview: Preview | None) -> None:
        self.preview, self._shown = preview, self._wanted if preview else None
        self.images.set_pictures(grey(preview.images, 1.0) if preview else NO_PICTURES)
        self.words.setText(self._in_words(preview) if preview else self.tr("Reading the data…"))
        self._described()

    def _in_words(self, preview: Preview) -> str:
        title = source_title(preview.source).text
        counts = (
            (self.tr("{count} images of 28 × 28 pixels to learn from"), preview.training),
            (self.tr("{count} to choose settings by"), preview.validation),
            (self.tr("{count} to test with"), preview.test),
        )
        sizes = ", ".join(part.format(count=f"{count:,}") for part, count in counts if count)
        text = f"{title}: {sizes}."
        text = " ".join([text, *(f"{each[:1].upper()}{each[1:]}." for each in judging_words(self._wanted[1]))])
        if preview.rarest is None or preview.commonest is None:
            return text
        each = self.tr("{classes} classes, {rarest} to {commonest} images of each.")
        if preview.rarest == preview.commonest:
            each = self.tr("{classes} classes, {rarest} images of each.")
        words = each.format(classes=preview.classes, rarest=f"{preview.rarest:,}", commonest=f"{preview.commonest:,}")
        return f"{text} {words}"


def judging_words(options: DataOptions) -> list[str]:
    """With which other data than its own a training is validated and tested."""
    named = (
        (tr("validated with {data}"), options.validation),
        (tr("tested with {data}"), options.test),
    )
    return [words.format(data=source_title(data).text) for words, data in named if data]

"""A map of images, or of what the network makes of them, with the user's drawing on it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QToolButton, QWidget

from digitpad.core.dataset import class_names
from digitpad.core.drawing.normalise import to_ink_image, to_input
from digitpad.core.evaluation.embedding import Embedding, Layer, Method, Projection, embed_task
from digitpad.core.files import Table
from digitpad.core.network import CLASSES
from digitpad.ui.background_view import BackgroundView, Judged
from digitpad.ui.evaluate.point_map import PointMap
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE, follow_look
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.forms import combo_box
from digitpad.ui.widgets.images import ImageView
from digitpad.ui.widgets.labels import are_digits, caption, explanation, per_cent, push_button
from digitpad.ui.widgets.layouts import SPRING, SideBySide, holder, vertical
from digitpad.ui.widgets.painting import digit_colours
from digitpad.workspace.background_task import Request
from digitpad.workspace.training_session import TrainingState
from digitpad.workspace.workspace import Workspace

_COUNTS = (1_000, 3_000, 10_000)
_DEFAULT_COUNT = 3_000
_SIDE_WIDTH, _LEAST_WIDTH = 240, 320  # pixels at 100 %, of the column and of the map beside it


class MapView(BackgroundView[Embedding]):
    """Points that are coloured by their label, beside them the legend and the image under the pointer."""

    def __init__(self, workspace: Workspace) -> None:
        working = self.tr("Making the map")
        super().__init__(workspace, self.tr("Map"), explanation("map"), working)
        self.layer = self._combo(
            self.tr("What is mapped"),
            self.tr("The images themselves, or what the network makes of them on its way to the answer"),
            (
                (self.tr("pixels"), Layer.PIXELS),
                (self.tr("hidden units"), Layer.HIDDEN),
                (self.tr("logits"), Layer.LOGITS),
            ),
        )
        self.layer.setCurrentIndex(1)
        self.method = self._combo(
            self.tr("Method"),
            self.tr("PCA: the plane of most variance, at once. t-SNE: neighbours stay together; takes a while"),
            ((method.value, method) for method in Method),
        )
        self.count = self._combo(
            self.tr("Number of images"),
            self.tr("How many random images of the set are on the map"),
            ((self.tr("{n} images").format(n=f"{count:,}"), count) for count in _COUNTS),
        )
        self.count.setCurrentIndex(_COUNTS.index(_DEFAULT_COUNT))
        self.shape = self._combo(
            self.tr("Points"),
            self.tr("Draw each point as its digit, which needs no colours, or as a dot"),
            ((self.tr("digits"), True), (self.tr("dots"), False)),
        )
        self.map = PointMap()
        self.map.setAccessibleName(self.tr("Map of the images"))
        self._hint = self.tr(
            "Point at the map, or go from point to point with the arrow keys, to see the images. A click, or Enter, "
            "puts one on the canvas. The wheel, + and − zoom, dragging moves."
        )
        self.map.setAccessibleDescription(self._hint)  # no tool tip, which would lie over the points
        self.legend = DigitLegend()
        self.image = ImageView()
        self.text = caption()
        hint = self.tr("Show the whole map again after zooming or moving (Home)")
        self.show_all = push_button(self.tr("Show &all"), hint)
        self._lay_out()
        self._join()

    def refresh(self) -> None:
        super().refresh()
        self._place_drawing()

    def request(self) -> Request | str:
        item, dataset = self.workspace.models.current, self.workspace.evaluation_set.dataset
        if item is None:
            return self.tr("Press Train or open a model to see where it puts the images.")
        missing = self.missing_images(item)
        if dataset is None or missing:
            return missing
        # Qt gives an enumeration of texts back as texts.
        layer, method = Layer(self.layer.currentData()), Method(self.method.currentData())
        count = self.count.currentData()
        # A map by t-SNE takes longer than weights stay the same: it is made when the training is over.
        trains = self.workspace.training.state is TrainingState.RUNNING
        version = None if method is Method.TSNE and trains else item.model.network
        key = item.key, dataset, count, layer, method
        model = item.model
        return Request(key, version, lambda: embed_task(model, dataset, count, layer, method, self.result))

    def show_result(self, result: Embedding) -> None:
        self.headline.say(*self._sentences(len(result.images)))
        self.map.set_points(result.places, result.images.y)
        self.legend.set_names(self._names(result))
        self._place_drawing()

    def about(self, result: Embedding) -> str:
        about = self.tr("“{model}” on {images}").format(model=result.model.name, images=self.images_text(result.images))
        if isinstance(result.place, Projection):
            right, up = 100 * result.place.shares
            return about + self.tr("; the axes show {right:.0f}\u00a0% and {up:.0f}\u00a0% of the variance").format(
                right=right, up=up
            )
        return about + self.tr("; your drawing lies among its five nearest neighbours")

    def judged(self, result: Embedding) -> Judged:
        return Judged((result.model,), result.images, self.tr("how well they are separated"))

    def numbers(self, result: Embedding) -> Table:
        names = self._names(result)
        return {
            "label": [names[label] for label in result.images.y],
            "read as": [names[given] for given in result.predictions.y_pred],
            "probability": result.predictions.confidence.tolist(),
            "x": result.places[:, 0].tolist(),
            "y": result.places[:, 1].tolist(),
        }

    def _combo(self, name: str, hint: str, entries: Iterable[tuple[str, object]]) -> QComboBox:
        combo = combo_box(entries, name, hint)
        self.controls.addWidget(combo)
        return combo

    def _names(self, shown: Embedding) -> Sequence[str]:
        return class_names(shown.images.classes, self.workspace.models.classes)

    def _sentences(self, count: int) -> tuple[str, str]:
        """What the map shows, at length and in short."""
        long, short = {
            Layer.PIXELS: (
                self.tr("{n} images, close together where their pixels are alike"),
                self.tr("{n} images by their pixels"),
            ),
            Layer.HIDDEN: (
                self.tr("{n} images, close together where the hidden units find them alike"),
                self.tr("{n} images as the hidden units see them"),
            ),
            Layer.LOGITS: (
                self.tr("{n} images, close together where the answers are alike"),
                self.tr("{n} images by their answers"),
            ),
        }[Layer(self.layer.currentData())]
        return long.format(n=f"{count:,}"), short.format(n=f"{count:,}")

    def _lay_out(self) -> None:
        side = holder(vertical(None, self.legend, self.show_all, SPACE, self.image, self.text, SPRING, gap=SPACE))
        self.content.addWidget(SideBySide(self.map, side, _SIDE_WIDTH, _LEAST_WIDTH), 1)
        self._show_pointed(None)

    def _join(self) -> None:
        self.invalidate_on(*(combo.currentIndexChanged for combo in (self.layer, self.method, self.count)))
        self.invalidate_on(self.workspace.classifier.predicted)
        self.shape.currentIndexChanged.connect(lambda: self.map.set_as_digits(self.shape.currentData()))
        self.show_all.clicked.connect(self.map.show_all)
        self.legend.digits.triggered.connect(lambda: self.map.set_highlight(self.legend.held))
        self.map.addActions(self.legend.digits.actions())
        self.map.pointed.connect(self._show_pointed)
        self.map.chosen.connect(self._put_on_canvas)

    def _place_drawing(self) -> None:
        prediction, shown = self.workspace.classifier.latest, self.result
        if shown is None or prediction is None or prediction.probabilities is None:
            self.map.set_drawn(None)
        else:
            self.map.set_drawn(shown.place_of(to_input(prediction.seen))[0], prediction.seen)

    def _show_pointed(self, index: int | None) -> None:
        shown = self.result
        self.image.setVisible(shown is not None and index is not None)
        if shown is None or index is None:
            self.text.setText(self._hint)
            return
        self.image.set_image(to_ink_image(shown.images.X[index]))
        names = self._names(shown)
        self.text.setText(
            self.tr("Label {label}\nread as {given}, {sure}").format(
                label=names[shown.images.y[index]],
                given=names[shown.predictions.y_pred[index]],
                sure=per_cent(shown.predictions.confidence[index]),
            )
        )

    def _put_on_canvas(self, index: int) -> None:
        if self.result:
            self.put_on_canvas(self.result.images, index)


class DigitLegend(QWidget):
    """Ten buttons, of which one at most is held down; `digits` are their actions."""

    def __init__(self) -> None:
        super().__init__()
        self.digits = QActionGroup(self)
        self.digits.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.buttons = [QToolButton() for _ in range(CLASSES)]
        row = FlowLayout(self)
        row.setSpacing(0)
        for button in self.buttons:
            action = QAction(self.digits)
            action.setCheckable(True)
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            row.addWidget(button)
        self.set_names(class_names())
        self._colour()
        follow_look(self, self._colour)

    def set_names(self, names: Sequence[str]) -> None:
        """Call the digits, as which points are drawn, so."""
        hint = self.tr("Look at the points of {name} alone; the key {digit} on the map does the same")
        for digit, (action, button, name) in enumerate(zip(self.digits.actions(), self.buttons, names, strict=True)):
            action.setText(name if are_digits(names) else f"{digit} {name}".replace("&", "&&"))
            action.setToolTip(hint.format(name=name, digit=digit))
            button.setAccessibleName(self.tr("Only {name}").format(name=name))

    @property
    def held(self) -> int | None:
        """The digit whose button is held down, if one is."""
        return next((digit for digit, action in enumerate(self.digits.actions()) if action.isChecked()), None)

    def _colour(self) -> None:
        for button, colour in zip(self.buttons, digit_colours(), strict=True):
            button.setIconSize(QSize(px(SPACE), px(SPACE)))
            button.defaultAction().setIcon(_dot(colour, self.devicePixelRatioF()))


def _dot(colour: QColor, ratio: float) -> QIcon:
    side = px(SPACE)
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(0, 0, side, side)
    painter.end()
    return QIcon(pixmap)

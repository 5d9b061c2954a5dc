"""How the file is read: what would spoil a training, each with a button that mends it, and switches."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QWidget

from digitpad.core.data_checks import Finding
from digitpad.core.errors import DataError
from digitpad.core.readers.convert import FASHION, KUZUSHIJI, classes_named
from digitpad.core.readers.options import DEFAULT_OPTIONS, DataOptions
from digitpad.core.training.step_settings import SEEDS
from digitpad.ui.style.type import px
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.banner import Banner
from digitpad.ui.widgets.flow import FlowLayout
from digitpad.ui.widgets.forms import combo_box, whole_box
from digitpad.ui.widgets.labels import caption, check_box, label_of, named
from digitpad.ui.widgets.layouts import vertical

tr = partial(QCoreApplication.translate, "reading")

_NAMES = 220  # pixels of the names of classes at 100 %


def finding_texts() -> dict[str, tuple[str, str]]:
    """Titles and what the buttons say, by the names of findings."""
    return {
        "inverted": (tr("Dark on light"), tr("Swap ink and background")),
        "faint": (tr("Hardly any ink"), tr("Read with full ink")),
        "turned": (tr("Turned or mirrored"), tr("Turn the images")),
        "framing": (tr("Another framing"), tr("Fit and centre")),
        "constant": (tr("Empty images"), ""),
        "labels": (tr("Labels that may be wrong"), ""),
        "unreadable": (tr("Hardly readable"), ""),
        "missing": (tr("Classes without images"), ""),
        "test": (tr("No test images of their own"), ""),
        "shared": (tr("The same images in two parts"), tr("Leave those out")),
        "repeated": (tr("Duplicate images"), tr("Leave those out")),
    }


class FindingList(QWidget):
    """A banner for each finding."""

    def __init__(self, read: Callable[[DataOptions], object]) -> None:
        """`read` takes the options that a button stands for."""
        super().__init__()
        self._read = read
        self.banners: list[Banner] = []
        self._layout = vertical(self, gap=SPACE)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings."""
        for old in self.banners:
            old.hide()
            old.deleteLater()
        self.banners = [self._banner(each) for each in findings]
        self.setVisible(bool(findings))

    def _banner(self, finding: Finding) -> Banner:
        title, remedy = finding_texts()[finding.name]
        banner = Banner(self)  # else it would show as a window of its own, which takes the keys from ours
        hint = self.tr("Read the file with {option}").format(option=finding.option)
        banner.show_warning(title, finding.text, remedy if finding.remedy is not None else "", hint)
        banner.button.clicked.connect(lambda: finding.remedy and self._read(finding.remedy))
        self._layout.addWidget(banner)
        return banner


def turn_texts() -> dict[str, str]:
    """What the turns are called."""
    return {
        "auto": tr("as the format says"),
        "none": tr("as they are"),
        "transpose": tr("rows and columns exchanged"),
        "mirror": tr("left and right exchanged"),
        "flip": tr("top and bottom exchanged"),
        "rotate-left": tr("a quarter to the left"),
        "rotate-right": tr("a quarter to the right"),
        "rotate-180": tr("upside down"),
    }


class ReadingForm(QWidget):
    """Switches for the options."""

    def __init__(self, read: Callable[[DataOptions], object]) -> None:
        """`read` takes the options when one was changed by hand."""
        super().__init__()
        self._read = read
        self._options = DEFAULT_OPTIONS
        self.invert = self._switch(
            self.tr("Swap ink and background"), self.tr("For digits that are dark on light; drawings are light.")
        )
        self.fit = self._switch(
            self.tr("Fit and centre"),
            self.tr("Bring each image into the form that drawings have: as large, and with the same centre."),
        )
        self.unique = self._switch(
            self.tr("Each image once"),
            self.tr("Leave out duplicates, and training images that are in the validation or test set, too."),
        )
        self.no_validation = self._switch(
            self.tr("No validation"),
            self.tr("Learn from the images that would be held out to choose settings by; the test images stay apart."),
        )
        self.turn = combo_box(
            [(text, name) for name, text in turn_texts().items()],
            self.tr("Turn"),
            self.tr("How the images are turned or mirrored, if they are stored so."),
        )
        self.turn.currentIndexChanged.connect(self._edit)
        turn = label_of(self.turn, self.tr("Turned"))
        self.seed = whole_box(int(SEEDS.low), int(SEEDS.high), DEFAULT_OPTIONS.split_seed)
        self.seed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        hint = self.tr("Decides which images are held out for validation and test.")
        named(self.seed, self.tr("Seed of the split"), hint)
        self.seed.valueChanged.connect(self._edit)
        seed = label_of(self.seed, self.tr("Seed of the split"))
        self.classes = combo_box(
            [(self.tr("as in the file"), ()), ("Fashion-MNIST", FASHION), ("KMNIST", KUZUSHIJI)],
            self.tr("Classes"),
            self.tr("What the labels 0, 1, … stand for: those of a data set, or names with commas between them."),
        )
        self.classes.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.classes.setMinimumWidth(px(_NAMES))
        self.classes.activated.connect(self._edit)
        names = QLineEdit()
        self.classes.setLineEdit(names)
        names.editingFinished.connect(self._edit)
        classes = label_of(self.classes, self.tr("Classes"))
        self.wrong = caption()
        self.wrong.hide()
        row = FlowLayout()
        for each in (self.invert, self.fit, self.unique, self.no_validation, turn, self.turn, seed, self.seed):
            row.addWidget(each)
        row.add_together(classes, self.classes)
        vertical(self, row, self.wrong, gap=SPACE)

    def set_options(self, options: DataOptions) -> None:
        """Show these options."""
        self._options = options
        widgets = self.invert, self.fit, self.unique, self.no_validation, self.turn, self.seed, self.classes
        blockers = [QSignalBlocker(each) for each in widgets]
        self.invert.setChecked(options.invert)
        self.fit.setChecked(options.fit)
        self.unique.setChecked(options.unique)
        self.no_validation.setChecked(options.no_validation)
        self.turn.setCurrentIndex(self.turn.findData(options.turn))
        self.seed.setValue(options.split_seed)
        known = [self.classes.itemData(number) for number in range(self.classes.count())]
        if options.classes in known:
            self.classes.setCurrentIndex(known.index(options.classes))
        else:
            self.classes.setEditText(", ".join(options.classes))
        self.wrong.hide()
        del blockers

    def _switch(self, text: str, hint: str) -> QCheckBox:
        box = check_box(text, hint)
        box.toggled.connect(self._edit)
        return box

    def _edit(self) -> None:
        text = self.classes.currentText()
        chosen = self.classes.findText(text)
        try:
            options = replace(
                self._options,
                invert=self.invert.isChecked(),
                fit=self.fit.isChecked(),
                unique=self.unique.isChecked(),
                no_validation=self.no_validation.isChecked(),
                turn=self.turn.currentData(),
                split_seed=self.seed.value(),
                classes=self.classes.itemData(chosen) if chosen >= 0 else classes_named(text),
            )
        except DataError as error:
            self.wrong.setText(str(error))
            self.wrong.show()
            return
        self.wrong.hide()
        if options != self._options:
            self._options = options
            self._read(options)

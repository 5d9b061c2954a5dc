"""What would spoil a training, each with a button that mends it."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from digitpad.core.data_checks.findings import Finding
from digitpad.ui.theme import SPACE
from digitpad.ui.widgets.banner import Banner
from digitpad.ui.widgets.layouts import vertical

translate = QCoreApplication.translate


def finding_texts() -> dict[str, tuple[str, str]]:
    """Titles and what the buttons say, by the names of findings."""
    return {
        "inverted": (translate("findings", "Dark on light"), translate("findings", "Swap ink and background")),
        "faint": (translate("findings", "Hardly any ink"), translate("findings", "Read with full ink")),
        "turned": (translate("findings", "Turned or mirrored"), translate("findings", "Turn the images")),
        "framing": (translate("findings", "Another framing"), translate("findings", "Fit and centre")),
        "constant": (translate("findings", "Empty images"), ""),
        "labels": (translate("findings", "Labels that may be wrong"), ""),
        "unreadable": (translate("findings", "Hardly readable"), ""),
        "missing": (translate("findings", "Classes without images"), ""),
        "test": (translate("findings", "No test images of their own"), ""),
        "shared": (translate("findings", "The same images in two parts"), translate("findings", "Leave those out")),
        "repeated": (translate("findings", "Duplicate images"), translate("findings", "Leave those out")),
    }


class FindingList(QWidget):
    """A banner for each finding; `mended` has the options that a button stands for."""

    mended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.banners: list[Banner] = []
        self._layout = vertical(self, gap=SPACE)

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show these findings."""
        for old in self.banners:
            old.hide()
            old.deleteLater()
        self.banners = [self._banner(each) for each in findings]
        self.setVisible(bool(findings))

    @property
    def texts(self) -> list[str]:
        """What is said."""
        return [each.words.text() for each in self.banners]

    @property
    def buttons(self) -> list[QPushButton]:
        """The remedies that are offered."""
        return [each.button for each in self.banners if not each.button.isHidden()]

    def _banner(self, finding: Finding) -> Banner:
        title, remedy = finding_texts()[finding.name]
        banner = Banner(self)  # else it would show as a window of its own, which takes the keys from ours
        hint = self.tr("Read the file with {option}").format(option=finding.option)
        banner.show_warning(title, finding.text, remedy if finding.remedy is not None else "", hint)
        banner.button.clicked.connect(lambda: self.mended.emit(finding.remedy))
        self._layout.addWidget(banner)
        return banner

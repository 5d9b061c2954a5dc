"""How strict the network is with what is no digit: a slider, with the price of either end in numbers."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from digitpad.core.reject.detector import Detector
from digitpad.ui.theme import SPACE, scaled


class StrictnessSlider(QWidget):
    """Shows a detector's levels and which is used; `chosen` tells when the user moves to another."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint = self.tr(
            "To the right, more scribbles and letters are refused, and more digits with them; at the left end only "
            "what is blank, a speck, a mere line or two shapes. The two shares were counted on drawings by people the "
            "network has not learned from, and on kinds of other drawings that it has not met."
        )
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setPageStep(1)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        self.slider.setAccessibleName(self.tr("How strict"))
        self.slider.valueChanged.connect(self.chosen)
        label = QLabel(self.tr("How stri&ct"))
        label.setBuddy(self.slider)
        self.rates = QLabel()
        self.rates.setFont(scaled(self.rates.font(), 0.85))
        self.rates.setWordWrap(True)
        self.rates.setFixedHeight(2 * self.rates.fontMetrics().lineSpacing())
        self.rates.setAlignment(Qt.AlignmentFlag.AlignTop)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE)
        grid.setVerticalSpacing(0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.slider, 0, 1)
        grid.addWidget(self.rates, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        for each in (label, self.slider, self.rates):
            each.setToolTip(hint)
        self.slider.setAccessibleDescription(hint)
        self.set_detector(None)

    def set_detector(self, detector: Detector | None) -> None:
        """Show the levels of a detector; None for a network without one."""
        self.slider.blockSignals(True)
        self.slider.setEnabled(detector is not None)
        self.slider.setRange(0, len(detector.levels) - 1 if detector else 0)
        self.slider.setValue(detector.level if detector else 0)
        self.slider.blockSignals(False)
        if detector is None:
            self.rates.setText(self.tr("This network has not learned to recognise what is not a digit."))
            return
        level = detector.levels[detector.level]
        self.rates.setText(
            self.tr("Refuses {refused} of all digits, accepts {accepted} of other drawings.").format(
                refused=f"{100 * level.digits_refused:.1f} %", accepted=f"{100 * level.others_accepted:.0f} %"
            )
        )

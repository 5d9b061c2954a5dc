"""How well drawings from a file are read: counts over digits, writers and what is not a digit."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from digitpad.core.evaluation.confidence import expected_calibration_error
from digitpad.core.network import CLASSES
from digitpad.core.recognition.number import Reading
from digitpad.core.recognition.predict import Prediction
from digitpad.core.scoring import wilson


@dataclass
class _Count:
    n: int = 0
    hits: int = 0

    def add(self, hit: bool) -> None:
        self.n += 1
        self.hits += hit

    @property
    def share(self) -> float | None:
        return self.hits / self.n if self.n else None


@dataclass
class Tally:
    """Takes the answers one by one, and sums them up."""

    read: _Count = field(default_factory=_Count)
    accepted: _Count = field(default_factory=_Count)
    refused: _Count = field(default_factory=_Count)
    other_refused: _Count = field(default_factory=_Count)
    numbers: _Count = field(default_factory=_Count)
    unsure: _Count = field(default_factory=_Count)
    per_digit: dict[int, _Count] = field(default_factory=lambda: defaultdict(_Count))
    per_writer: dict[str, _Count] = field(default_factory=lambda: defaultdict(_Count))
    confusion: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros((CLASSES, CLASSES), np.int64))
    _probabilities: list[float] = field(default_factory=list)
    _hits: list[bool] = field(default_factory=list)

    def add(self, digit: int | None, writer: str, answer: Prediction) -> None:
        """The answer to a drawing of a digit, or (None) of none. Whether it was refused does not change what it hit."""
        if digit is None:
            self.other_refused.add(answer.rejection is not None)
            return
        hit = answer.digit == digit
        self.refused.add(answer.rejection is not None)
        for count in (self.read, self.per_digit[digit], self.per_writer[writer]):
            count.add(hit)
        if answer.rejection is None:
            self.accepted.add(hit)
        if answer.digit is not None:
            self.confusion[digit, answer.digit] += 1
            self._probabilities.append(answer.probability)
            self._hits.append(hit)

    def add_number(self, number: str, reading: Reading) -> None:
        """What was read of several digits: right if all of them are, and there are no more."""
        self.numbers.add(reading.is_number and reading.text == number)
        self.unsure.add(reading.rejection is not None)

    def report(self) -> dict[str, Any]:
        """Plain numbers; a share of nothing is None. `refused` and `other_refused` are shares, of n and of n_other."""
        low, high = wilson(self.read.hits, self.read.n)
        return {
            "n": self.read.n,
            "accuracy": self.read.share,
            "low": low,
            "high": high,
            "refused": self.refused.share,
            "accuracy_of_accepted": self.accepted.share,
            "ece": expected_calibration_error(np.array(self._probabilities), np.array(self._hits, bool)),
            "per_digit": _shares(self.per_digit),
            "per_writer": _shares(self.per_writer),
            "confusion": self.confusion.tolist(),
            "n_numbers": self.numbers.n,
            "number_accuracy": self.numbers.share,
            "numbers_unsure": self.unsure.share,
            "n_other": self.other_refused.n,
            "other_refused": self.other_refused.share,
        }


def _shares(counts: dict[Any, _Count]) -> dict[str, dict[str, Any]]:
    return {str(key): {"n": count.n, "accuracy": count.share} for key, count in sorted(counts.items())}

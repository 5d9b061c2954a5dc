"""The answer to a drawing in words: what stands beside the canvas, and what is read out."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from digitpad.core.recognition.number import Reading
from digitpad.core.recognition.predict import RejectionReason
from digitpad.ui.draw.answer import AnswerView
from digitpad.ui.widgets.labels import per_cent
from digitpad.workspace.drawing.drawing_classifier import DrawingPrediction

translate = QCoreApplication.translate

_RIVAL, _NO_RIVAL, _DOUBT = 0.1, 0.995, 0.25
_LEAST = 0.005  # a rival below would have “0 %”


def show_answer(view: AnswerView, reading: DrawingPrediction, names: Sequence[str]) -> None:
    """The answer in large figures and the lines beneath it; `names` are those of the ten classes."""
    digit, number = reading.digit, reading.number
    if number and number.is_number:
        place = translate("answer", "bars: digit {digit} of {count}")
        view.show_digit(
            number.text,
            per_cent(number.probability),
            place.format(digit=reading.chosen + 1, count=len(number.digits)),
            is_open=number.rejection is not None,
        )
    elif digit is None or reading.probabilities is None:
        view.show_digit("", "", translate("answer", "appears here"), is_open=True)
    elif reading.rejection:
        reason = "\n".join(_refused(reading.rejection)[1:])
        nearest = translate("answer", "nearest: {digit}").format(digit=names[digit])
        view.show_words(translate("answer", "not a digit"), reason or nearest)
    elif reading.provisional:
        view.show_digit(names[digit], "…", "", is_open=True)
    else:
        other = int(reading.probabilities.argsort()[-2])
        share = float(reading.probabilities[other])
        rival = _rival(names[other], share, reading.probability)
        view.show_digit(names[digit], per_cent(reading.probability), rival, share >= _DOUBT)


def _rival(other: str, share: float, best: float) -> str:
    """The line on the second most probable digit."""
    if best >= _NO_RIVAL or share < _LEAST:
        return translate("answer", "no rival")
    text = (
        translate("answer", "or {digit}: {share}") if share >= _RIVAL else translate("answer", "then {digit}: {share}")
    )
    return text.format(digit=other, share=per_cent(share))


def _refused(rejection: RejectionReason) -> list[str]:
    """The sentence, and the reason if there is one."""
    reasons = {
        RejectionReason.SPECK: translate("answer", "(a speck)"),
        RejectionReason.LINE: translate("answer", "(a horizontal line)"),
        RejectionReason.TWO_SHAPES: translate("answer", "(two shapes)"),
        RejectionReason.SOLID: translate("answer", "(a filled shape)"),
        RejectionReason.CLUTTER: translate("answer", "(no clear shape)"),
    }
    return [
        translate("answer", "This does not look like a digit"),
        *([reasons[rejection]] if rejection in reasons else []),
    ]


def told(reading: Reading | None) -> str:
    """What was read, in a sentence."""
    if reading is None:
        return ""
    share = per_cent(reading.probability)
    if reading.is_number and reading.rejection:
        sentence = translate("answer", "May be the number {text} ({share}); not every digit is clear.")
    elif reading.is_number:
        sentence = translate("answer", "The number {text} ({share}).")
    elif reading.whole.rejection:
        return " ".join(_refused(reading.whole.rejection)) + "."
    else:
        sentence = translate("answer", "A {text} ({share}).")
    return sentence.format(text=reading.text, share=share)


def spoken(reading: DrawingPrediction, names: Sequence[str]) -> str:
    """The answer as a sentence, for those who hear it."""
    if reading.number and reading.number.is_number:
        sure = translate("answer", "It is the number {number}")
        unsure = translate("answer", "It may be the number {number}")
        return (unsure if reading.number.rejection else sure).format(number=reading.number.text)
    if reading.digit is None:
        return translate("answer", "No answer yet")
    if reading.rejection:
        return " ".join(_refused(reading.rejection))
    if reading.provisional:
        return translate("answer", "It may become {digit}").format(digit=names[reading.digit])
    if reading.runner_up is not None:
        both = {"digit": names[reading.digit], "other": names[reading.runner_up]}
        return translate("answer", "Not sure: {digit} or {other}").format(**both)
    return translate("answer", "It is {digit}, {probability} per cent").format(
        digit=names[reading.digit], probability=f"{100 * reading.probability:.0f}"
    )

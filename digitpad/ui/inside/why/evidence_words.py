"""The evidence of a drawing in a sentence: which of its parts speak for the digit, and which for its rival."""

from PySide6.QtCore import QCoreApplication

from digitpad.core.drawing.rasterise import Ink
from digitpad.core.inspection.evidence import DrawingPart, evidence_by_part, speaking_parts
from digitpad.core.network import Floats

translate = QCoreApplication.translate


def part_name(part: DrawingPart) -> str:
    """What a part of a drawing is called within a sentence."""
    names: dict[DrawingPart, str] = {
        "top left": translate("evidence", "the top left"),
        "top": translate("evidence", "the top"),
        "top right": translate("evidence", "the top right"),
        "left": translate("evidence", "the left"),
        "middle": translate("evidence", "the middle"),
        "right": translate("evidence", "the right"),
        "bottom left": translate("evidence", "the bottom left"),
        "bottom": translate("evidence", "the bottom"),
        "bottom right": translate("evidence", "the bottom right"),
        "left side": translate("evidence", "the left side"),
        "right side": translate("evidence", "the right side"),
        "top bar": translate("evidence", "the bar at the top"),
        "bar": translate("evidence", "the bar"),
        "bottom bar": translate("evidence", "the bar at the bottom"),
        "stem": translate("evidence", "the stem"),
    }
    return names[part]


def evidence_sentence(pixels: Floats, ink: Ink, digit: str, rival: str) -> str:
    """Which parts of the ink (28, 28) the evidence (784,) for `digit` rather than `rival` lies in."""
    pros, cons = speaking_parts(evidence_by_part(pixels, ink))
    one = len(pros or cons) == 1
    if pros and cons:
        text = (
            translate("evidence", "{pros} speaks for {digit}, {cons} for {rival}")
            if one
            else translate("evidence", "{pros} speak for {digit}, {cons} for {rival}")
        )
    elif pros:
        text = (
            translate("evidence", "{pros} speaks for {digit}, {less} for {rival}")
            if one
            else translate("evidence", "{pros} speak for {digit}, {less} for {rival}")
        )
    elif cons:
        text = (
            translate("evidence", "{cons} speaks for {rival}, {less} for {digit}")
            if one
            else translate("evidence", "{cons} speak for {rival}, {less} for {digit}")
        )
    else:
        text = translate("evidence", "the ink speaks neither for {digit} nor for {rival}")
    some = (pixels < 0).any() if pros else (pixels > 0).any()  # which the bars show, if not the words
    less = translate("evidence", "little") if some else translate("evidence", "nothing")
    text = text.format(pros=_joined(pros), cons=_joined(cons), less=less, digit=digit, rival=rival)
    return text[:1].upper() + text[1:]


def _joined(parts: tuple[DrawingPart, ...]) -> str:
    return translate("evidence", " and ").join(map(part_name, parts))

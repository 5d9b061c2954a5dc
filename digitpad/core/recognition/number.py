"""Several digits side by side: which pieces of ink are one digit, by place and by what the network makes of them.

As in reading cheques (LeCun et al. 1998, section VIII): pieces from left to right, every run of neighbours a candidate,
and the cheapest way from the first piece to the last (dynamic programming).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.drawing.strokes import Drawing, Placing, paths
from digitpad.core.recognition.boxes import Box, around, centre, parts_in
from digitpad.core.recognition.predict import Prediction, Recogniser, RejectionReason, predict_drawing, predict_drawings

Boxes = npt.NDArray[np.float64]
Shapes = npt.NDArray[np.intp]
# The pieces of one digit, and of every candidate a prediction.
Group = tuple[int, ...]
Predict = Callable[[Sequence[Group]], Sequence[Prediction]]

_MOST_PIECES = 60  # of a number
_MOST_OF_A_DIGIT = 8
_WIDEST = 1.5  # a digit, in parts of the tallest piece's height
_LOWEST = 0.5
_LEAST_SURE = 0.5  # how probable each digit has to be
_LIKELY = None, RejectionReason.UNSURE  # what a digit of a number may be refused for
# What is narrower than this, in parts of its height, may be one odd digit: all of a number is to be so probable, and
# where there is no gap as probable as that digit, unless it is certain.
_NUMBER, _SURE, _CERTAIN = 1.1, 0.9, 0.99
_TOGETHER = 0.9  # digits that touch are wider in all, in parts of their height; narrower ones may be a letter's parts
# What is wider may be several digits even if it is accepted as one, unless it is certainly one.
_ONE = 1.3
# Costs, in natural logarithms of a probability: of a digit that a simple rule refuses, of a low one, of one that is a
# height wider than high, of one that overlaps the next in full, of pieces that stand apart in one digit, and of a shape
# that is cut.
_REFUSED, _LOW, _WIDE, _OVERLAP, _APART, _CUT = 4.0, 2.0, 2.0, 1.5, 3.0, 0.2
# Of the narrower digit's width: what two digits may overlap at no cost; less if they were cut apart, side by side.
_SHARED, _SHARED_CUT = 0.5, 0.3
_CROSSED = 0.8  # what no two digits overlap: the strokes of an X do
_BETTER = 0.3  # by how much less another parting of the ink has to cost


class Parting(NamedTuple):
    """A way to part ink into pieces with boxes (n, 4), and what answers to groups of these.

    boxes: left, top, right, bottom, y down, in any order. shapes: the shape (n,) that each piece was cut from, if any
    was; those of one follow each other from left to right.
    """

    boxes: Boxes
    predict: Predict
    shapes: Shapes | None = None


@dataclass(frozen=True, eq=False)
class PlacedPrediction:
    """The answer to one digit, and its box: left, top, right and bottom in the units of what was read."""

    prediction: Prediction
    box: Box


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read: the answer to the whole as one digit, and the digits from left to right, each with its box.

    A single digit, and what is refused, has one. With several, the answer to the whole means nothing. If they stand in
    several `rows`, these are the numbers of digits in each, from top to bottom.
    """

    whole: Prediction
    digits: tuple[PlacedPrediction, ...]
    rows: tuple[int, ...] = ()

    @property
    def is_number(self) -> bool:
        return len(self.digits) > 1

    @property
    def text(self) -> str:
        """The digits, with spaces between rows; empty when nothing was read."""
        return " ".join(self.row_texts)

    @property
    def row_texts(self) -> list[str]:
        """The digits of each row."""
        digits = iter("" if each.prediction.digit is None else str(each.prediction.digit) for each in self.digits)
        return ["".join(islice(digits, count)) for count in self.rows or (len(self.digits),)]

    @property
    def rejection(self) -> RejectionReason | None:
        """Why this is no digit and no number; a number is unsure if one of its digits is."""
        if not self.is_number:
            return self.whole.rejection
        return None if all(map(is_clear, self.digits)) else RejectionReason.UNSURE

    @property
    def probability(self) -> float:
        """How probable the whole number is if the digits are independent."""
        return float(np.prod([each.prediction.probability for each in self.digits]))


def read_drawing(recogniser: Recogniser, drawing: Drawing) -> Reading:
    """Read strokes of any units with y down: as one digit, or, if that is refused, as several side by side.

    What is of other classes than digits stands alone.
    """
    whole = predict_drawing(recogniser, Placing().apply(drawing))
    return read_strokes(recogniser, drawing, whole) if recogniser.of_digits else Reading(whole, ())


def read_strokes(
    recogniser: Recogniser, drawing: Drawing, whole: Prediction, boxes: Sequence[Box] | None = None
) -> Reading:
    """As `read_drawing`, where the answer to the whole as one digit is known already.

    What lies in each of the boxes, if there are any, is a digit.
    """
    if boxes:
        return read_boxes(whole, boxes, _predict_parts(recogniser, parts_in(drawing, boxes)))
    pieces = np.array(list(map(around, paths(drawing)))).reshape(-1, 4)
    return read_pieces(whole, Parting(pieces, partial(_predict_groups, recogniser, drawing)))


def read_boxes(whole: Prediction, boxes: Sequence[Box], predictions: Sequence[Prediction]) -> Reading:
    """Digits whose boxes are given, from left to right; the answer to a single one is that to the whole."""
    answers = [each if each.seen.any() else Prediction(each.seen, None, RejectionReason.BLANK) for each in predictions]
    digits = [PlacedPrediction(*each) for each in zip(answers, boxes, strict=True)]
    digits.sort(key=lambda each: centre(each.box))
    return Reading(whole if len(digits) > 1 else digits[0].prediction, tuple(digits))


def _predict_groups(recogniser: Recogniser, drawing: Drawing, groups: Sequence[Group]) -> list[Prediction]:
    return _predict_parts(recogniser, [tuple(drawing[i] for i in sorted(group)) for group in groups])


def _predict_parts(recogniser: Recogniser, parts: Sequence[Drawing]) -> list[Prediction]:
    # The simple rules that tell what is not a digit count in canvas units.
    return list(predict_drawings(recogniser, [Placing().apply(part) for part in parts]))


def read_pieces(whole: Prediction, first: Parting, *others: Parting) -> Reading:
    """What ink shows: one digit if the whole is accepted, several if each of them is clear.

    Of several partings, an earlier one counts unless another costs clearly less.
    """
    if len(first.boxes) == 0:
        return Reading(whole, (PlacedPrediction(whole, (0.0, 0.0, 0.0, 0.0)),))
    box = around(first.boxes.reshape(-1, 2))
    one = Reading(whole, (PlacedPrediction(whole, box),))
    if is_one(whole, box) or whole.probabilities is None:
        return one
    ways = [side_by_side(each) for each in (first, *others) if 2 <= len(each.boxes) <= _MOST_PIECES]
    if not ways:
        return one
    digits = ways[int(np.argmin([cost + number * _BETTER for number, (_, cost) in enumerate(ways)]))][0]
    if not _is_number(digits, whole):
        return one
    cut = first.shapes is not None and np.ptp(first.shapes) == 0
    doubtful = cut and box[2] - box[0] < _TOGETHER * (box[3] - box[1])
    return Reading(whole, tuple(map(_doubted, digits)) if doubtful else digits)


def _doubted(digit: PlacedPrediction) -> PlacedPrediction:
    rejection = digit.prediction.rejection or RejectionReason.UNSURE
    return replace(digit, prediction=replace(digit.prediction, rejection=rejection))


def is_one(whole: Prediction, box: Box) -> bool:
    """Whether all ink, in a box, is one digit: it is accepted, and hardly wider than digits are or very like one."""
    left, top, right, bottom = box
    return whole.rejection is None and (whole.is_certain or right - left <= _ONE * (bottom - top))


def side_by_side(parting: Parting) -> tuple[tuple[PlacedPrediction, ...], float]:
    """The digits, from left to right, that n >= 1 pieces show if they are a number, and what these cost."""
    boxes = parting.boxes
    groups = candidates(boxes)
    predictions = dict(zip(groups, parting.predict(groups), strict=True))
    shapes = np.arange(len(boxes)) if parting.shapes is None else parting.shapes
    cost, best = _cheapest(boxes, predictions, shapes)
    return tuple(PlacedPrediction(predictions[each], around(boxes[list(each)].reshape(-1, 2))) for each in best), cost


def is_clear(digit: PlacedPrediction) -> bool:
    return digit.prediction.rejection is None and digit.prediction.probability >= _LEAST_SURE


def _is_number(digits: Sequence[PlacedPrediction], whole: Prediction) -> bool:
    """Whether these are digits of a height beside each other, all likely, or half of them if wide or with gaps."""
    heights = [bottom - top for _, top, _, bottom in (each.box for each in digits)]
    if len(digits) < 2 or min(heights) < _LOWEST * max(heights):
        return False
    if any(_overlap(one.box, other.box, max(heights)) > _CROSSED for one, other in pairwise(digits)):
        return False
    clear = sum(each.prediction.rejection in _LIKELY and each.prediction.probability >= _LEAST_SURE for each in digits)
    wide = digits[-1].box[2] - digits[0].box[0] > _NUMBER * max(heights)
    apart = all(one.box[2] < other.box[0] for one, other in pairwise(digits))
    least = _SURE if apart else min(max(_SURE, whole.probability), _CERTAIN)
    accepted = whole.rejection is None
    if (accepted or not wide) and float(np.prod([each.prediction.probability for each in digits])) < least:
        return False
    return clear == len(digits) or (not accepted and (apart or wide) and 2 * clear >= len(digits))


def _order(boxes: Boxes) -> npt.NDArray[np.intp]:
    return np.argsort(boxes[:, 0] + boxes[:, 2], kind="stable")


def candidates(boxes: Boxes) -> list[Group]:
    """Runs of neighbouring pieces, from left to right, that are no wider than a digit."""
    order = _order(boxes)
    tallest = float((boxes[:, 3] - boxes[:, 1]).max())
    groups = []
    for first in range(len(order)):
        for last in range(first, min(first + _MOST_OF_A_DIGIT, len(order))):
            group = order[first : last + 1]
            left, right = boxes[group, 0].min(), boxes[group, 2].max()
            if last == first or right - left <= _WIDEST * tallest:
                groups.append(tuple(group.tolist()))
    return groups


def _cheapest(boxes: Boxes, predictions: dict[Group, Prediction], shapes: Shapes) -> tuple[float, list[Group]]:
    """The groups, from left to right, that hold each piece once and cost least, and what they cost."""
    order = _order(boxes)
    place = {int(piece): number for number, piece in enumerate(order)}
    tallest = max(box[3] - box[1] for box in (around(boxes[list(group)].reshape(-1, 2)) for group in predictions))
    # For each number of pieces that are done: the least cost, by the group that ends there.
    ways: list[dict[Group, tuple[float, list[Group]]]] = [{} for _ in range(len(order) + 1)]
    for group, prediction in sorted(predictions.items(), key=lambda each: place[each[0][0]]):
        begin, end = place[group[0]], place[group[-1]] + 1
        own = _own_cost(boxes, group, prediction, tallest) + _CUT * _cuts(shapes, group)
        before = [
            (cost + _overlap_cost(boxes, earlier, group, tallest, shapes), way)
            for earlier, (cost, way) in ways[begin].items()
        ]
        if begin and not before:
            continue
        cost, way = min(before, key=lambda each: each[0]) if before else (0.0, [])
        ways[end][group] = cost + own, [*way, group]
    return min(ways[-1].values(), key=lambda each: each[0])


def _own_cost(boxes: Boxes, group: Group, prediction: Prediction, tallest: float) -> float:
    some = boxes[list(group)]
    cost = float(np.logaddexp(0, prediction.unlike)) - float(np.log(max(prediction.probability, 1e-6)))
    cost += _REFUSED * (prediction.rejection not in (*_LIKELY, RejectionReason.UNLIKE))
    left, top, right, bottom = around(some.reshape(-1, 2))
    cost += _LOW * (bottom - top < _LOWEST * tallest)
    cost += _WIDE * max((right - left) / max(tallest, 1e-9) - 1, 0)
    reached = np.maximum.accumulate(some[:, 2])[:-1]
    gap = float((some[1:, 0] - reached).max(initial=0))
    return cost + _APART * min(max(gap / max(tallest, 1e-9) - 0.05, 0) * 5, 1)


def _cuts(shapes: Shapes, group: Group) -> int:
    """How many pieces of a group were cut from one on their left that is not in it."""
    return sum(piece > 0 and shapes[piece - 1] == shapes[piece] and piece - 1 not in group for piece in group)


def _overlap_cost(boxes: Boxes, one: Group, other: Group, tallest: float, shapes: Shapes) -> float:
    around_one, around_other = (around(boxes[list(group)].reshape(-1, 2)) for group in (one, other))
    free = _SHARED_CUT if shapes[one[-1]] == shapes[other[0]] else _SHARED
    return _OVERLAP * float(np.clip(_overlap(around_one, around_other, tallest) - free, 0, 1))


def _overlap(one: Box, other: Box, tallest: float) -> float:
    """By which part of the narrower box's width the two overlap from side to side; below 0 with a gap between them."""
    overlap = min(one[2], other[2]) - max(one[0], other[0])
    return overlap / max(min(one[2] - one[0], other[2] - other[0]), 0.15 * tallest, 1e-9)

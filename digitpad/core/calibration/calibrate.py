"""What a trained model still needs before it is given away: probabilities that mean what they say, and a detector."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from digitpad.core.calibration.detector_training import Examples, fit_detector_task
from digitpad.core.dataset import Datasets, Split
from digitpad.core.drawing.normalise import Normalisation, Polyline, to_input
from digitpad.core.drawing.render import PackedDrawings, render
from digitpad.core.drawing.strokes import Drawing, Placing, Stroke, paths
from digitpad.core.evaluation.confidence import at_temperature, fit_temperature, reliability
from digitpad.core.models.model import Model
from digitpad.core.network import Floats, Labels, Network, softmax
from digitpad.core.recognition.predict import rejection_reason
from digitpad.core.recognition.rejection import Detector, Level
from digitpad.core.scoring import wilson
from digitpad.core.synthetic.drawn_digits import LabelledPaths
from digitpad.core.synthetic.non_digits import HELD_OUT
from digitpad.core.synthetic.pieces import side_by_side
from digitpad.core.synthetic.styles import as_recorded
from digitpad.core.synthetic.writing import as_written
from digitpad.core.tasks import Task, part_of_task

# The share of digits that each level may refuse, from lenient to strict, and the level that is used at first.
SHARES = (0.0, 0.001, 0.002, 0.005, 0.01, 0.015, 0.03, 0.1)
USUAL = SHARES.index(0.01)
_OF_THE_WORST_DEVICE = SHARES.index(0.015)  # the others then refuse far less
# Kinds that no letters were learned from, and the shares of them to accept: by these, others report how they do.
_LETTERS = ("Greek letters", "Cyrillic letters", "kana")
_FALSE_POSITIVES = (0.01, 0.1)
_NEVER = 1e9  # a score that no image has
_REWRITTEN = 2500  # drawings of each device, each by another hand
_OTHERS = 1000  # drawings of each kind of no digit, at most
_BATCHES = 40  # of examples, to find the units that matter


class Seen(NamedTuple):
    """What the network sees of drawings: inputs X (n, 784), and which of them the simple rules refuse (n,)."""

    X: Floats
    by_rule: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, drawings: Sequence[Sequence[Polyline]], normalisation: Normalisation) -> "Seen":
        """Of drawings as strokes (n, 2) of any units, put on the canvas."""
        placed = [_on_canvas(drawing) for drawing in drawings]
        X = to_input(render(PackedDrawings.of(map(paths, placed)), normalisation))
        return cls(X, np.array([rejection_reason(drawing) is not None for drawing in placed]))


def _on_canvas(drawing: Sequence[Polyline]) -> Drawing:
    samples = [np.concatenate([path, np.zeros((len(path), 1)), np.ones((len(path), 1))], axis=1) for path in drawing]
    return Placing().apply(tuple(Stroke(each) for each in samples))


def scores_of(network: Network, detector: Detector, seen: Seen) -> npt.NDArray[np.float64]:
    """The detector's scores (n,); infinite for what the simple rules refuse already."""
    scores = detector.scores(network.forward(seen.X).A2)
    return np.where(seen.by_rule, np.inf, scores.astype(np.float64))


def held_out_others(
    samples: Sequence[LabelledPaths], count: int, rng: np.random.Generator
) -> dict[str, list[list[Polyline]]]:
    """`count` drawings of each kind that the detector has not met, and of two of the `samples` side by side."""
    made = {name: [kind(rng) for _ in range(count)] for name, kind in HELD_OUT.items()}
    pairs = rng.integers(len(samples), size=(count, 2)).tolist()
    made["two digits"] = [side_by_side([samples[number][1] for number in pair], rng) for pair in pairs]
    return made


def with_levels(
    detector: Detector,
    choosing: Sequence[npt.NDArray[np.float64]],
    evaluating: npt.NDArray[np.float64],
    others: Collection[npt.NDArray[np.float64]],
) -> Detector:
    """The detector with its levels: thresholds from the scores of some digits, and their costs from other scores.

    `choosing` has scores of digits, a lot for each device, `evaluating` those by other writers. A threshold refuses
    its share on the device that needs it most, so that it may hold on devices never seen. What is accepted of no digits
    is the mean over `others`, a lot for each kind. The first level leaves the detector out: the simple rules alone
    refuse.
    """
    thresholds = [_NEVER]
    for share in SHARES[1:]:
        highest = max(float(np.quantile(scores, 1 - share, method="higher")) for scores in choosing)
        thresholds.append(min(highest, _NEVER))
    levels = [
        Level(
            threshold,
            float(np.mean(evaluating > threshold)),
            float(np.mean([np.mean(scores <= threshold) for scores in others])),
        )
        for threshold in thresholds
    ]
    return replace(detector, levels=tuple(levels), level=USUAL)


@dataclass(frozen=True, eq=False)
class WriterSplit:
    """Drawings of digits by different writers: to learn from, to choose by (a lot a device), to evaluate with."""

    learning: Sequence[LabelledPaths]
    choosing: Sequence[Sequence[LabelledPaths]]
    evaluating: Sequence[LabelledPaths]


def calibrated_task(
    model: Model,
    hands: WriterSplit,
    data: Datasets,
    *,
    drawings: int,
    steps: int,
    seed: int,
    units: int | None,
    compiled: bool,
) -> Task[tuple[Model, dict[str, Any]]]:
    """The model with a fitted temperature in W2 and b2, and with a detector; and a report of plain numbers.

    Of the hidden units at most so many are kept, if `units` says so.
    The detector learns from the training images of `data` and the first of the hands. Temperature and thresholds are
    chosen by the second, and the report is on the third, and on the validation images of `data`. The second
    and third are taken as they were drawn, and as other hands and devices would have them: the network will meet both,
    and what is rare has to be counted on many.
    """
    rng = np.random.default_rng([seed, 7])
    normalisation = model.normalisation
    devices = [_Lot.of(samples, normalisation, rng) for samples in hands.choosing]
    evaluated = _Lot.of(hands.evaluating, normalisation, rng)
    making = Examples.made_task(data.training.X, hands.learning, normalisation, drawings, seed)
    examples = yield from part_of_task(making, 0, 0.3)
    before = model.network
    if units is not None:
        before = with_fewer_units(before, units, examples.batches(_BATCHES, seed, compiled))
    Z = np.concatenate([lot.all_logits(before) for lot in devices])
    temperature = fit_temperature(Z, np.concatenate([each for lot in devices for each in (lot.y, lot.y_rewritten)]))
    network = at_temperature(before, temperature)
    fitted = yield from part_of_task(fit_detector_task(examples.hidden(network, compiled), steps, seed), 0.3, 1)
    others = {
        kind: scores_of(network, fitted, Seen.of(made, normalisation))
        for kind, made in held_out_others(hands.evaluating, min(drawings, _OTHERS), rng).items()
    }
    choosing = [lot.scores(network, fitted) for lot in devices]
    evaluating = evaluated.scores(network, fitted)
    detector = with_levels(fitted, choosing, evaluating, others.values()).at(_OF_THE_WORST_DEVICE)
    threshold = detector.levels[detector.level].threshold
    unseen = data.select(Split.VALIDATION)
    images = network.forward(unseen.X)
    hits, letters = evaluated.hits(network), np.concatenate([others[kind] for kind in _LETTERS])
    report = {
        "hidden_units": network.hidden_units,
        "temperature": temperature,
        "chosen_by": _Lot.joined(devices).report(before, network, detector),
        "evaluated_on": evaluated.report(before, network, detector),
        "images": {
            "n": len(unseen.y),
            "ece": _ece(images.Z, unseen.y),
            "refused": float(np.mean(detector.rejects(images.A2))),
        },
        "correct_classification": {
            str(share): correct_classification(hits, evaluating, letters, share) for share in _FALSE_POSITIVES
        },
        "others_refused": {kind: float(np.mean(scores > threshold)) for kind, scores in others.items()},
        "levels": [level._asdict() for level in detector.levels],
        "level": detector.level,
    }
    return replace(model, network=network, detector=detector), report


def correct_classification(
    hits: npt.NDArray[np.bool_],
    scores: npt.NDArray[np.float64],
    others: npt.NDArray[np.float64],
    false_positives: float,
) -> float:
    """The share of digits that are read right and accepted, where that share of other things is accepted.

    `hits` (n,) are whether digits are read right, `scores` (n,) and `others` (m,) the detector's scores of them and of
    the other things (Dhamija, Günther and Boult 2018, "Reducing network agnostophobia", section 5).
    """
    return float(np.mean(hits & (scores <= np.quantile(others, false_positives))))


def with_fewer_units(network: Network, most: int, batches: Iterable[Floats]) -> Network:
    """The network with the hidden units, at most so many, that move its logits most for the images of the batches.

    `batches` have images (n, 784). Units that give the same for all of them are left out in any case; what a unit that
    is left out gives on average goes into b2.
    """
    A2 = np.concatenate([network.forward(X).A2 for X in batches])
    apart = network.W2 - network.W2.mean(axis=1, keepdims=True)  # the same for all digits changes nothing
    effect = A2.std(axis=0) * np.linalg.norm(apart, axis=1)
    kept = np.sort(effect.argsort()[::-1][:most])
    kept = kept[effect[kept] > 0]
    left_out = np.setdiff1d(np.arange(network.hidden_units), kept)
    b2 = network.b2 + A2[:, left_out].mean(axis=0) @ network.W2[left_out]
    return replace(network, W1=network.W1[:, kept], b1=network.b1[kept], W2=network.W2[kept], b2=b2)


@dataclass(frozen=True, eq=False)
class _Lot:
    """Drawings with labels y (n,) as they were drawn, and again and again as other hands would have them.

    Those have the labels y_rewritten (_REWRITTEN,).
    """

    y: Labels
    drawn: Seen
    y_rewritten: Labels
    rewritten: Seen

    @classmethod
    def of(cls, samples: Sequence[LabelledPaths], normalisation: Normalisation, rng: np.random.Generator) -> "_Lot":
        drawings = [strokes for _, strokes in samples]
        which = np.resize(np.arange(len(samples)), _REWRITTEN)
        rewritten = [as_recorded(as_written(drawings[number], rng), rng) for number in which]
        y = np.array([label for label, _ in samples])
        return cls(y, Seen.of(drawings, normalisation), y[which], Seen.of(rewritten, normalisation))

    @classmethod
    def joined(cls, lots: Sequence["_Lot"]) -> "_Lot":
        """The drawings of all the lots."""

        def all_of(seen: Sequence[Seen]) -> Seen:
            return Seen(*map(np.concatenate, zip(*seen, strict=True)))

        y, y_rewritten = (np.concatenate([getattr(lot, name) for lot in lots]) for name in ("y", "y_rewritten"))
        return cls(y, all_of([lot.drawn for lot in lots]), y_rewritten, all_of([lot.rewritten for lot in lots]))

    def all_logits(self, network: Network) -> Floats:
        """Logits of the drawings as drawn and of those rewritten (n + _REWRITTEN, 10)."""
        return np.concatenate([_logits(network, seen) for seen in (self.drawn, self.rewritten)])

    def hits(self, network: Network) -> npt.NDArray[np.bool_]:
        """Whether each drawing is read right, as drawn and rewritten."""
        hits: npt.NDArray[np.bool_] = self.all_logits(network).argmax(axis=1) == np.append(self.y, self.y_rewritten)
        return hits

    def scores(self, network: Network, detector: Detector) -> npt.NDArray[np.float64]:
        """The detector's scores of all drawings, as drawn and rewritten."""
        return np.concatenate([scores_of(network, detector, seen) for seen in (self.drawn, self.rewritten)])

    def report(self, before: Network, network: Network, detector: Detector) -> dict[str, Any]:
        threshold = detector.levels[detector.level].threshold
        hits = _logits(network, self.drawn).argmax(axis=1) == self.y
        return {
            "n": len(hits),
            "accuracy": float(np.mean(hits)),
            "interval": wilson(int(hits.sum()), len(hits)),
            "ece_before": _ece(_logits(before, self.drawn), self.y),
            "ece": _ece(_logits(network, self.drawn), self.y),
            "refused": float(np.mean(scores_of(network, detector, self.drawn) > threshold)),
            "refused_rewritten": float(np.mean(scores_of(network, detector, self.rewritten) > threshold)),
        }


def _logits(network: Network, seen: Seen) -> Floats:
    return network.forward(seen.X).Z


def _ece(Z: Floats, y: Labels) -> float:
    P = softmax(Z)
    return reliability(P.max(axis=1), P.argmax(axis=1) == y).error

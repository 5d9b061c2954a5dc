"""What the view Gradient check says: mistakes and how they show up, and the result in a sentence."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate

AGREE = 1e-4  # the largest relative error that is rounding, large logits included


class MistakeWords(NamedTuple):
    """What a mistake is called, and how it shows up."""

    title: str
    sign: str


def mistake_words(name: str) -> MistakeWords:
    words = {
        "": MistakeWords(
            translate("gradients", "No mistake"),
            translate("gradients", "formula and differences agree up to rounding, everywhere"),
        ),
        "forgotten two": MistakeWords(
            translate("gradients", "Weight decay without its 2"),
            translate("gradients", "W1 and W2 are wrong, more where weights are large; the biases are right"),
        ),
        "decayed biases": MistakeWords(
            translate("gradients", "The biases decay too"),
            translate("gradients", "only b1 and b2 are wrong, and only with weight decay"),
        ),
        "mask from the wrong side": MistakeWords(
            translate("gradients", "ReLU's mask from the wrong side"),
            translate("gradients", "W1 and b1 are completely wrong: images that make a unit fire do not change it"),
        ),
        "sum and mean mixed": MistakeWords(
            translate("gradients", "Sum and mean mixed up"),
            translate("gradients", "everything is too large or too small by the number of images"),
        ),
        "softmax without maximum": MistakeWords(
            translate("gradients", "Softmax without the maximum"),
            translate(
                "gradients", "all is right until the logits are large: then exp overflows, and no result is a number"
            ),
        ),
        "transposed product": MistakeWords(
            translate("gradients", "W2 reshaped, not transposed"),
            translate("gradients", "W1 and b1 are wrong without any pattern; W2 and b2 are right"),
        ),
    }
    return words.get(name, MistakeWords(name, ""))


def explanation() -> str:
    return translate(
        "gradients",
        "<p>A gradient says how the cost changes with one parameter w. So it can be measured: change w slightly in "
        "both directions, compute the cost twice, and divide.</p>"
        "<p><i>dw ≈ (cost(w + ε) − cost(w − ε)) / 2ε, &nbsp; ε = 10<sup>−5</sup></i></p>"
        "<p>What the formula gives must agree with that up to rounding: a relative error <i>|a − b| / max(|a|, |b|, "
        "10<sup>−3</sup>)</i> of less than about 10<sup>−6</sup>. Here every parameter of a small network is "
        "measured: the busiest hidden units of the network in use, in double precision, on a few training images. "
        "Switch a mistake on to see how it shows up, or have one hidden and find it. In the right column black is "
        "agreement, white is an error as large as the number itself.</p>",
    )


def result_sentence(errors: Mapping[str, float], count: int) -> str:
    """What the largest relative error of each parameter shows; `count` numbers were compared."""
    wrong = [f"d{name}" for name, error in errors.items() if not error < AGREE]
    if not wrong:
        return translate("gradients", "Formula and measurement agree in all {count} numbers").format(count=f"{count:,}")
    if not all(np.isfinite(error) for error in errors.values()):
        return translate("gradients", "The formula overflows: {names} are no numbers").format(names=", ".join(wrong))
    largest = max(errors.values())
    if len(wrong) == 1:
        text = translate("gradients", "{names} is wrong by up to {share}, the others are right")
    elif len(wrong) < len(errors):
        text = translate("gradients", "{names} are wrong by up to {share}, the others are right")
    else:
        text = translate("gradients", "All four gradients are wrong, by up to {share}")
    return text.format(names=translate("gradients", " and ").join(wrong), share=f"{100 * largest:.0f}\u00a0%")

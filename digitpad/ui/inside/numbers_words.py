"""What the view Numbers says: of its parts, of the two passes, and ten probabilities before, now and after."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication

from digitpad.core.network import Floats, Network
from digitpad.ui.widgets.labels import per_cent

tr = partial(QCoreApplication.translate, "numbers")


def page_titles() -> tuple[str, ...]:
    """What the parts of the two passes are called, in their order."""
    return (
        tr("forward: image to hidden units"),
        tr("forward: hidden units to probabilities"),
        tr("backward: gradient of W2 and b2"),
        tr("backward: through W2 to the hidden units"),
        tr("backward: gradient of W1 and b1"),
        tr("step: W2 and b2"),
        tr("step: W1 and b1"),
    )


def forward_sentence(page: int, network: Network, X: Floats, names: Sequence[str]) -> tuple[str, str]:
    """What an image X (1, 784) becomes in the hidden layer (page 0), or in the output layer, for the named classes.

    In a sentence, and in a shorter one.
    """
    X = X.astype(network.dtype, copy=False)
    activations = network.forward(X)
    units = f"{network.hidden_units:,}"
    if page == 0:
        on = int((activations.A1 > 0).sum())
        text = tr("784 pixels become {units} sums, {on} of them above zero")
        short = tr("{on} of {units} sums are above zero")
        return text.format(units=units, on=f"{on:,}"), short.format(units=units, on=f"{on:,}")
    digit = int(activations.Z.argmax())
    text = tr("{units} units add up to ten logits, from which softmax makes {share} for {digit}")
    short = tr("Softmax of ten logits: {share} for {digit}")
    share = per_cent(float(network.predict_proba(X)[0, digit]))
    return text.format(units=units, digit=names[digit], share=share), short.format(digit=names[digit], share=share)


def backward_sentence(label: str, now: float, after: float) -> str:
    """What one step does to the probability of the label."""
    text = tr("One step for {digit} takes its probability from {now} to {after}")
    return text.format(digit=label, now=f"{100 * now:.2f}\u00a0%", after=f"{100 * after:.2f}\u00a0%")

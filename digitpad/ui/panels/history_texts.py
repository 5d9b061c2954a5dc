"""How to read the plots of a run, in words."""

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def explanations() -> tuple[tuple[str, str], ...]:
    """Title and explanation of each kind of plots, in the order of HistoryPlots."""
    return (
        (translate("history_texts", "Learning curves"), _of_curves() + _of_marks()),
        (translate("history_texts", "Gradients"), _of_gradients() + _of_marks()),
        (translate("history_texts", "Rates"), _of_rates() + _of_marks()),
    )


def _of_curves() -> str:
    return translate(
        "history_texts",
        "<p><b>Training</b> is what the network learns from: cost and accuracy are averages over the batches of an "
        "epoch, each evaluated just before the step that learns from it. <b>Validation</b> images are never learned "
        "from; they are evaluated at the end of each epoch. So validation may look better at first: it is evaluated "
        "later, and on images that are not varied.</p>"
        "<p>The cost of an image is −log of the probability given to its digit, without weight decay; guessing costs "
        "ln 10 ≈ 2.30. Where the training curve goes on falling and the validation curve rises, the network is "
        "memorising its images: <i>overfitting</i>. Where the cost leaps up, the steps are too large.</p>",
    )


def _of_gradients() -> str:
    return translate(
        "history_texts",
        "<p>Every hundredth step is measured, in each layer by itself. The <b>gradient norm</b> is the length of the "
        "batch's gradient, <i>√(Σ dW² + Σ db²)</i>. It goes up and down, as each batch has other images, and falls "
        "in the long run as there is less to learn. Where it leaps up and stays up, the steps are too large.</p>"
        "<p><b>Update to weights</b> is the length of a step relative to that of the weights it changes, "
        "<i>|ΔW| / |W|</i>. About a thousandth (10<sup>−3</sup>) is usual: with far more, training diverges; with far "
        "less, it hardly learns. It follows the schedule of the learning rate.</p>",
    )


def _of_rates() -> str:
    return translate(
        "history_texts",
        "<p>The <b>learning rate</b> is how far a step goes down the gradient; the schedule may change it from step to "
        "step. <b>Speed</b> is how many images are learned from in a second. It falls when the computer has other "
        "things to do.</p>"
        "<p>A hidden unit is <b>dead</b> when it responds to no validation image: A1 = X W1 + b1 is never above zero. "
        "With ReLU its gradient is then 0, and it hardly ever comes back. A few do no harm; where their share grows, "
        "the learning rate is too large.</p>",
    )


def _of_marks() -> str:
    return translate(
        "history_texts",
        "<p>A dotted line marks a setting that was changed while the network trained; point at it to see which.</p>",
    )

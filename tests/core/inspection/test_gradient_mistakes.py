"""A gradient check finds every classic mistake, where it is."""

import numpy as np
import pytest

from digitpad.core.inspection.gradient_check import (
    MISTAKES,
    GradientCase,
    numerical_gradients,
    relative_error,
    right,
    softmax_without_maximum,
)
from digitpad.core.network import Floats, Labels, Network, Reduction
from tests.core.inspection.test_gradient_check import case as case

# Which gradients are wrong with each.
WRONG = {
    "forgotten two": {"W1", "W2"},
    "decayed biases": {"b1", "b2"},
    "mask from the wrong side": {"W1", "b1"},
    "sum and mean mixed": {"W1", "b1", "W2", "b2"},
    "transposed product": {"W1", "b1"},
}
DECAY = 0.05


@pytest.mark.parametrize("reduction", ["sum", "mean"])
def test_the_check_finds_each_mistake_where_it_is(case: tuple[Network, Floats, Labels], reduction: Reduction) -> None:
    network, X, y = case
    reference = numerical_gradients(network, X, y, DECAY, reduction)

    def wrong_of(gradients: tuple[Floats, ...]) -> set[str]:
        errors = map(relative_error, gradients, reference)
        return {name for name, error in zip(reference._fields, errors, strict=True) if error > 1e-4}

    assert wrong_of(right(GradientCase(network, X, y, DECAY, reduction))) == set()
    for name, wrong in WRONG.items():
        assert wrong_of(MISTAKES[name](GradientCase(network, X, y, DECAY, reduction))) == wrong, name


def test_softmax_without_the_maximum_shows_up_for_large_logits_alone(case: tuple[Network, Floats, Labels]) -> None:
    network, X, y = case
    reference = numerical_gradients(network, X, y, DECAY)
    for gradient, expected in zip(
        softmax_without_maximum(GradientCase(network, X, y, DECAY, "sum")), reference, strict=True
    ):
        assert relative_error(gradient, expected) < 1e-6
    large = network.copy()
    large.b2 += 750  # the same for all digits, so the probabilities are the same
    for gradient, expected in zip(right(GradientCase(large, X, y, DECAY, "sum")), reference, strict=True):
        assert relative_error(gradient, expected) < 1e-4
    assert not np.isfinite(softmax_without_maximum(GradientCase(large, X, y, DECAY, "sum")).W2).all()


def test_every_mistake_is_tried() -> None:
    assert set(WRONG) | {"softmax without maximum"} == set(MISTAKES)

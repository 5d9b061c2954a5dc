"""Plots for notebooks show the numbers that they are given."""

from typing import Any

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

import digitpad
from digitpad.core.training.events import EpochDone
from digitpad.core.training.history import History


@pytest.fixture(autouse=True)
def _no_screen() -> Any:
    before = matplotlib.get_backend()
    matplotlib.use("agg")
    yield
    plt.close("all")
    matplotlib.use(before)


def test_a_history_is_two_axes_with_two_curves() -> None:
    numbers = {"train_accuracy": 0.8, "validation_cost": 0.7, "validation_accuracy": 0.75, "seconds": 1.0}
    epochs = [EpochDone(epoch=n, train_cost=1 / n, learning_rate=0.1, dead_units=0.0, **numbers) for n in (1, 2, 3)]
    cost, accuracy = digitpad.plot_history(History(epochs))
    assert [line.get_ydata()[-1] for line in cost.get_lines()] == [1 / 3, 0.7]
    assert [line.get_ydata()[-1] for line in accuracy.get_lines()] == [0.8, 0.75]
    assert cost.get_xlabel() == "epoch"


def test_images_and_weights_are_pictures_ten_in_a_row() -> None:
    images = np.zeros((12, 28, 28), np.uint8)
    shown = digitpad.plot_images(images, titles=range(12))
    assert [axes.get_title() for axes in shown] == [str(n) for n in range(12)]
    assert shown[0].images[0].get_array().shape == (28, 28)
    assert len(digitpad.plot_weights(digitpad.Network.initial(3, np.random.default_rng(0)))) == 3


def test_a_confusion_matrix_has_a_number_in_each_cell() -> None:
    axes = digitpad.plot_confusion([1, 1, 2], [1, 7, 2])
    written = {(int(text.get_position()[1]), int(text.get_position()[0])): text.get_text() for text in axes.texts}
    assert (len(written), written[1, 1], written[1, 7], written[2, 2], written[0, 0]) == (100, "1", "1", "1", "0")
    named = digitpad.plot_confusion([1, 1, 2], [1, 7, 2], ("ring", "line"))
    assert [label.get_text() for label in named.get_yticklabels()][:3] == ["ring", "line", "2"]

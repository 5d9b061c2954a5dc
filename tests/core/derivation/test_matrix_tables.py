"""Every number is the network's own, and the arithmetic beneath it comes to it."""

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from digitpad.core.activations import ACTIVATIONS, ActivationName
from digitpad.core.derivation.backward import (
    OneStep,
    hidden_error_table,
    hidden_gradient_table,
    one_step,
    output_gradient_table,
    update_table,
)
from digitpad.core.derivation.forward import ForwardPass, hidden_table, output_table
from digitpad.core.derivation.matrix_table import Cell, MatrixTable, Region, Side, cells_in_line
from digitpad.core.engine.steps import OPTIMISERS
from digitpad.core.network import Floats, softmax
from digitpad.core.training.settings import TrainingSettings
from tests.networks import network_of

LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.fixture
def image() -> Floats:
    rng = np.random.default_rng(7)
    return 2 * rng.uniform(size=(1, 784)) * (rng.uniform(size=(1, 784)) < 0.2) - 1


def step_of(image: Floats, activation: ActivationName = "relu", **more: Any) -> OneStep:
    settings: dict[str, Any] = {"optimiser": "sgd", "weight_decay": 0.01, "learning_rate": 0.05} | more
    return one_step(network_of(activation=activation), image, 3, TrainingSettings(**settings))


def cells_of(table: MatrixTable) -> list[Cell]:
    """Some cells of every block."""
    rows, columns = table.shape
    some_rows, some_columns = {0, rows // 2, rows - 1}, {0, columns // 2, columns - 1}
    cells = []
    for name, block in table.blocks.items():
        if block.side is Side.MIDDLE:
            cells += [Cell(name, row, column) for row in some_rows for column in some_columns]
        elif block.side.along_rows:
            cells += [Cell(name, row, 0) for row in some_rows]
        else:
            cells += [Cell(name, 0, column) for column in some_columns if column < len(block.values)]
    return cells


def with_exponents(text: str) -> str:
    """Numbers as Python reads them."""
    return re.sub("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda found: f"1e{found[1].translate(LOWERED)}", text)


def value_of(text: str) -> float:
    digits, _, factor = with_exponents(text).replace("−", "-").partition("·")
    return float(digits) * float(factor or 1)


def worked_out(numbers: str, activation: ActivationName) -> float:
    """What the left side of the spelled-out arithmetic comes to."""
    text = with_exponents(numbers.split(" = ")[0])
    for sign, operator in (("·", "*"), ("−", "-"), ("… ", ""), (f"{activation}′(", "slope("), (f"{activation}(", "f(")):
        text = text.replace(sign, operator)
    function, slope = ACTIVATIONS[activation]
    names = {"f": lambda x: function(np.array(x)), "slope": lambda x: slope(np.array(float(x))), "exp": np.exp}
    assert re.fullmatch(r"[-+*/(). \dea-z]+", text), text
    return float(eval(text, names))


def check(table: MatrixTable, activation: ActivationName = "relu") -> None:
    for cell in cells_of(table):
        origin = table.explain(cell)
        assert origin.formula
        result = value_of(re.split(" = | \\(Δ", origin.numbers)[1]) if " = " in origin.numbers else None
        if result is not None:
            assert worked_out(origin.numbers, activation) == pytest.approx(result, rel=0.05, abs=0.01), (cell, origin)
        for region in origin.made_of:
            values = table.blocks[region.block].values
            assert region.row is None or region.row < max(values.shape[0], 1)
            assert region.column is None or region.column < max(values.shape[-1], 1)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_the_forward_pass_is_the_networks(image: Floats, activation: ActivationName, temperature: float) -> None:
    network = network_of(activation=activation)
    forward = ForwardPass.of(network, image, temperature)
    hidden, output = hidden_table(forward), output_table(forward)
    expected = network.forward(image)
    np.testing.assert_array_equal(hidden.blocks["A1"].values, expected.A1[0])
    np.testing.assert_array_equal(hidden.blocks["A2"].values, expected.A2[0])
    np.testing.assert_array_equal(output.blocks["Z"].values, expected.Z[0])
    exponentials, total = output.blocks["exp"].values, output.blocks["sum"].values[0]
    np.testing.assert_allclose(output.blocks["P"].values, exponentials / total)
    np.testing.assert_array_equal(output.blocks["P"].values, softmax(expected.Z / temperature)[0])
    assert hidden.middle == "W1"
    assert hidden.shape == (784, 12)
    check(hidden, activation)
    check(output, activation)


@pytest.mark.parametrize("inputs", ["ink", "pixels", "zero-to-one", "standardised"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_backward_pass_is_the_steps(image: Floats, activation: ActivationName, inputs: str) -> None:
    step = step_of(image, activation, inputs=inputs)
    for table in (output_gradient_table(step), hidden_error_table(step), hidden_gradient_table(step)):
        check(table, activation)
    np.testing.assert_array_equal(output_gradient_table(step).blocks["dW2"].values, step.gradients.W2)
    np.testing.assert_array_equal(output_gradient_table(step).blocks["P − Y"].values, step.G[0])
    hidden = hidden_gradient_table(step).blocks
    np.testing.assert_array_equal(hidden["dW1"].values, step.gradients.W1)
    assert ("X + 1" in hidden) == (inputs == "ink")
    back = hidden_error_table(step).blocks
    product = back["G W2ᵀ"].values * back[f"{activation}′"].values
    np.testing.assert_allclose(back["dA1"].values, product)


@pytest.mark.parametrize("more", [{}, {"clip": 0.5}, {"weight_decay": 0.0}], ids=str)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_update_by_every_optimiser(image: Floats, optimiser: str, more: dict[str, Any]) -> None:
    step = step_of(image, optimiser=optimiser, **more)
    for layer in (1, 2):
        table = update_table(step, layer)
        check(table)
        change = getattr(step.after, f"W{layer}") - getattr(step.before, f"W{layer}")
        np.testing.assert_array_equal(table.blocks[f"ΔW{layer}"].values, change)
        for cell in cells_of(table):
            numbers = table.explain(cell).numbers
            shown = value_of(re.split(" = | \\(Δ", numbers)[1])
            assert worked_out(numbers, "relu") == pytest.approx(shown, abs=2e-3)


TABLES: tuple[Callable[[Floats], MatrixTable], ...] = (
    lambda image: hidden_table(ForwardPass.of(network_of(), image)),
    lambda image: output_table(ForwardPass.of(network_of(hidden=1), image)),
    lambda image: output_gradient_table(step_of(image)),
    lambda image: hidden_error_table(step_of(image)),
    lambda image: hidden_gradient_table(step_of(image)),
    lambda image: update_table(step_of(image), 1),
    lambda image: update_table(step_of(image), 2),
)


@pytest.mark.parametrize("make", TABLES)
def test_every_table_begins_somewhere_and_is_written_out(image: Floats, make: Callable[[Floats], MatrixTable]) -> None:
    table = make(image)
    assert np.isfinite(table.value(table.begin))
    cells = cells_in_line(table, table.begin)
    assert set(cells["block"]) == set(table.blocks)
    assert len({len(column) for column in cells.values()}) == 1
    at = [*zip(cells["block"], cells["row"], cells["column"], strict=True)].index(tuple(table.begin))
    assert cells["number"][at] == table.value(table.begin)


def test_a_logit_is_made_of_its_column(image: Floats) -> None:
    origin = output_table(ForwardPass.of(network_of(), image)).explain(Cell("Z", 0, 4))
    assert origin.made_of == (Region("A2"), Region("W2", column=4), Region("b2", 0, 4))
    assert origin.formula == "Z<sub>4</sub> = Σ<sub>j</sub> A2<sub>j</sub> W2<sub>j,4</sub> + b2<sub>4</sub>"

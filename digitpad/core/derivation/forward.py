"""The forward pass as two tables: from the image to the hidden units, and from them to the probabilities."""

from dataclasses import dataclass

import numpy as np

from digitpad.core.derivation.matrix_table import (
    Block,
    Cell,
    MatrixTable,
    Origin,
    Region,
    Side,
    factor,
    number,
    product,
    sum_of_products,
)
from digitpad.core.inspection.hidden_units import top_units
from digitpad.core.network import SIDE, Activations, Floats, Network, softmax


@dataclass(frozen=True, eq=False)
class ForwardPass:
    """A network's forward pass of one image X (1, 784), with a temperature T for the softmax: P = softmax(Z / T)."""

    network: Network
    X: Floats
    activations: Activations
    temperature: float = 1.0

    @classmethod
    def of(cls, network: Network, X: Floats, temperature: float = 1.0) -> "ForwardPass":
        """The forward pass of the image X (1, 784)."""
        X = X.astype(network.dtype, copy=False)
        return cls(network, X, network.forward(X), temperature)

    @property
    def scaled(self) -> Floats:
        """Z / T (1, 10)."""
        scaled: Floats = self.activations.Z / self.network.dtype.type(self.temperature)
        return scaled

    @property
    def P(self) -> Floats:
        """softmax(Z / T) (1, 10)."""
        return softmax(self.scaled)

    @property
    def answer(self) -> int:
        return int(self.activations.Z.argmax())


def hidden_table(forward: ForwardPass) -> MatrixTable:
    """X | W1, and beneath it b1, A1 and A2."""
    network, X = forward.network, forward.X[0]
    A1, A2 = forward.activations.A1[0], forward.activations.A2[0]
    W1, b1 = network.W1, network.b1

    def pixel(p: int, _: int) -> Origin:
        (row, column), x = divmod(p, SIDE), float(X[p])
        formula = f"X<sub>{p}</sub> = 2 · ink − 1 (row {row}, column {column})"
        return Origin(formula, f"2 · {(x + 1) / 2:.3f} − 1 = {number(x)}")

    def weighted_sum(_: int, j: int) -> Origin:
        return Origin(
            f"A1<sub>{j}</sub> = Σ<sub>p</sub> X<sub>p</sub> W1<sub>p,{j}</sub> + b1<sub>{j}</sub>",
            f"{sum_of_products(X, W1[:, j])} + {factor(b1[j])} = {number(A1[j])}",
            (Region("X"), Region("W1", column=j), Region("b1", 0, j)),
        )

    def weight(p: int, j: int) -> Origin:
        return product(f"X<sub>{p}</sub> W1<sub>{p},{j}</sub>", X[p], W1[p, j], Region("X", p, 0))

    blocks = {
        "X": Block(Side.LEFT, X, pixel),
        "W1": Block(Side.MIDDLE, W1, weight),
        "b1": Block(Side.BELOW, b1, lambda _, j: Origin(f"b1<sub>{j}</sub>", number(b1[j]))),
        "A1": Block(Side.BELOW, A1, weighted_sum),
        "A2": Block(Side.BELOW, A2, lambda _, j: _activated(forward, j, Region("A1", 0, j))),
    }
    strongest = int(top_units(network, A2, forward.answer, 1)[0])
    top = int(np.abs(X * W1[:, strongest]).argmax())
    return MatrixTable(blocks, "pixel", "unit", Cell("A1", 0, strongest), top)


def output_table(forward: ForwardPass) -> MatrixTable:
    """A2 | W2, and beneath it b2, Z and the steps of the softmax."""
    network, T = forward.network, forward.temperature
    A2, Z = forward.activations.A2[0], forward.activations.Z[0]
    W2, b2, scaled, P = network.W2, network.b2, forward.scaled[0], forward.P[0]
    largest = scaled.max()
    shifted = scaled - largest
    exponentials = np.exp(shifted)
    total = exponentials.sum()

    def weight(j: int, k: int) -> Origin:
        return product(f"A2<sub>{j}</sub> W2<sub>{j},{k}</sub>", A2[j], W2[j, k], Region("A2", j, 0))

    def logit(_: int, k: int) -> Origin:
        return Origin(
            f"Z<sub>{k}</sub> = Σ<sub>j</sub> A2<sub>j</sub> W2<sub>j,{k}</sub> + b2<sub>{k}</sub>",
            f"{sum_of_products(A2, W2[:, k])} + {factor(b2[k])} = {number(Z[k])}",
            (Region("A2"), Region("W2", column=k), Region("b2", 0, k)),
        )

    def divided(_: int, k: int) -> Origin:
        return Origin(f"Z<sub>{k}</sub> / T", f"{number(Z[k])} / {T:g} = {number(scaled[k])}", (Region("Z", 0, k),))

    def less(_: int, k: int) -> Origin:
        numbers = f"{number(scaled[k])} − {factor(largest)} = {number(shifted[k])}"
        return Origin(f"Z<sub>{k}</sub> / T − max(Z / T)", numbers, (Region("Z / T"),))

    def exponential(_: int, k: int) -> Origin:
        numbers = f"exp({number(shifted[k])}) = {number(exponentials[k])}"
        return Origin(f"exp(Z<sub>{k}</sub> / T − max)", numbers, (Region("− max", 0, k),))

    def summed(_: int, _k: int) -> Origin:
        numbers = f"{' + '.join(map(number, exponentials))} = {number(total)}"
        return Origin("Σ<sub>k</sub> exp(Z<sub>k</sub> / T − max)", numbers, (Region("exp"),))

    def probability(_: int, k: int) -> Origin:
        numbers = f"{number(exponentials[k])} / {number(total)} = {number(P[k])}"
        made_of = (Region("exp", 0, k), Region("sum"))
        return Origin(f"P<sub>{k}</sub> = exp(Z<sub>{k}</sub> / T − max) / sum", numbers, made_of)

    blocks = {
        "A2": Block(Side.LEFT, A2, lambda j, _: _activated(forward, j)),
        "W2": Block(Side.MIDDLE, W2, weight),
        "b2": Block(Side.BELOW, b2, lambda _, k: Origin(f"b2<sub>{k}</sub>", number(b2[k]))),
        "Z": Block(Side.BELOW, Z, logit),
        "Z / T": Block(Side.BELOW, scaled, divided),
        "− max": Block(Side.BELOW, shifted, less),
        "exp": Block(Side.BELOW, exponentials, exponential),
        "sum": Block(Side.BELOW, total[None], summed),
        "P": Block(Side.BELOW, P, probability),
    }
    top = int(top_units(network, A2, forward.answer, 1)[0])
    return MatrixTable(blocks, "unit", "digit", Cell("Z", 0, forward.answer), top)


def _activated(forward: ForwardPass, j: int, *made_of: Region) -> Origin:
    name, A1, A2 = forward.network.activation, forward.activations.A1[0, j], forward.activations.A2[0, j]
    return Origin(f"A2<sub>{j}</sub> = {name}(A1<sub>{j}</sub>)", f"{name}({number(A1)}) = {number(A2)}", made_of)

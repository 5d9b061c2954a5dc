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
    network, activations = forward.network, forward.activations
    blocks = {
        "X": Block(Side.LEFT, forward.X[0]),
        "W1": Block(Side.MIDDLE, network.W1),
        "b1": Block(Side.BELOW, network.b1),
        "A1": Block(Side.BELOW, activations.A1[0]),
        "A2": Block(Side.BELOW, activations.A2[0]),
    }

    def explain(cell: Cell) -> Origin:
        p, j = cell.row, cell.column
        if cell.block == "X":
            row, column = divmod(p, SIDE)
            x = float(forward.X[0, p])
            return Origin(
                f"X<sub>{p}</sub> = 2 · ink − 1 (row {row}, column {column})",
                f"2 · {(x + 1) / 2:.3f} − 1 = {number(x)}",
            )
        if cell.block == "W1":
            x, w = float(forward.X[0, p]), float(network.W1[p, j])
            made_of = (Region("X", p, 0),)
            return Origin(
                f"X<sub>{p}</sub> W1<sub>{p},{j}</sub>", f"{factor(x)} · {factor(w)} = {number(x * w)}", made_of
            )
        if cell.block == "b1":
            return Origin(f"b1<sub>{j}</sub>", number(float(network.b1[j])))
        if cell.block == "A1":
            return Origin(
                f"A1<sub>{j}</sub> = Σ<sub>p</sub> X<sub>p</sub> W1<sub>p,{j}</sub> + b1<sub>{j}</sub>",
                f"{sum_of_products(forward.X[0], network.W1[:, j])} + {factor(float(network.b1[j]))}"
                f" = {number(float(activations.A1[0, j]))}",
                (Region("X"), Region("W1", column=j), Region("b1", 0, j)),
            )
        a1, a2 = float(activations.A1[0, j]), float(activations.A2[0, j])
        return Origin(
            f"A2<sub>{j}</sub> = {network.activation}(A1<sub>{j}</sub>)",
            f"{network.activation}({number(a1)}) = {number(a2)}",
            (Region("A1", 0, j),),
        )

    strongest = int(top_units(network, activations.A2[0], forward.answer, 1)[0])
    return MatrixTable(
        blocks,
        "pixel",
        "unit",
        Cell("A1", 0, strongest),
        explain,
        int(np.abs(forward.X[0] * network.W1[:, strongest]).argmax()),
    )


def output_table(forward: ForwardPass) -> MatrixTable:
    """A2 | W2, and beneath it b2, Z and the steps of the softmax."""
    network, activations = forward.network, forward.activations
    A2, Z, scaled, P = activations.A2[0], activations.Z[0], forward.scaled[0], forward.P[0]
    largest = scaled.max()
    shifted = scaled - largest
    exponentials = np.exp(shifted)
    total = exponentials.sum()
    blocks = {
        "A2": Block(Side.LEFT, A2),
        "W2": Block(Side.MIDDLE, network.W2),
        "b2": Block(Side.BELOW, network.b2),
        "Z": Block(Side.BELOW, Z),
        "Z / T": Block(Side.BELOW, scaled),
        "− max": Block(Side.BELOW, shifted),
        "exp": Block(Side.BELOW, exponentials),
        "sum": Block(Side.BELOW, total[None]),
        "P": Block(Side.BELOW, P),
    }

    def explain(cell: Cell) -> Origin:
        j, k = cell.row, cell.column
        made_of: dict[str, tuple[str, str, tuple[Region, ...]]]
        if cell.block == "A2":
            return Origin(
                f"A2<sub>{j}</sub> = {network.activation}(A1<sub>{j}</sub>)",
                f"{network.activation}({number(float(activations.A1[0, j]))}) = {number(float(A2[j]))}",
            )
        if cell.block == "W2":
            a, w = float(A2[j]), float(network.W2[j, k])
            formula = f"A2<sub>{j}</sub> W2<sub>{j},{k}</sub>"
            return Origin(formula, f"{factor(a)} · {factor(w)} = {number(a * w)}", (Region("A2", j, 0),))
        if cell.block == "b2":
            return Origin(f"b2<sub>{k}</sub>", number(float(network.b2[k])))
        made_of = {
            "Z": (
                f"Z<sub>{k}</sub> = Σ<sub>j</sub> A2<sub>j</sub> W2<sub>j,{k}</sub> + b2<sub>{k}</sub>",
                f"{sum_of_products(A2, network.W2[:, k])} + {factor(float(network.b2[k]))}",
                (Region("A2"), Region("W2", column=k), Region("b2", 0, k)),
            ),
            "Z / T": (
                f"Z<sub>{k}</sub> / T",
                f"{number(float(Z[k]))} / {forward.temperature:g}",
                (Region("Z", 0, k),),
            ),
            "− max": (
                f"Z<sub>{k}</sub> / T − max(Z / T)",
                f"{number(float(scaled[k]))} − {factor(float(largest))}",
                (Region("Z / T"),),
            ),
            "exp": (
                f"exp(Z<sub>{k}</sub> / T − max)",
                f"exp({number(float(shifted[k]))})",
                (Region("− max", 0, k),),
            ),
            "sum": (
                "Σ<sub>k</sub> exp(Z<sub>k</sub> / T − max)",
                " + ".join(number(float(each)) for each in exponentials),
                (Region("exp"),),
            ),
            "P": (
                f"P<sub>{k}</sub> = exp(Z<sub>{k}</sub> / T − max) / sum",
                f"{number(float(exponentials[k]))} / {number(float(total))}",
                (Region("exp", 0, k), Region("sum")),
            ),
        }
        formula, numbers, regions = made_of[cell.block]
        value = float(total) if cell.block == "sum" else blocks[cell.block].at(0, k)
        return Origin(formula, f"{numbers} = {number(value)}", regions)

    return MatrixTable(
        blocks,
        "unit",
        "digit",
        Cell("Z", 0, forward.answer),
        explain,
        int(top_units(network, A2, forward.answer, 1)[0]),
    )

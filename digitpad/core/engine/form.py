"""What kind of network learns: the usual one, or a rarer one."""

from typing import NamedTuple


class NetworkForm(NamedTuple):
    """Whether biases learn (or stay as they are), whether there is a hidden layer, and by which cost it learns.

    The quadratic cost is that of sigmoid outputs (Nielsen 2015), the usual one cross-entropy of softmax outputs.
    Without a hidden layer the network is a softmax regression: see regression.py.
    """

    biases: bool = True
    hidden_layer: bool = True
    quadratic: bool = False


USUAL = NetworkForm()

"""Records how PyTorch's optimisers go, for test_optimisers.py: run with a Python that has PyTorch.

    python tests/core/engine/record_optimisers.py

trains a small network in float64 for ten steps with each optimiser and writes torch_trajectories.npz beside this file:
for each of them the weights after every step, and the learning rates of OneCycleLR. Recorded with PyTorch 2.13.

The cost has weight_decay * sum(W**2), so PyTorch's weight_decay is twice as large, and biases are not decayed.
"""

from pathlib import Path

import numpy as np
import torch

STEPS, UNITS, IMAGES, DECAY, RATE = 10, 3, 12, 0.01, 0.003
KINDS = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {"alpha": 0.99, "eps": 1e-8}),
    "adam": (torch.optim.Adam, {"betas": (0.9, 0.99), "eps": 1e-8}),
    "adamw": (torch.optim.AdamW, {"betas": (0.9, 0.99), "eps": 1e-8}),
}


def main() -> None:
    rng = np.random.default_rng(7)
    # Few pixels have ink, so most rows of W1 only decay, and the file stays small: those rows are not recorded.
    pixels = np.sort(rng.choice(784, 5, replace=False))
    X = np.full((IMAGES, 784), 0.0)
    X[:, pixels] = rng.uniform(-1, 1, (IMAGES, len(pixels)))
    y = rng.integers(0, 10, IMAGES)
    W1 = np.zeros((784, UNITS))
    W1[pixels] = rng.normal(0, 0.5, (len(pixels), UNITS))
    start = {"W1": W1, "b1": rng.normal(0, 0.1, UNITS), "W2": rng.normal(0, 0.5, (UNITS, 10)), "b2": np.zeros(10)}
    arrays = {"pixels": pixels, "ink": X[:, pixels], "y": y, "W1": W1[pixels], "b1": start["b1"], "W2": start["W2"]}
    for kind, (optimiser, options) in KINDS.items():
        parameters = {name: torch.tensor(array, requires_grad=True) for name, array in start.items()}
        groups = [
            {"params": [parameters["W1"], parameters["W2"]], "weight_decay": 2 * DECAY},
            {"params": [parameters["b1"], parameters["b2"]], "weight_decay": 0.0},
        ]
        steps = optimiser(groups, lr=RATE, **options)
        path = {name: [] for name in start}
        for _ in range(STEPS):
            hidden = torch.nn.functional.gelu(torch.tensor(X) @ parameters["W1"] + parameters["b1"], approximate="tanh")
            logits = hidden @ parameters["W2"] + parameters["b2"]
            steps.zero_grad()
            torch.nn.functional.cross_entropy(logits, torch.tensor(y), label_smoothing=0.1, reduction="sum").backward()
            steps.step()
            for name, tensor in parameters.items():
                array = tensor.detach().numpy().copy()
                path[name].append(array[pixels] if name == "W1" else array)
        arrays |= {f"{kind}.{name}": np.array(each) for name, each in path.items()}
    weight = torch.nn.Parameter(torch.zeros(1))
    sgd = torch.optim.SGD([weight], lr=1.0)
    cycle = torch.optim.lr_scheduler.OneCycleLR(sgd, max_lr=1.0, total_steps=101)
    rates = []
    for _ in range(101):
        rates.append(sgd.param_groups[0]["lr"])
        sgd.step()
        if len(rates) < 101:
            cycle.step()
    arrays["one_cycle"] = np.array(rates)
    np.savez_compressed(Path(__file__).parent / "torch_trajectories.npz", **arrays)


if __name__ == "__main__":
    main()

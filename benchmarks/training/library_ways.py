"""The same step with other libraries. Each is imported only where it is measured."""

import warnings
from typing import Any

import numpy as np

from benchmarks.training.task import LEARNING_RATE, Task
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network, one_hot


class ScikitLearn:
    """MLPClassifier.fit, one epoch a call. It takes means over a batch: hence the factors."""

    def __init__(self, task: Task) -> None:
        from sklearn.neural_network import MLPClassifier

        warnings.simplefilter("ignore")  # that one epoch is not enough to converge
        self.X, self.y = task.X[task.rows], task.y[task.rows]
        rate, decay = LEARNING_RATE * task.batch, 2 * task.weight_decay
        self.model = MLPClassifier((task.hidden,), solver="sgd", alpha=decay, batch_size=task.batch, max_iter=1)
        self.model.set_params(learning_rate_init=rate, momentum=task.momentum, nesterovs_momentum=False, shuffle=False)
        self.model.set_params(warm_start=True).fit(self.X, self.y)
        start = task.network
        self.model.coefs_, self.model.intercepts_ = [start.W1, start.W2], [start.b1, start.b2]

    def epoch(self) -> None:
        del self.model._optimizer  # it still holds the arrays that fit made before the weights were given
        self.model.fit(self.X, self.y)

    def network(self) -> Network:
        (W1, W2), (b1, b2) = self.model.coefs_, self.model.intercepts_
        return Network(W1, b1, W2, b2)

    def probabilities(self, X: Floats) -> Floats:
        return self.model.predict_proba(X)

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(self.model.score(X, y))


class NeuralNetworkDigits:
    """The step of the package neural-network-digits; it takes means over a batch too."""

    def __init__(self, task: Task) -> None:
        from nn_digits.neural_net.network import NeuralNetwork

        self.task, self.rows, self.X, self.Y = task, task.rows, task.X, one_hot(task.y)
        self.model = NeuralNetwork((PIXELS, task.hidden, CLASSES))
        start = task.network
        self.model.weights, self.model.biases = [start.W1, start.W2], [start.b1, start.b2]

    def epoch(self) -> None:
        rate, decay = LEARNING_RATE * self.task.batch, 2 * self.task.weight_decay / self.task.batch
        for start in range(0, len(self.rows), self.task.batch):
            batch = self.rows[start : start + self.task.batch]
            self.model.train_step(self.X[batch], self.Y[batch], rate, momentum=self.task.momentum, l2=decay)

    def network(self) -> Network:
        (W1, W2), (b1, b2) = self.model.weights, self.model.biases
        return Network(W1, b1, W2, b2)

    def probabilities(self, X: Floats) -> Floats:
        return self.model.predict(X)

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(np.mean(self.model.predict(X).argmax(axis=1) == y))


class TorchModule:
    """PyTorch as in its tutorials: nn.Sequential, cross_entropy, optim.SGD."""

    def __init__(self, task: Task) -> None:
        import torch

        torch.set_num_threads(1)
        self.torch, self.task, start = torch, task, task.network
        self.X, self.y, self.rows = (torch.from_numpy(each) for each in (task.X, task.y.astype(np.int64), task.rows))
        hidden, output = torch.nn.Linear(PIXELS, task.hidden), torch.nn.Linear(task.hidden, CLASSES)
        with torch.no_grad():
            hidden.weight.copy_(torch.from_numpy(start.W1.T)), hidden.bias.copy_(torch.from_numpy(start.b1))
            output.weight.copy_(torch.from_numpy(start.W2.T)), output.bias.copy_(torch.from_numpy(start.b2))
        self.layers, self.model = (hidden, output), torch.nn.Sequential(hidden, torch.nn.ReLU(), output)
        weights, biases = [hidden.weight, output.weight], [hidden.bias, output.bias]
        groups: list[dict[str, Any]] = [{"params": weights, "weight_decay": 2 * task.weight_decay}, {"params": biases}]
        self.optimiser = torch.optim.SGD(groups, lr=LEARNING_RATE, momentum=task.momentum)

    def epoch(self) -> None:
        cost = self.torch.zeros(())
        for batch in self.rows.split(self.task.batch):
            self.optimiser.zero_grad()
            loss = self.torch.nn.functional.cross_entropy(self.model(self.X[batch]), self.y[batch], reduction="sum")
            loss.backward()
            self.optimiser.step()
            cost += loss.detach()
        self.cost = float(cost)

    def network(self) -> Network:
        hidden, output = self.layers
        arrays = hidden.weight.T, hidden.bias, output.weight.T, output.bias
        return Network(*(each.detach().numpy().copy() for each in arrays))

    def probabilities(self, X: Floats) -> Floats:
        with self.torch.inference_mode():
            return self.model(self.torch.from_numpy(X)).softmax(1).numpy()

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(np.mean(self.probabilities(X).argmax(axis=1) == y))


class TorchInPlace:
    """PyTorch without its automatic gradients: results into arrays that are there, W1's update in one addmm_."""

    def __init__(self, task: Task) -> None:
        import torch

        torch.set_num_threads(1)
        torch.set_grad_enabled(False)
        self.torch, self.task, n, H = torch, task, task.batch, task.hidden
        self.X, self.Y, self.rows = (torch.from_numpy(each) for each in (task.X, one_hot(task.y), task.rows))
        self.W1, self.b1, self.W2, self.b2 = (torch.from_numpy(array) for _, array in task.network.parameters())
        self.x, self.y = torch.empty(n, PIXELS), torch.empty(n, CLASSES)
        self.A, self.D, self.Z = torch.empty(n, H), torch.empty(n, H), torch.empty(n, CLASSES)
        # Changes of the parameters, which with momentum go on.
        self.velocities = [torch.from_numpy(np.zeros_like(array)) for _, array in task.network.parameters()]

    def epoch(self) -> None:
        torch, x, y, A, D, Z, rate = self.torch, self.x, self.y, self.A, self.D, self.Z, LEARNING_RATE
        keep = 1 - 2 * rate * self.task.weight_decay
        cost = torch.zeros(())
        for batch in self.rows.split(self.task.batch):
            torch.index_select(self.X, 0, batch, out=x)
            torch.index_select(self.Y, 0, batch, out=y)
            torch.addmm(self.b1, x, self.W1, out=A)
            A.relu_()
            torch.addmm(self.b2, A, self.W2, out=Z)
            log_P = Z.log_softmax(1)
            cost -= torch.dot(log_P.view(-1), y.view(-1))
            G = log_P.exp_().sub_(y)
            torch.mm(G, self.W2.T, out=D)
            D.mul_(A > 0)
            if self.task.momentum:
                self._move(G)
                continue
            self.W1.addmm_(x.T, D, beta=keep, alpha=-rate)
            self.W2.addmm_(A.T, G, beta=keep, alpha=-rate)
            self.b1.sub_(D.sum(0), alpha=rate)
            self.b2.sub_(G.sum(0), alpha=rate)
        self.cost = float(cost)

    def _move(self, G: Any) -> None:
        """The update with momentum, from the gradient at the logits."""
        rate, momentum = LEARNING_RATE, self.task.momentum
        V1, v1, V2, v2 = self.velocities
        for W, V, A, D in ((self.W1, V1, self.x, self.D), (self.W2, V2, self.A, G)):
            V.addmm_(A.T, D, beta=momentum, alpha=-rate)
            V.sub_(W, alpha=2 * rate * self.task.weight_decay)
            W.add_(V)
        for b, v, D in ((self.b1, v1, self.D), (self.b2, v2, G)):
            b.add_(v.mul_(momentum).sub_(D.sum(0), alpha=rate))

    def network(self) -> Network:
        return Network(*(each.numpy().copy() for each in (self.W1, self.b1, self.W2, self.b2)))

    def probabilities(self, X: Floats) -> Floats:
        A2 = self.torch.addmm(self.b1, self.torch.from_numpy(X), self.W1).relu_()
        return self.torch.addmm(self.b2, A2, self.W2).softmax(1).numpy()

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(np.mean(self.probabilities(X).argmax(axis=1) == y))


class Jax:
    """JAX: an epoch is one compiled scan over the batches, with the gradients JAX derives."""

    def __init__(self, task: Task) -> None:
        import jax
        from jax import numpy as jnp

        def forward(W: Any, X: Any) -> Any:
            return jax.nn.relu(X @ W[0] + W[1]) @ W[2] + W[3]

        def cost(W: Any, X: Any, y: Any) -> Any:
            return -jnp.sum(jnp.take_along_axis(jax.nn.log_softmax(forward(W, X)), y[:, None], 1))

        def step(W: Any, rows: Any) -> Any:
            value, slopes = jax.value_and_grad(cost)(W, self.X[rows], self.y[rows])
            return tuple(k * w - LEARNING_RATE * d for k, w, d in zip(keeps, W, slopes, strict=True)), value

        def step_with_momentum(state: Any, rows: Any) -> Any:
            W, V = state
            value, slopes = jax.value_and_grad(cost)(W, self.X[rows], self.y[rows])
            changes = (LEARNING_RATE * d + (1 - k) * w for k, w, d in zip(keeps, W, slopes, strict=True))
            V = tuple(task.momentum * v - change for v, change in zip(V, changes, strict=True))
            return (tuple(w + v for w, v in zip(W, V, strict=True)), V), value

        keep = 1 - 2 * LEARNING_RATE * task.weight_decay
        keeps = (keep, 1, keep, 1)
        self.X, self.y = jnp.asarray(task.X), jnp.asarray(task.y)
        self.rows = jnp.asarray(task.rows.reshape(task.steps, task.batch).astype(np.int32))
        self.W = tuple(jnp.array(array) for _, array in task.network.parameters())
        self.V = tuple(jnp.zeros_like(each) for each in self.W) if task.momentum else None
        every = step_with_momentum if task.momentum else step
        self.many = jax.jit(lambda state, rows: jax.lax.scan(every, state, rows), donate_argnums=0)
        self.read = jax.jit(lambda W, X: jax.nn.softmax(forward(W, X)))

    def epoch(self) -> None:
        if self.V is None:
            self.W, costs = self.many(self.W, self.rows)
        else:
            (self.W, self.V), costs = self.many((self.W, self.V), self.rows)
        self.cost = float(costs.sum())

    def network(self) -> Network:
        W1, b1, W2, b2 = (np.array(each) for each in self.W)
        return Network(W1, b1, W2, b2)

    def probabilities(self, X: Floats) -> Floats:
        return np.asarray(self.read(self.W, X))

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(np.mean(self.probabilities(X).argmax(axis=1) == y))


class Keras:
    """Keras with JAX below: Sequential.fit, one epoch a call."""

    def __init__(self, task: Task) -> None:
        import keras

        self.task, self.X, self.y, start = task, task.X[task.rows], task.y[task.rows], task.network
        decay = keras.regularizers.L2(task.weight_decay)
        hidden = keras.layers.Dense(task.hidden, "relu", kernel_regularizer=decay)
        output = keras.layers.Dense(CLASSES, kernel_regularizer=decay)
        self.model = keras.Sequential([keras.Input((PIXELS,)), hidden, output])
        self.model.set_weights([start.W1, start.b1, start.W2, start.b2])
        cost = keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="sum")
        self.model.compile(keras.optimizers.SGD(LEARNING_RATE, task.momentum), cost)

    def epoch(self) -> None:
        self.model.fit(self.X, self.y, self.task.batch, epochs=1, verbose=0, shuffle=False)

    def network(self) -> Network:
        return Network(*self.model.get_weights())

    def probabilities(self, X: Floats) -> Floats:
        return np.asarray(self.model.predict_on_batch(X))  # the logits: softmax would be one more call

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(np.mean(self.model.predict(X, batch_size=1000, verbose=0).argmax(axis=1) == y))

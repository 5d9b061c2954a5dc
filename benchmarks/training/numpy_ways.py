"""Ways to write the learning step in NumPy and SciPy, from a student's first to the fastest with BLAS."""

import numpy as np
from scipy.linalg.blas import sgemm

from benchmarks.training.task import LEARNING_RATE, Task
from digitpad.core.network import CLASSES, PIXELS, Floats, Labels, Network, one_hot


class Naive:
    """As a student writes it: double precision, a new array for each result."""

    def __init__(self, task: Task) -> None:
        self.task, self.rows = task, task.rows
        self.X, self.Y = task.X.astype(np.float64), np.eye(CLASSES)[task.y]
        self.W1, self.b1, self.W2, self.b2 = (array for _, array in task.network.astype(np.float64).parameters())

    def epoch(self) -> None:
        self.cost, decay = 0.0, self.task.weight_decay
        for start in range(0, len(self.rows), self.task.batch):
            batch = self.rows[start : start + self.task.batch]
            X, Y = self.X[batch], self.Y[batch]
            A1 = X @ self.W1 + self.b1
            A2 = np.maximum(A1, 0)
            P = self._softmax(A2 @ self.W2 + self.b2)
            self.cost += -np.sum(Y * np.log(P)) + decay * (np.sum(self.W1**2) + np.sum(self.W2**2))
            G = P - Y
            dW2 = A2.T @ G + 2 * decay * self.W2
            dA1 = (G @ self.W2.T) * (A1 > 0)
            dW1 = X.T @ dA1 + 2 * decay * self.W1
            self.W1 = self.W1 - LEARNING_RATE * dW1
            self.b1 = self.b1 - LEARNING_RATE * np.sum(dA1, axis=0)
            self.W2 = self.W2 - LEARNING_RATE * dW2
            self.b2 = self.b2 - LEARNING_RATE * np.sum(G, axis=0)

    def network(self) -> Network:
        return Network(self.W1, self.b1, self.W2, self.b2)

    def probabilities(self, X: Floats) -> Floats:
        return self._softmax(np.maximum(X @ self.W1 + self.b1, 0) @ self.W2 + self.b2)

    def accuracy(self, X: Floats, y: Labels) -> float:
        return float(np.mean(self.probabilities(X).argmax(axis=1) == y))

    @staticmethod
    def _softmax(Z: Floats) -> Floats:
        exponentials = np.exp(Z - np.max(Z, axis=1, keepdims=True))
        return exponentials / np.sum(exponentials, axis=1, keepdims=True)


class Careful:
    """Single precision, every result written into an array that is there already, the learning rate on small arrays."""

    def __init__(self, task: Task) -> None:
        self.task, self.rows, n, H = task, task.rows, task.batch, task.hidden
        self.X, self.Y = task.X, one_hot(task.y)
        self.W1, self.b1, self.W2, self.b2 = (array for _, array in task.network.parameters())
        self.keep = np.float32(1 - 2 * LEARNING_RATE * task.weight_decay)
        self.x, self.y = np.empty((n, PIXELS), np.float32), np.empty((n, CLASSES), np.float32)
        self.A, self.mask, self.D = (np.empty((n, H), np.float32) for _ in range(3))
        self.Z, self.sums = np.empty((n, CLASSES), np.float32), np.empty((n, 1), np.float32)
        self.dW1, self.dW2 = np.empty_like(self.W1), np.empty_like(self.W2)
        self.velocities = [np.zeros_like(array) for _, array in task.network.parameters()] if task.momentum else []

    def epoch(self) -> None:
        self.cost = 0.0
        for start in range(0, len(self.rows), self.task.batch):
            batch = self.rows[start : start + self.task.batch]
            self.X.take(batch, 0, self.x, "clip")
            self.Y.take(batch, 0, self.y, "clip")
            self._gradient()
            self._update()

    def _gradient(self) -> None:
        """Leaves minus the learning rate times the gradient at the logits in Z, at A1 in D."""
        A, Z = self.A, self.Z
        np.matmul(self.x, self.W1, out=A)
        A += self.b1
        np.greater(A, 0, out=self.mask)
        A *= self.mask
        np.matmul(A, self.W2, out=Z)
        Z += self.b2
        Z -= np.max(Z, axis=1, keepdims=True, out=self.sums)
        self.cost -= float(np.vdot(Z, self.y))
        np.exp(Z, out=Z)
        np.sum(Z, axis=1, keepdims=True, out=self.sums)
        Z /= self.sums
        self.cost += float(np.log(self.sums, out=self.sums).sum())
        Z -= self.y
        Z *= np.float32(-LEARNING_RATE)
        np.matmul(Z, self.W2.T, out=self.D)
        self.D *= self.mask

    def _update(self) -> None:
        np.matmul(self.x.T, self.D, out=self.dW1)
        np.matmul(self.A.T, self.Z, out=self.dW2)
        if self.velocities:
            self._move()
            return
        for W, change in ((self.W1, self.dW1), (self.W2, self.dW2)):
            W *= self.keep
            W += change
        self.b1 += self.D.sum(axis=0)
        self.b2 += self.Z.sum(axis=0)

    def _move(self) -> None:
        """The update with momentum; the gradient's arrays take what the weight decay adds."""
        parameters = self.W1, self.b1, self.W2, self.b2
        changes = self.dW1, self.D.sum(axis=0), self.dW2, self.Z.sum(axis=0)
        for W, V, change in zip(parameters, self.velocities, changes, strict=True):
            V *= np.float32(self.task.momentum)
            V += change
            if W.ndim == 2:
                np.multiply(W, np.float32(2 * LEARNING_RATE * self.task.weight_decay), out=change)
                V -= change
            W += V

    def network(self) -> Network:
        return Network(self.W1, self.b1, self.W2, self.b2)

    def probabilities(self, X: Floats) -> Floats:
        return self.network().predict_proba(X)

    def accuracy(self, X: Floats, y: Labels) -> float:
        return self.network().score(X, y)


class Fused(Careful):
    """Gradient, weight decay and step of W1 in one call: W1 = (1 - 2 rate decay) W1 - rate X^T D.

    SciPy's sgemm wants columns that lie side by side in memory; the transposed arrays have them.
    """

    def _update(self) -> None:
        sgemm(1.0, self.D.T, self.x.T, self.keep, self.W1.T, trans_b=1, overwrite_c=1)
        sgemm(1.0, self.Z.T, self.A.T, self.keep, self.W2.T, trans_b=1, overwrite_c=1)
        self.b1 += self.D.sum(axis=0)
        self.b2 += self.Z.sum(axis=0)


class DenseLimit:
    """The products of a step alone, by NumPy's BLAS, always on the same arrays: what others are compared with."""

    def __init__(self, task: Task) -> None:
        self.task, n, H = task, task.batch, task.hidden
        rng = np.random.default_rng(0)
        shapes = {"X": (n, PIXELS), "W1": (PIXELS, H), "A": (n, H), "W2": (H, CLASSES), "G": (n, CLASSES), "D": (n, H)}
        self.arrays = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
        self.Z = np.empty((n, CLASSES), np.float32)
        self.dW1, self.dW2 = np.empty((PIXELS, H), np.float32), np.empty((H, CLASSES), np.float32)

    def epoch(self) -> None:
        X, W1, A, W2, G, D = self.arrays.values()
        for _ in range(self.task.steps):
            np.matmul(X, W1, out=A)
            np.matmul(A, W2, out=self.Z)
            np.matmul(A.T, G, out=self.dW2)
            np.matmul(G, W2.T, out=D)
            np.matmul(X.T, D, out=self.dW1)

    def probabilities(self, X: Floats) -> Floats:
        return X @ self.arrays["W1"] @ self.arrays["W2"]

    def accuracy(self, X: Floats, _y: Labels) -> float:
        self.probabilities(X)
        return 0.0

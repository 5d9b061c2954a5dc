"""The step in Numba, all products by SciPy's BLAS: the elementwise parts are fused, and the update is one product."""

import ctypes

import numba
import numpy as np
from numba.extending import get_cython_function_address

from benchmarks.training.numpy_ways import Careful
from benchmarks.training.task import LEARNING_RATE, Task

_ARGUMENTS = 13  # of BLAS's sgemm, each a pointer
_sgemm = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * _ARGUMENTS)(
    get_cython_function_address("scipy.linalg.cython_blas", "sgemm")
)
_N, _T = np.array([ord("N")], np.uint8), np.array([ord("T")], np.uint8)


class NumbaBlas(Careful):
    """An epoch is one call without Python's lock."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        self.labels = task.y.astype(np.int64)

    def epoch(self) -> None:
        parameters = self.W1, self.b1, self.W2, self.b2
        rooms = self.x, self.A, self.D, self.Z
        _learn(parameters, self.X, self.labels, self.rows, np.float32(LEARNING_RATE), self.keep, rooms)


@numba.njit(nogil=True, fastmath=True, error_model="numpy")
def _product(alpha, A, transposed_A, B, transposed_B, beta, C):
    """C = alpha A B + beta C, for matrices whose rows lie side by side; BLAS sees all of them transposed."""
    rows, columns = C.shape
    sizes = np.array(
        [columns, rows, A.shape[0] if transposed_A else A.shape[1], B.shape[1], A.shape[1], columns], np.int32
    )
    factors = np.array([alpha, beta], np.float32)
    _sgemm(
        (_T if transposed_B else _N).ctypes,
        (_T if transposed_A else _N).ctypes,
        sizes[0:].ctypes,
        sizes[1:].ctypes,
        sizes[2:].ctypes,
        factors[0:].ctypes,
        B.ctypes,
        sizes[3:].ctypes,
        A.ctypes,
        sizes[4:].ctypes,
        factors[1:].ctypes,
        C.ctypes,
        sizes[5:].ctypes,
    )


@numba.njit(nogil=True, fastmath=True, error_model="numpy")
def _learn(parameters, X, labels, rows, rate, keep, rooms):
    W1, b1, W2, b2 = parameters
    x, A, D, Z = rooms
    n, H = A.shape
    for start in range(0, len(rows), n):
        for i in range(n):
            x[i] = X[rows[start + i]]
            A[i] = b1
            Z[i] = b2
        _product(1, x, False, W1, False, 1, A)
        for i in range(n):
            for j in range(H):
                A[i, j] = max(A[i, j], np.float32(0))
        _product(1, A, False, W2, False, 1, Z)
        for i in range(n):
            z = Z[i]
            z -= z.max()
            total = np.float32(0)
            for c in range(len(z)):
                z[c] = np.exp(z[c])
                total += z[c]
            z *= -rate / total
            z[labels[rows[start + i]]] += rate
        _product(1, Z, False, W2, True, 0, D)
        for i in range(n):
            for j in range(H):
                D[i, j] = D[i, j] if A[i, j] > 0 else np.float32(0)
                b1[j] += D[i, j]
            for c in range(len(b2)):
                b2[c] += Z[i, c]
        _product(1, A, True, Z, False, keep, W2)
        _product(1, x, True, D, False, keep, W1)

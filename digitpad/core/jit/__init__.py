"""Compiling kernels with Numba."""

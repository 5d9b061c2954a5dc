"""Learning steps: the readable NumPy engine, and the Numba engine that does the same sums faster."""

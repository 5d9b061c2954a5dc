"""digitpad: watch a small neural network learn to read handwriting."""

__version__ = "0.1.0"

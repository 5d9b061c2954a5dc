"""Evaluating a network: how good it is, where it fails, and whether it knows."""

"""Plots over the epochs of a run."""

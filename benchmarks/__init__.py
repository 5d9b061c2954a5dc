"""Measurements of digitpad; see README.md."""

"""The canvas and the answer beside it."""

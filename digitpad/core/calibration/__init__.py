"""Telling what is not a digit: a small head on the network's hidden layer, how it is fitted, and how strict it is."""

"""Varying the training images, so that the network learns the digit and not the picture."""

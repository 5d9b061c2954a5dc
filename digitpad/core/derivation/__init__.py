"""Every number of the forward and the backward pass, laid out in schemes, with the arithmetic that made it."""

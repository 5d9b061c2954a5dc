"""Every number of the forward and the backward pass, laid out in tables, with the arithmetic that made it."""

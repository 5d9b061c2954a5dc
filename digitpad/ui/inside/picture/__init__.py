"""*Picture*: the layers of the network, and what the drawing does in them."""

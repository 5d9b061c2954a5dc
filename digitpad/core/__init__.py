"""The engine: data, network, training and drawing, in plain Python and NumPy. Imports no Qt."""

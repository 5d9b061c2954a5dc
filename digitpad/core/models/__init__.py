"""A trained network with what one must know to use it, and the files it is kept in."""

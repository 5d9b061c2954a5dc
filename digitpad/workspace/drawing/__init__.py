"""What lies on the canvas, how it is read, and what is kept of it."""

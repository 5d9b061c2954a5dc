"""From strokes, or a bitmap, to the picture the network reads."""

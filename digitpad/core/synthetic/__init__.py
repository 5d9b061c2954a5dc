"""Digits as people write them, as strokes of a pen: made up in many styles, and drawings written another way."""

"""Digits as people write them, as strokes of a pen: made up in many styles, and drawings written another way."""

from digitpad.core.synthetic.styles import in_another_style, procedural_digit, rewritten
from digitpad.core.synthetic.writing import as_written

__all__ = ["as_written", "in_another_style", "procedural_digit", "rewritten"]

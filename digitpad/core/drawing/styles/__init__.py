"""Digits as people write them, as strokes of a pen: made up in many styles, and drawings written another way."""

from digitpad.core.drawing.styles.procedural import procedural_digit
from digitpad.core.drawing.styles.rewriting import rewritten
from digitpad.core.drawing.styles.variants import in_another_style
from digitpad.core.drawing.styles.writing import as_written

__all__ = ["as_written", "in_another_style", "procedural_digit", "rewritten"]

"""*Numbers*: every number from the drawing to the answer, as tables."""

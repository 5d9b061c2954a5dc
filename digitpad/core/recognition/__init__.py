"""From an image to an answer, or its rejection."""

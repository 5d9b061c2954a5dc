"""*Why?*: which pixels speak for the answer, and what would change it."""

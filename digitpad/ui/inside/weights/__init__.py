"""*Live weights*: what the hidden units look for."""

"""Images on the screen: one by one, in lists, and as matrices."""

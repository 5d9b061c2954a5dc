"""Looking at data before it is used: what is in it, and what would spoil a training."""

"""Training runs: what is asked for, what is kept on disk, and how they go."""

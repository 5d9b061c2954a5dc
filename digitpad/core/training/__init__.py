"""Training: settings and presets, the trainer, its events and the history it writes."""

"""Panels: each joins a few widgets to the workspace. Panels do not know each other."""

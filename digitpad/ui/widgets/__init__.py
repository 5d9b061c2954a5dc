"""Widgets: one setter for what they show, one signal for what the user does. They know nothing of the workspace."""

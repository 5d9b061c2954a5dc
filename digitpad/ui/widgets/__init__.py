"""Widgets: setters for what they show, and a signal or a call for what the user does.

They know nothing of the workspace.
"""

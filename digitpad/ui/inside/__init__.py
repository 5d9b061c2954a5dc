"""The views of the tab Inside, each joined to the workspace; inside_panel.py puts them together."""

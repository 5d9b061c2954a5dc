"""The views of the tab Evaluate, each joined to the workspace; evaluate_panel.py puts them together."""

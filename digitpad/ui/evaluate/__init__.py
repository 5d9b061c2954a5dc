"""The views of the page Evaluate, each joined to the workspace; pages.py lists them."""

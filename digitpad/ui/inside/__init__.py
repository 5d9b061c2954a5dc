"""The views of the page Inside, each joined to the workspace; pages.py lists them."""

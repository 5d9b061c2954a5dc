"""The same engine without a window. Imports no Qt."""

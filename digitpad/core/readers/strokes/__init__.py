"""Drawings with their labels: JSON lines, UNIPEN text and InkML."""

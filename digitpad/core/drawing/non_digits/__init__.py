"""Drawings and pictures that are no digits, all made up: scribbles, letters, signs, several digits in one, blobs."""

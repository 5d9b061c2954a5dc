"""Sheets to print and to write on, and what is found on a photograph of one."""

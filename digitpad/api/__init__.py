"""What `import digitpad` gives to notebooks and scripts; see docs/notebooks.md."""

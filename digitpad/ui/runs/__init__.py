"""The page Runs: one table is list and comparison."""

"""Reports and plots as files."""

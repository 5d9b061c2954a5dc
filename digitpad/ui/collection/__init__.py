"""The page My digits: what the user has written, looked through, written on demand, and taught."""

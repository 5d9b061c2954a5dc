"""The page Data: what is learned from, looked at before it is used."""

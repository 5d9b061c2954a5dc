"""*Surgery*: units and weights changed by hand."""

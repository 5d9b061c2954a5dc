"""Many runs of one plan: several seeds, and several values of a setting or two."""

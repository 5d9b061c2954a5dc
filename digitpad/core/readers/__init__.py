"""Reading what comes from outside: one file for each format, each checking all it reads."""

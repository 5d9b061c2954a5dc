"""*Gradient check*: the computed gradient beside a measured one."""

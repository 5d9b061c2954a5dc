"""The collection as the window works with it: read and changed, written for, taught from, taken along."""

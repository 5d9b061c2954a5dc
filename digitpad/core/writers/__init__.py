"""Writing data in the forms that others read: one file for each form, each written whole or not at all."""

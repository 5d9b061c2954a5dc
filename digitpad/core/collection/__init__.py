"""The drawings that people keep of their own handwriting: a database of them, and files to take them with one."""

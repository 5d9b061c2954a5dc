"""Pictures of digits: opened, and brought into the form of the training images."""

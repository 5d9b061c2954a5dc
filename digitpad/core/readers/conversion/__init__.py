"""From what a file holds to images (n, 28, 28) and labels as the network takes them."""

"""Bad inputs of every kind, and what becomes of each of them."""

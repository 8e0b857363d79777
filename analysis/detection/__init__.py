"""Who moves, where, and whose start it is."""

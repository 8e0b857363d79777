"""What many clips of one athlete show together: pure statistics, no words."""

"""What many clips of one athlete say together: pure statistics, no words."""

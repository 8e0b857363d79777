"""Then and now: the same phase of two clips."""

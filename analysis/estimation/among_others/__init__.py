"""One runner with others beside: the same body followed from frame to frame."""

"""One runner with others beside: followed by the own body from frame to frame."""

"""The picture of a refusal: what is in the way, and what to do next time."""

"""What the checklist says of the measures, and what is said of it all."""

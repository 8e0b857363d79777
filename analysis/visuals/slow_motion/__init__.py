"""The start in slow motion, as a film a phone plays."""

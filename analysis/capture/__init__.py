"""A file as a player shows it: its track, its times, every frame upright."""

"""Angles and their ±, read at an event's own instant."""

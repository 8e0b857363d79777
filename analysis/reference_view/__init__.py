"""The view the athlete is read in: level, and square to the run."""

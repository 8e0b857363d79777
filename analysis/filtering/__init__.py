"""Poses made a runner: repaired, legs told apart, in the athlete's own axes."""

"""The way of a start in one picture: all bodies on one ground, a chronophotograph."""

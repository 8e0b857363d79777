"""The nine events of a start, and whether it is one."""

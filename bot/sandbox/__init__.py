"""Where strangers' videos are decoded: a process that can reach nothing else.

Importing it is light: a child imports it before all that it needs.
"""

"""How accurate and how costly an analysis is: ``make accuracy`` and ``make bench``."""

"""How exact and how dear an analysis is: ``make accuracy`` and ``make bench``."""

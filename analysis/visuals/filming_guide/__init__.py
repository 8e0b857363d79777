"""How to film a start, drawn."""

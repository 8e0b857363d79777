"""Verdicts of the checklist on the measures, and what the reply leads with."""

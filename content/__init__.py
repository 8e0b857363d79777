"""Words and numbers a coach may edit: the checklist, its sources, the texts."""

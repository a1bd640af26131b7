"""Shapes of what is typed about follow-ups."""

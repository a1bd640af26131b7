"""Shapes of what is typed about offerings, applications and allocations."""

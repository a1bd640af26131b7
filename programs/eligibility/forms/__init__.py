"""Shapes of what is typed about criteria."""

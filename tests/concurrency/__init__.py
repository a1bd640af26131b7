"""Races between real processes over a real database, each with its negative control."""

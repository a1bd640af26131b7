"""English as the agency writes it."""

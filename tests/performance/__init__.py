"""Speed, as a ratio to the raw SQL of the same run; times are never asserted."""

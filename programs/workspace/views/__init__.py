"""Pages of the adviser."""

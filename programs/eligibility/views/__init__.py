"""Pages of criteria: reading, building, and holding them against firms."""

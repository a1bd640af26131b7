"""Pages of offerings, applications and allocations."""

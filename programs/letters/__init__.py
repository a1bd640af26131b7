"""Letters to firms about their applications: what was decided, and what they can do."""

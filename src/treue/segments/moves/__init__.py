"""Who changed tier, and what made the difference."""

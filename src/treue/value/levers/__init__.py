"""Why the worth of all customers changed, whether it grows, and what would make it grow."""

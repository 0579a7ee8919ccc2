"""Leave out of a table expression what a table without rows adds nothing to."""

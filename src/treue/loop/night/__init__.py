"""A night, step by step: from facts to a published snapshot."""

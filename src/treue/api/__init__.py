"""What other programs ask and tell us: the same nouns as on the pages, as JSON under /api/v1/."""

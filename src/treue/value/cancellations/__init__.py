"""Orders that were called off at once: they are in the ledger, but nobody came to buy."""

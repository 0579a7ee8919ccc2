"""The ledger held against the facts, to the cent, and what the facts leave open."""

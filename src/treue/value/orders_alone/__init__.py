"""The ledger's short way for shops that deliver orders and nothing beside them."""

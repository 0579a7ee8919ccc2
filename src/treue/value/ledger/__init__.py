"""The profit ledger: signed entries per customer, in the steps German controllers know."""

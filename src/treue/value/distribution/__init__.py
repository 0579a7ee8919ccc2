"""Each forecast as a whole distribution: what number of orders with what chance, and how honest that is."""

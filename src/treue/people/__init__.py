"""Who our customers are: the only owner of names, addresses and what is noted of them."""

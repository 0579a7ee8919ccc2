"""What a load does: rows become facts, names and consents go to the rooms that own them."""

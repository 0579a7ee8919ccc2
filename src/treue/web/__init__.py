"""The pages on which the shop's people work every day; a view parses, asks one room, renders."""

"""How near a night's beliefs come to what is true of a world, beside what could be known at best."""

"""What customers cost beside their orders: service, contact, points."""

"""What to expect month by month, of customers who are here and of those still to come."""

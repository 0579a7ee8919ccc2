"""What programs tell one by one: from the inbox into the facts."""

"""The only room that knows the order of a night: from files to facts, from facts to a snapshot."""

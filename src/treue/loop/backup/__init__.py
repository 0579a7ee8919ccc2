"""A home as one file, and a home from that file."""

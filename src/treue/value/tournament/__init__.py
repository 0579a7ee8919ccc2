"""Trying every forecast on the shop's own past: which model, what corrects it, and how far off it was."""

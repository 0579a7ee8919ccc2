"""Homes of shops that do not exist: the demo, simulated worlds, twins."""

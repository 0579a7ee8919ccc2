"""Treue."""

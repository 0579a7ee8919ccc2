"""Writes what a shop wants to know about its customers as one page that opens anywhere.

Drawing loads a chart library, so it stays in the files that draw: `page`, `blocks`, `monthly`. Reading a
snapshot, speaking of it and reading blocks that were drawn earlier needs none of it.
"""

"""Tells what happens in a world as canonical facts: what a real shop would know, and nothing else.

Every row has a day on which it becomes known; so the same rows come out day by day and in one go.
"""

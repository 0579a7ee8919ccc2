"""That it is here puts this folder on the path: tests below it share the helpers beside it."""

"""Read-only databases of a shop: a query per table, its rows as a file that is read like any other."""

from treue.sources.databases.copying import Asked, copy_rows

__all__ = ["Asked", "copy_rows"]

"""What happened: the canonical tables, their store, and the rows set aside."""

from treue.facts.declared import TABLES
from treue.facts.schema import Column, Kind, Table

__all__ = ["TABLES", "Column", "Kind", "Table"]

"""Read order files: CSV and text, Parquet and Excel, one or a folder of them."""

from treue.sources.files.mapping import file_mappings
from treue.sources.files.read import read
from treue.sources.files.rules import RULES

__all__ = ["RULES", "file_mappings", "read"]

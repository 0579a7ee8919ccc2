"""Where facts come from: each source reads a shop's rows and says what it could not use."""

from treue.sources.contract import (
    Account,
    Delivery,
    FileMapping,
    Question,
    ReadingTerms,
    Rules,
    Taken,
    Tally,
)

__all__ = ["Account", "Delivery", "FileMapping", "Question", "ReadingTerms", "Rules", "Taken", "Tally"]

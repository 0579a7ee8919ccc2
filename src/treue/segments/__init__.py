"""Groups of customers: tiers by profit, the eleven RFM segments, and their names in both languages."""

from treue.segments.names import SEGMENTS, TIERS, Name, segment_of
from treue.segments.rules import TierRule

__all__ = ["SEGMENTS", "TIERS", "Name", "TierRule", "segment_of"]

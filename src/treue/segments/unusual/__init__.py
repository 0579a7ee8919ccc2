"""What is different from usual: the last weeks held against the shop's own past, chance and scatter in mind.

Whatever is counted is cut into windows of four weeks. The earlier windows say what is usual and how much a
window scatters by itself; the last one is unusual where that hardly explains it, so many things looked at.
"""

from treue.segments.unusual.counts import Counted, Quiet, counts_of, quiet_of
from treue.segments.unusual.judging import DISCOVERIES, Judged, told
from treue.segments.unusual.shares import Shares, judge_shares
from treue.segments.unusual.windows import WINDOW_DAYS, WINDOWS, Later, by_window, settled_within

__all__ = [
    "DISCOVERIES",
    "WINDOWS",
    "WINDOW_DAYS",
    "Counted",
    "Judged",
    "Later",
    "Quiet",
    "Shares",
    "by_window",
    "counts_of",
    "judge_shares",
    "quiet_of",
    "settled_within",
    "told",
]

"""Early warning: who may not come back, what is at stake, and why.

`learning`, `risk` and `ranking` reckon with arrays; `reason_texts` holds only sentences, so that whoever
shows a reason loads nothing else.
"""

from treue.value.warning.reason_texts import SENTENCES

__all__ = ["SENTENCES"]

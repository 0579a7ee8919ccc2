"""Know what every customer is worth, act on it, and prove that it paid.

For the analyst, without any database or set-up:

    treue.value.histories    Histories.from_orders: what purchase models see
    treue.value.purchases    BgNbd, MbgNbd, MbgCnbd, ParetoNbd, Sbg: how often customers will come
    treue.value.spend        GammaGamma: what they will spend
    treue.value.forecast     orders and value ahead; totals and intervals beside it
    treue.value.accuracy     how good a forecast was
    treue.value.textbook     the textbook formula
    treue.segments           RFM segments and tiers
    treue.units              Money, Period

Importing `treue` itself loads nothing.
"""

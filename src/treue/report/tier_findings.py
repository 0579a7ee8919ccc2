"""What the block on tiers says in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from treue.report.charts.tiers import GIVEN
from treue.report.growing import signed, writer
from treue.report.manifest import Run
from treue.report.rounding import common_unit
from treue.report.rows import Group, Shift, TierSum
from treue.report.voice import Voice
from treue.units import currency_digits

_LIMITS = "share 20 30 30"  # of a run that kept no settings
_OUT_OF_BALANCE = 0.05  # of all that is given
_COSTLY = 0.005  # of all that they bring; a few cents are no finding


def tier_finding(tiers: Sequence[Group], sums: Sequence[TierSum], voice: Voice, past: int = 24) -> str:
    """What the best tier brings, and what the last one costs if it does, past and forecast apart.

    Args:
        tiers: as they are shown.
        sums: of them, what was and what is expected.
        voice: of the page.
        past: months that count, as far as the data reach.
    """
    if not tiers:
        return voice.words.say("tiers.empty")
    customers = sum(tier.customers for tier in tiers)
    profit = sum(tier.profit_minor or 0 for tier in tiers)
    best = tiers[0]
    values = {
        "past": voice.figures.number(past),
        "tier": voice.words.name("tier", best.name),
        "customers": voice.figures.share(best.customers / customers),
        "profit": voice.figures.share((best.profit_minor or 0) / profit) if profit > 0 else "",
    }
    found = voice.words.say("tiers.finding" if profit > 0 else "tiers.finding_orders", values)
    costly = [each for each in sums if each.whole_minor < -_COSTLY * abs(profit)]
    people = {tier.name: tier.customers for tier in tiers}
    return " ".join(
        [found, *(_cost(each, people[each.name], past, voice) for each in costly if each.name in people)]
    )


def limits_sentence(run: Run, voice: Voice) -> str:
    """Where the tiers end at present, and how sure a move must be."""
    kind, *limits = run.settings.get("tiers.limits", _LIMITS).split()
    unit = voice.figures.whole if kind == "from" else voice.figures.number
    scale = 10 ** currency_digits(run.currency) if kind == "from" else 1
    names = ("platinum", "gold", "iron")
    values = {name: unit(float(limit) * scale) for name, limit in zip(names, limits, strict=True)}
    told = [f"tiers.limits_{kind}"]
    told += ["tiers.losses"] if run.settings.get("tiers.losses_are_lead", "yes") == "yes" else []
    return " ".join(voice.words.say(key, values) for key in (*told, "tiers.moves"))


def _cost(tier: TierSum, customers: int, months: int, voice: Voice) -> str:
    """All it costs, of that the past, and what is still to come, returns of the past included."""
    past, ahead = tier.past_minor, tier.ahead_minor - tier.lost_minor
    unit = common_unit((past, ahead), tier.whole_minor, 1.0)
    write = writer(voice, has_amounts=True, unit=unit)
    values = {
        "tier": voice.words.name("tier", tier.name),
        "customers": voice.figures.number(customers),
        "months": voice.figures.number(months),
        "amount": write(-tier.whole_minor),
        "past": signed(past, write),
        "ahead": signed(ahead, write),
    }
    return voice.words.count("tiers.costs", customers, values)


def attention_finding(tiers: Sequence[Group], voice: Voice) -> str:
    """The tier that takes most more of what the shop gives than it brings; empty if none takes much more."""
    profit, found = sum(tier.profit_minor or 0 for tier in tiers), []
    for name, given in GIVEN.items():
        whole = sum(map(given, tiers))
        if whole and profit > 0:
            found += [
                (given(tier) / whole, (tier.profit_minor or 0) / profit, tier.name, name) for tier in tiers
            ]
    if not found:
        return ""
    share, brings, tier, name = max(found, key=lambda each: each[0] - each[1])
    if share - brings < _OUT_OF_BALANCE:
        return ""
    values = {
        "tier": voice.words.name("tier", tier),
        "share": voice.figures.share(share),
        "profit": voice.figures.share(brings),
    }
    return voice.words.say(f"tiers.{name}", values)


def shift_finding(shifts: Sequence[Shift], voice: Voice) -> str:
    """How many went up and down within a month, each with the reason most of them share; empty if nobody."""
    return " ".join(
        _shifted(way, [shift for shift in shifts if shift.is_up == is_up], voice)
        for way, is_up in (("up", True), ("down", False))
    ).strip()


def _shifted(way: str, shifts: Sequence[Shift], voice: Voice) -> str:
    if not shifts:
        return ""
    count, most = sum(shift.customers for shift in shifts), max(shifts, key=lambda shift: shift.customers)
    values = {
        "count": voice.figures.number(count),
        "reason": voice.words.say(f"tiers.{way}_{most.reason}"),
    }
    return voice.words.count(f"tiers.{way}", count, values)


def tier_shares(tiers: Sequence[Group], voice: Voice) -> str:
    """All tiers' shares in one line, for those who do not see the picture."""
    customers = sum(tier.customers for tier in tiers) or 1
    profit = sum(tier.profit_minor or 0 for tier in tiers) or 1
    whole = {name: sum(map(given, tiers)) for name, given in GIVEN.items()}
    share, told = voice.figures.share, []
    for tier in tiers:
        values = {
            "tier": voice.words.name("tier", tier.name),
            "customers": share(tier.customers / customers),
            "profit": share((tier.profit_minor or 0) / profit),
        }
        told.append(voice.words.say("tiers.picture_share", values))
        told += [
            voice.words.say(f"tiers.picture_{name}", {"share": share(given(tier) / whole[name])})
            for name, given in GIVEN.items()
            if whole[name]
        ]
    return " ".join(told)

"""What frictions cost, in sentences: who ordered again afterwards, beside others like them."""

from __future__ import annotations

from collections.abc import Sequence

from treue.report.rows import Friction, Unseen
from treue.report.voice import Voice

FIRSTS = ("first_category", "first_article")
"""Kinds that compare first orders with each other: no frictions, but they tell where one may lie."""

LISTED = 5


def frictions_of(all_kinds: Sequence[Friction]) -> list[Friction]:
    """Without first products; what costs most in a year first."""
    found = [each for each in all_kinds if each.kind not in FIRSTS]
    return sorted(found, key=lambda each: (each.yearly_minor or 0, each.change, each.kind, each.detail))


def firsts_of(all_kinds: Sequence[Friction]) -> list[Friction]:
    """First articles, or first categories where no articles are known; those who come back most first."""
    for kind in reversed(FIRSTS):
        found = [each for each in all_kinds if each.kind == kind]
        if found:
            return sorted(found, key=lambda each: (-each.again, each.detail))
    return []


def ends_of(firsts: Sequence[Friction]) -> list[Friction]:
    """The best and the worst, or all where there are few."""
    if len(firsts) <= 2 * LISTED:
        return list(firsts)
    return [*firsts[:LISTED], *firsts[-LISTED:]]


def friction_finding(found: Sequence[Friction], unseen: Sequence[Unseen], voice: Voice) -> str:
    """The dearest that is told; else that none is, or what would tell one.

    The question is what it costs, so those after whom fewer came again come before those after whom more did.
    """
    if not found:
        return voice.words.say("frictions.empty", {"unseen": unseen_list(unseen, voice)})
    clear = _clear(found)
    if not clear:
        hints = [_hint(each, voice) for each in found if each.is_yearly_sure][:1]
        return " ".join([voice.words.say("frictions.none"), *hints])
    return _told(clear[0], voice)


def friction_sure(found: Sequence[Friction], voice: Voice) -> str:
    """That what is told proves nothing, and that what costs more may be chance; empty if nothing is told."""
    if not _clear(found):
        return ""
    return " ".join(filter(None, (voice.words.say("frictions.no_proof"), _dearer(found, voice))))


def other_frictions(found: Sequence[Friction], voice: Voice) -> list[str]:
    """All that are told but the dearest, each with its money, in their order."""
    return [_told(each, voice) for each in _clear(found)[1:]]


def _told(each: Friction, voice: Voice) -> str:
    return " ".join(filter(None, (_sentence(each, voice), money_sentence(each, voice))))


def _dearer(found: Sequence[Friction], voice: Voice) -> str:
    """What costs more than all that is told, and that it may be chance; empty where nothing does."""
    dearest = min(found, key=lambda each: each.yearly_minor or 0)
    if dearest.is_told or (dearest.yearly_minor or 0) >= 0:
        return ""
    values = {"name": name_of(dearest, voice), "people": people_of(dearest, voice)}
    values["amount"] = voice.figures.about(-(dearest.yearly_minor or 0))
    key = "frictions.dearer_in_money" if dearest.is_yearly_sure else "frictions.dearer_unsure"
    return voice.words.say(key, values)


def _clear(found: Sequence[Friction]) -> list[Friction]:
    told = [each for each in found if each.is_told]
    return sorted(
        told, key=lambda each: (each.change > 0, _cost(each), each.yearly_minor or 0, -abs(each.change))
    )


def _cost(each: Friction) -> int:
    """What it costs in a year where that is sure, below zero; nothing else comes first."""
    return min(each.yearly_minor or 0, 0) if each.is_yearly_sure else 0


def first_finding(firsts: Sequence[Friction], voice: Voice) -> str:
    """The best and the worst first article that are told; empty where there are none."""
    clear = [each for each in firsts if each.is_told]
    if not firsts:
        return ""
    if not clear:
        return voice.words.say("frictions.firsts_alike")
    best, worst = clear[0], clear[-1]
    ways = [("best", best)] if best.change > 0 else []
    ways += [("worst", worst)] if worst.change < 0 else []
    return " ".join(
        voice.words.say(f"frictions.firsts_{way}", {"item": each.detail, **_hundred(each, voice)})
        for way, each in ways
    )


def unseen_list(unseen: Sequence[Unseen], voice: Voice) -> str:
    """What is not known, each with the file that would tell."""
    say = voice.words.say
    return "; ".join(
        say("frictions.few", {"what": say(f"unseen.{each.kind}")})
        if each.needs == "more"
        else say("frictions.needs", {"what": say(f"unseen.{each.kind}"), "file": say(f"told_by.{each.kind}")})
        for each in unseen
        if each.kind not in FIRSTS
    )


def name_of(each: Friction, voice: Voice) -> str:
    """What the friction is called; a first article by itself."""
    if each.kind in FIRSTS:
        return each.detail
    return voice.words.say(f"friction.{_key(each)}", _limit(each, voice))


def people_of(each: Friction, voice: Voice) -> str:
    """How many it happened to in the last 12 months: 812 Kunden."""
    count = {"count": voice.figures.number(each.touched_12m)}
    return voice.words.count("frictions.touched", each.touched_12m, count)


def _span(each: Friction, voice: Voice) -> str:
    """In which time it happened to them: in zwölf Monaten."""
    if not each.is_short:
        return voice.words.say("frictions.span_year")
    return voice.words.say("frictions.span_days", {"days": voice.figures.number(each.known_days)})


def within(days: int, voice: Voice) -> str:
    """How long afterwards was looked: im Vierteljahr danach."""
    named = f"frictions.within_{days}"
    key = named if named in voice.words.sentences else "frictions.within"
    return voice.words.say(key, {"days": voice.figures.number(days)})


def _sentence(each: Friction, voice: Voice) -> str:
    way = "less" if each.change < 0 else "more"
    values = {
        "who": _who(each, voice),
        "people": people_of(each, voice),
        "span": _span(each, voice),
        "within": within(each.horizon_days, voice),
        **_hundred(each, voice),
    }
    return voice.words.say(f"frictions.{way}", values)


def money_sentence(each: Friction, voice: Voice) -> str:
    """What it comes to in money, and why that may point the other way; empty where no amounts are known."""
    if each.yearly_minor is None:
        return ""
    if not each.is_yearly_sure:
        return voice.words.say("frictions.money_unsure", _yearly(each, voice, signed=True))
    way = "less" if each.yearly_minor < 0 else "more"
    though = "" if (each.change < 0) == (each.yearly_minor < 0) else "_though"
    return voice.words.say(f"frictions.money_{way}{though}", _yearly(each, voice))


def _hint(each: Friction, voice: Voice) -> str:
    """Money that differs where the share of those who come again does not."""
    way = "less" if (each.yearly_minor or 0) < 0 else "more"
    values = _yearly(each, voice) | {"who": _who(each, voice), "people": people_of(each, voice)}
    values["span"] = _span(each, voice)
    return voice.words.say(f"frictions.money_alone_{way}", values)


def _yearly(each: Friction, voice: Voice, *, signed: bool = False) -> dict[str, str]:
    """The amount and its ends, as sizes the smaller end first, or with their signs."""
    ends = (each.yearly_low_minor or 0, each.yearly_high_minor or 0)
    low, high = ends if signed else sorted(map(abs, ends))
    about = voice.figures.about
    return {
        "amount": about(abs(each.yearly_minor or 0)),
        "low": about(low),
        "high": about(high),
        "within": within(each.horizon_days, voice),
    }


def _who(each: Friction, voice: Voice) -> str:
    return voice.words.say(f"touched.{_key(each)}", _limit(each, voice))


def _hundred(each: Friction, voice: Voice) -> dict[str, str]:
    """Out of a hundred; with a decimal where whole people would look alike."""
    shares = 100 * each.again, 100 * each.like_them
    digits = 1 if round(shares[0]) == round(shares[1]) else 0
    touched, others = (voice.figures.number(share, digits) for share in shares)
    return {"touched": touched, "others": others}


def _key(each: Friction) -> str:
    return f"{each.kind}_{each.detail}" if each.detail else each.kind


def _limit(each: Friction, voice: Voice) -> dict[str, str]:
    return {"beyond": "" if each.beyond is None else voice.figures.number(each.beyond)}

"""What the values radar says in sentences."""

from __future__ import annotations

from treue.report.radar import ALIGNMENT, ALL, FEWEST, RISK, Gap, Overview, RadarRows
from treue.report.voice import Voice

_NOTICED = 0.1
"""Correlations below this are next to nothing (Cohen 1988, p. 79), however sure their sign is."""


def radar_finding(radar: RadarRows, voice: Voice) -> str:
    """The strongest gap of all customers, or what matters most to them, or how many answers there are."""
    overview = radar.overview[0]
    if not overview.answered:
        return " ".join((_unheard(overview, voice), behaviour_finding(overview, voice))).strip()
    if not radar.said:
        values = {"count": voice.figures.number(overview.answered), "least": voice.figures.number(FEWEST)}
        return voice.words.count("radar.few", overview.answered, values)
    if not radar.has_profile:
        return voice.words.say("radar.matters", _extremes(radar, voice))
    if _is_unreliable(radar):
        return voice.words.say("radar.unreliable_all")
    gap = radar.gap(ALL, ALL)
    found = _told(gap, voice) if gap else voice.words.say("radar.fits", _extremes(radar, voice))
    if _is_early(radar):
        values = {"count": voice.figures.number(overview.answered)}
        return f"{found} {voice.words.say('radar.early', values)}"
    weak = gap is not None and any(scale.is_weak for scale in radar.values if scale.name == gap.said.scale)
    return f"{found} {voice.words.say('radar.weak')}" if weak else found


def _is_unreliable(radar: RadarRows) -> bool:
    """Whether statements hang together on no scale at all: then there is nothing to go by."""
    return all(scale.is_weak for scale in radar.values)


def _is_early(radar: RadarRows) -> bool:
    """Whether there are too few answers to say how reliable any scale is."""
    return all(scale.alpha is None for scale in radar.scales)


def _unheard(overview: Overview, voice: Voice) -> str:
    """Why there are no answers: nobody gave any, or none may be used."""
    if not overview.refused:
        return voice.words.say("radar.nobody")
    values = {"count": voice.figures.number(overview.refused)}
    return voice.words.count("radar.only_refused", overview.refused, values)


def radar_more(radar: RadarRows, voice: Voice) -> str:
    """How far all values lie apart, a gap of the best tier of its own, and where to tell the profile."""
    overview = radar.overview[0]
    if not overview.answered:
        return voice.words.say("radar.ask")
    if not radar.said or (radar.has_profile and _is_unreliable(radar)):
        return ""
    if not radar.has_profile:
        return voice.words.say("radar.profile")
    aligned = next(said for said in radar.groups(ALIGNMENT) if said.name == ALL)
    share = voice.figures.share
    values = {"share": share(aligned.mean), "low": share(aligned.low), "high": share(aligned.high)}
    weak = sum(scale.is_weak for scale in radar.values)
    doubtful = "_early" if _is_early(radar) else "_weak" if 2 * weak > len(radar.values) else ""
    found = voice.words.say(f"radar.aligned{doubtful}", values)
    return " ".join(filter(None, (found, _tier_gap(radar, voice))))


def behaviour_finding(overview: Overview, voice: Voice) -> str:
    """How many try new things and how many need safety; empty where behaviour tells nobody apart."""
    if not overview.bold and not overview.careful:
        return ""
    values = {
        "bold": voice.figures.number(overview.bold or 0),
        "careful": voice.figures.number(overview.careful or 0),
        "seen": voice.figures.number(overview.seen or 0),
    }
    alone = "_careful" if not overview.bold else "_bold" if not overview.careful else ""
    return voice.words.say(f"radar.behaviour{alone}", values)


def agreement_finding(overview: Overview, voice: Voice) -> str:
    """Whether answers go with behaviour; empty of too few people."""
    if overview.correlation is None or overview.correlation_low is None or overview.correlation_high is None:
        return ""
    number = voice.figures.number
    values = {
        "count": number(overview.compared or 0),
        "r": number(overview.correlation, 2),
        "low": number(overview.correlation_low, 2),
        "high": number(overview.correlation_high, 2),
    }
    way = "with" if overview.correlation_low > 0 else "against" if overview.correlation_high < 0 else "apart"
    if abs(overview.correlation) < _NOTICED:
        way = "apart"
    return voice.words.say(f"radar.agree_{way}", values)


def picture_sentence(radar: RadarRows, voice: Voice) -> str:
    """The picture in words: all customers, value by value."""
    number = voice.figures.number
    everybody = [said for said in radar.said if said.name == ALL]
    named = {said.scale: said for said in everybody}
    parts = [
        voice.words.say(
            "radar.picture_value" if scale.company is None else "radar.picture_both",
            {
                "value": voice.words.say(f"radar.value_{scale.name}"),
                "customers": number(named[scale.name].mean, 1),
                "own": number(scale.company or 0.0, 1),
            },
        )
        for scale in radar.values
    ]
    return voice.words.say("radar.picture", {"values": "; ".join(parts)})


def risk_sentence(radar: RadarRows, voice: Voice) -> str:
    """What all customers say of their appetite for risk."""
    said = next(each for each in radar.groups(RISK) if each.name == ALL)
    number = voice.figures.number
    digits = 1 if round(said.low, 1) < round(said.high, 1) else 2
    mean, low, high = (number(each, digits) for each in (said.mean, said.low, said.high))
    return voice.words.say("radar.risk", {"mean": mean, "low": low, "high": high})


def _tier_gap(radar: RadarRows, voice: Voice) -> str:
    """That of the best tier that is shown, where it is another one than everybody's."""
    everybody = radar.gap(ALL, ALL)
    tier = next((said.name for said in radar.groups(ALIGNMENT) if said.grouping == "tier"), None)
    gap = None if tier is None else radar.gap("tier", tier)
    if gap is None or (everybody is not None and _same(gap, everybody)):
        return ""
    return _told(gap, voice)


def _same(one: Gap, other: Gap) -> bool:
    return (one.said.scale, one.more) == (other.said.scale, other.more)


def _told(gap: Gap, voice: Voice) -> str:
    say, way = voice.words.say, "more" if gap.more else "less"
    values = {"who": say(f"radar.who_{gap.said.name}"), "value": say(f"radar.on_{gap.said.scale}")}
    return f"{say(f'radar.gap_{way}', values)} {say(f'radar.{way}_{gap.said.scale}')}"


def _extremes(radar: RadarRows, voice: Voice) -> dict[str, str]:
    named = {scale.name for scale in radar.values}
    own = sorted((s for s in radar.said if s.name == ALL and s.scale in named), key=lambda s: s.mean)
    return {
        "most": voice.words.say(f"radar.value_{own[-1].scale}"),
        "least": voice.words.say(f"radar.value_{own[0].scale}"),
    }

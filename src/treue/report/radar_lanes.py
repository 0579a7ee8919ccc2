"""From the radar's rows to the lanes of its pictures."""

from __future__ import annotations

from math import ceil

from treue.report.charts.values import Ground, Lane, Mark
from treue.report.radar import ALL, RISK, RadarRows, Said
from treue.report.voice import Voice

_LEAST = 1.0  # point to either side of the middle


def value_lanes(radar: RadarRows, voice: Voice) -> tuple[list[Lane], Ground]:
    """A lane per value, around what matters as much as everything together."""
    shown = radar.drawn()
    lanes = [
        Lane(
            voice.words.say(f"radar.value_{scale.name}"),
            [_mark(said) for said in shown.groups(scale.name)],
            scale.company,
        )
        for scale in radar.values
    ]
    ends = [abs(end) for lane in lanes for mark in lane.marks for end in (mark.low, mark.high)]
    ends += [abs(lane.own) for lane in lanes if lane.own is not None]
    far = max(_LEAST, ceil(10 * max(ends) + 1) / 10)
    return lanes, Ground(-far, far, 0.0, voice.words.say("radar.left"), voice.words.say("radar.right"))


def risk_lanes(radar: RadarRows, voice: Voice) -> tuple[list[Lane], Ground]:
    """What customers say of their appetite for risk, from 1 to 5."""
    marks = [_mark(said) for said in radar.drawn().groups(RISK)]
    lane = Lane(voice.words.say("radar.value_risk"), marks)
    return [lane], Ground(
        1.0, 5.0, 3.0, voice.words.say("radar.risk_left"), voice.words.say("radar.risk_right")
    )


def _mark(said: Said) -> Mark:
    return Mark(ALL if said.grouping == ALL else said.name, said.mean, said.low, said.high)

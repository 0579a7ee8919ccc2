"""Writes the report: one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Literal

import jinja2

from treue.report.charts.phases import SHADES
from treue.report.figures import read_figures
from treue.report.frictions import name_of, unseen_list, within
from treue.report.manifest import Run, read_manifest
from treue.report.numerals import Numerals
from treue.report.radar import RISK, RadarRows
from treue.report.radar_findings import agreement_finding, behaviour_finding, risk_sentence
from treue.report.rows import Figures
from treue.report.sources import TABLES
from treue.report.story import Story, ledger_steps, tell
from treue.report.tiering import counted_since
from treue.report.unfolding import at_stake, unfold
from treue.report.voice import Voice
from treue.report.warned import reasons_of
from treue.report.words import read_words
from treue.segments.names import CELLS
from treue.segments.phases.advice import ADVICE, advice


def write_report(
    snapshot: Path,
    manifest: Mapping[str, object],
    out: Path,
    language: Literal["de", "en"] = "de",
    home: str = "treue-home",
) -> None:
    """Write what a snapshot says about the shop's customers to `out`, replacing it.

    Args:
        snapshot: a published DuckDB file, opened read-only.
        manifest: as written beside the snapshot.
        out: the page; its folder exists.
        language: "de" or "en".
        home: of the shop, as commands on the page name it.

    Raises:
        BrokenHome: snapshot or manifest do not hold what they should.
        BadOption: a language we do not speak.
    """
    words, run = read_words(language), read_manifest(manifest)
    figures = read_figures(snapshot)
    if figures.base.is_by_day:
        words = words.by_day()
    words = words.without(run.missing)
    voice = Voice(words, Numerals(language, run.currency))
    out.write_text(_render(figures, run, tell(figures, run, voice), voice, home), encoding="utf-8")


def _render(figures: Figures, run: Run, story: Story, voice: Voice, home: str) -> str:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("treue.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": voice.words.say, "counted": voice.words.count, "name": voice.words.name}
    environment.globals |= {"steps": ledger_steps, "home": home, "since": counted_since(run.until)}
    environment.globals |= {"reasons": partial(reasons_of, voice=voice)}
    environment.globals |= {
        "unfold": partial(unfold, run=run, voice=voice),
        "stake": partial(at_stake, run=run, voice=voice),
        "tables": TABLES,
        "marks": CELLS,
    }
    environment.globals |= {
        each.__name__: partial(each, voice=voice) for each in (name_of, unseen_list, within)
    }
    write = voice.figures
    told = {phase: advice(phase, write.language) for phase in ADVICE}
    environment.globals |= {"advice": told, "phase_shades": SHADES}
    if figures.radar.overview:
        environment.globals |= _radar(figures.radar, voice)
    environment.filters |= {
        "number": write.number,
        "share": write.share,
        "signed": write.signed_share,
        "money": write.money,
        "amount": write.amount,
        "whole": write.whole,
        "about": write.about,
        "about_count": write.about_count,
        "day": write.day,
        "short_day": write.short_day,
        "month": write.month,
        "full_month": write.full_month,
    }
    page = environment.get_template("report.html.j2")
    return page.render(figures=figures, run=run, story=story, language=write.language, span=_span(run, voice))


def _radar(radar: RadarRows, voice: Voice) -> dict[str, str]:
    """Sentences of the radar that stand between its pictures."""
    overview = radar.overview[0]
    return {
        "radar_risk": risk_sentence(radar, voice) if radar.groups(RISK) else "",
        "radar_behaviour": behaviour_finding(overview, voice),
        "radar_agreement": agreement_finding(overview, voice),
    }


def _span(run: Run, voice: Voice) -> str:
    """The horizon in words: in den nächsten 12 Monaten."""
    unit, count = ("days", run.horizon_days) if run.horizon_months is None else ("months", run.horizon_months)
    return voice.words.count(f"span.{unit}", count, {"count": voice.figures.number(count)})

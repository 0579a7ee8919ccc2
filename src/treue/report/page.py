"""Writes the report: one HTML file that needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Literal

import jinja2
from markupsafe import Markup, escape

from treue.report.charts.phases import SHADES
from treue.report.figures import read_figures
from treue.report.findings import missing_size
from treue.report.frictions import name_of, unseen_list, within
from treue.report.ledger_steps import ledger_steps
from treue.report.manifest import Run, read_manifest
from treue.report.numerals import Numerals
from treue.report.radar import NOTICEABLE, RISK, RadarRows
from treue.report.radar_findings import agreement_finding, behaviour_finding, risk_sentence
from treue.report.rows import Figures
from treue.report.sources import TABLES
from treue.report.story import tell
from treue.report.tiering import counted_since, months_counted
from treue.report.unfolding import at_stake, between, is_too_low, unfold
from treue.report.unusual import LISTED, ORDERS, blanks, thing
from treue.report.voice import Voice
from treue.report.warned import WARNED, reasons_of
from treue.report.words import SALES_TAX, read_words
from treue.segments.names import CELLS
from treue.segments.phases.advice import ADVICE, advice


def _asked_home(home: str, run: Run, language: str) -> str:
    """The home as commands name it, which answer in its language unless they are told another."""
    usual = run.settings.get("shop.language", language)
    return home if usual == language else f"{home} --language {language}"


_COMMAND = re.compile(r"(treue [a-z]+ .*?--home [^\s)]+)")


def commands(said: str) -> Markup:
    """A sentence, escaped, with the commands in it set apart from its words."""
    parts = _COMMAND.split(said)
    told = [
        Markup("<code>{}</code>").format(part) if place % 2 else escape(part)
        for place, part in enumerate(parts)
    ]
    return Markup("").join(told)


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
    figures, run = read_figures(snapshot), read_manifest(manifest)
    voice = voice_for(figures, run, language)
    page = environment(figures, run, voice, home).get_template("report.html.j2")
    told = page.render(figures=figures, story=tell(figures, run, voice), level=1)
    out.write_text(told, encoding="utf-8")


def voice_for(figures: Figures, run: Run, language: str) -> Voice:
    """Sentences that fit what the shop told and how its customers order.

    Raises:
        BadOption: a language we do not speak.
    """
    words = read_words(language)
    variants = {
        "by_day": figures.base.is_by_day,
        "tax_on_top": run.settings.get("shop.country") in SALES_TAX,
        "unasked": not figures.radar.said,
    }
    for holds in (each for each, is_so in variants.items() if is_so):
        words = words.where(holds)
    return Voice(words.without(run.missing), Numerals(language, run.currency))


def environment(figures: Figures, run: Run, voice: Voice, home: str) -> jinja2.Environment:
    """What every template of one page may ask for: sentences, figures as written, the run."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("treue.report"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"say": voice.words.say, "counted": voice.words.count, "name": voice.words.name}
    environment.globals |= {"steps": ledger_steps, "home": home, "since": counted_since(run.until)}
    environment.globals |= {"year_since": counted_since(run.until, 1)}
    environment.globals |= {"reasons": partial(reasons_of, voice=voice)}
    environment.globals |= {
        "between": partial(between, voice=voice),
        "unfold": partial(unfold, run=run, voice=voice),
        "is_too_low": partial(is_too_low, run=run),
        "stake": partial(at_stake, run=run, voice=voice),
        "tables": TABLES,
        "marks": CELLS,
    }
    environment.globals |= {
        each.__name__: partial(each, voice=voice) for each in (name_of, unseen_list, within)
    }
    environment.globals |= {"missing_size": partial(missing_size, figures=figures, voice=voice)}
    environment.globals |= {
        "unusual_blanks": partial(blanks, voice=voice),
        "unusual_thing": partial(thing, voice=voice),
        "unusual_listed": LISTED,
        "unusual_orders": ORDERS,
        "warnings_listed": WARNED,
    }
    write = voice.figures
    told = {phase: advice(phase, write.language) for phase in ADVICE}
    environment.globals |= {"advice": told, "phase_shades": SHADES}
    environment.globals |= {"days_before": lambda days: run.until - timedelta(days=days)}
    past_months = write.number(months_counted(run))
    environment.globals |= {"past_months": past_months}
    environment.globals |= {"weeks_ahead": [week_ahead(run, week, voice) for week in (0, 1)]}
    environment.globals |= {"asked_home": _asked_home(home, run, write.language)}
    environment.globals |= {"run": run, "language": write.language, "span": horizon_in_words(run, voice)}
    if figures.radar.overview:
        environment.globals |= _radar(figures.radar, voice)
    environment.filters |= {
        "commands": commands,
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
    return environment


def _radar(radar: RadarRows, voice: Voice) -> dict[str, str]:
    """Sentences of the radar that stand between its pictures."""
    overview = radar.overview[0]
    return {
        "radar_risk": risk_sentence(radar, voice) if radar.groups(RISK) else "",
        "radar_behaviour": behaviour_finding(overview, voice),
        "radar_agreement": agreement_finding(overview, voice),
        "radar_gap": voice.words.say("radar.how_gap", {"least": voice.figures.number(NOTICEABLE, 1)}),
    }


def week_ahead(run: Run, week: int, voice: Voice) -> dict[str, str]:
    """The first and the last day of so many weeks ahead."""
    ends = {"first": 7 * week + 1, "last": 7 * week + 7}
    return {end: voice.figures.short_day(run.until + timedelta(days=ahead)) for end, ahead in ends.items()}


def horizon_in_words(run: Run, voice: Voice) -> str:
    """The horizon in words: in den nächsten 12 Monaten."""
    unit, count = ("days", run.horizon_days) if run.horizon_months is None else ("months", run.horizon_months)
    return voice.words.count(f"span.{unit}", count, {"count": voice.figures.number(count)})

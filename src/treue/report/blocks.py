"""Draws the blocks of the page one by one, for an app that includes them and itself draws nothing."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from treue.report.growing import writer
from treue.report.kept_blocks import Block, as_text
from treue.report.manifest import Run
from treue.report.page import environment, voice_for
from treue.report.rows import Figures
from treue.report.story import tell
from treue.report.voice import Voice
from treue.report.words import LANGUAGES

PERSONAL = ("best", "worry")
"""Blocks that list single customers: an app reads those itself, for it knows who may see them."""

_SECTION = re.compile(r"\s*<section [^>]*>(.*)</section>\s*", re.DOTALL)


def write_blocks(figures: Figures, run: Run, folder: Path, home: str) -> None:
    """Draw all blocks that list no single customer, in both languages.

    Each language is one file, `de.json` and `en.json`, that is replaced as a whole.

    Args:
        figures: of a snapshot; its lists of single customers are left out.
        run: what its manifest says.
        folder: made if missing.
        home: of the shop, as commands in the blocks name it.
    """
    figures = _without_customers(figures)
    folder.mkdir(parents=True, exist_ok=True)
    for language in LANGUAGES:
        text = as_text(_drawn(figures, run, voice_for(figures, run, language), home))
        draft = folder / f".{language}-{os.getpid()}"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / f"{language}.json")


def _drawn(figures: Figures, run: Run, voice: Voice, home: str) -> dict[str, Block]:
    story = tell(figures, run, voice)
    findings = {"worth": _worth(run, voice), **{name: each.finding for name, each in story.blocks.items()}}
    templates = environment(figures, run, voice, home)
    blocks = {}
    for name, finding in findings.items():
        if name not in PERSONAL:
            told = templates.get_template(f"{name}.html.j2").render(figures=figures, story=story, level=2)
            inner = _SECTION.fullmatch(told)
            if inner is None:
                raise ValueError(f"{name}.html.j2 is not one <section>; every template of a block has to be.")
            say = voice.words.say
            blocks[name] = Block(say(f"{name}.title"), say(f"{name}.short"), finding, inner[1].strip())
    return blocks


def _without_customers(figures: Figures) -> Figures:
    """The same without the lists of single customers."""
    return replace(figures, best=(), worrying=(), waits=(), needs=replace(figures.needs, due=()))


def _worth(run: Run, voice: Voice) -> str:
    has_amounts = run.value_minor is not None
    write, total = writer(voice, has_amounts=has_amounts), run.value_minor or run.orders
    key = "worth.finding" if has_amounts else "worth.finding_orders"
    values = {"mean": write(total.mean), "low": write(total.low), "high": write(total.high)}
    return voice.words.say(key, values)

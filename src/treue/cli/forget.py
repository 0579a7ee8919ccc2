"""`treue forget`: a person out of everything Treue keeps, or their answers on values alone."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from treue.cli.terminal import choose, is_terminal, print_json, print_table, say
from treue.cli.voice import Voice, voice_of
from treue.errors import BadOption
from treue.loop.home import Home, open_home
from treue.loop.passing import Say

_BY = "terminal"


def forget(
    who: str = "",
    *,
    home: Path = Path("treue-home"),
    values: bool = False,
    again: bool = False,
    yes: bool = False,
    json: bool = False,
) -> None:
    """Forget a customer: names, facts, forecasts, drawn pages. What was sold stays as sales of nobody.

    It cannot be taken back. Rows set aside and uploads that were not loaded yet are deleted too, all of them.
    Later loads leave the person out. Files outside Treue, and backups, are yours to clean.

    Args:
        who: the customer's own number in your shop, the mail address, a code as 7F3KQ-29QXM, or a key.
        home: the shop's folder.
        values: only their answers on values and what was said of them; everything else stays, and a file of
            answers that is loaded again brings its answers back.
        again: go on where one was stopped, or after treue restore; nobody new is named.
        yes: do not ask whether it is meant.
        json: for programs.
    """
    opened = open_home(home)
    voice = voice_of(opened.settings)
    if bool(who) == again:
        raise BadOption("Name the customer: treue forget 10023. --again goes on with what was begun.")
    if values:
        _values(opened, who, voice, json=json)
        return
    from treue.loop.database import open_database

    open_database(opened)
    if again or _hide(opened, who, voice, is_sure=yes):
        _finish(opened, voice, json=json)


def _hide(home: Home, who: str, voice: Voice, *, is_sure: bool) -> bool:
    """Take them out of the operational database, if it is meant."""
    from treue.loop.rights.forgetting import hide
    from treue.loop.rights.personal_keys import own_keys, person_meant

    keys = own_keys(home, person_meant(home, who))
    if not is_sure:
        if not is_terminal():
            raise BadOption("Forgetting cannot be taken back; say --yes if it is meant.")
        choices = voice.texts("forget", "yes", "no")
        if choose(voice.text("forget.sure", who=who), choices) != choices[0]:
            voice.say("forget.kept")
            return False
    hide(home, keys, _BY, datetime.now(UTC))
    return True


def _finish(home: Home, voice: Voice, *, json: bool) -> None:
    from treue.loop.rights.forgetting import finish

    tell: Say = (lambda _: None) if json else voice.pass_on
    done = finish(home, tell)
    if json:
        print_json(None if done is None else asdict(done))
    elif done is None:
        voice.say("forget.nobody")
    else:
        rows = [(voice.name("input", name), voice.number(rows)) for name, rows in done.facts.items()]
        print_table(voice.texts("forget", "facts", "rows"), rows)
        counts = {"snapshots": voice.number(done.snapshots), "files": voice.number(done.files)}
        voice.say("forget.whole", **counts)
        voice.say("forget.means", home=home.folder)


def _values(home: Home, who: str, voice: Voice, *, json: bool) -> None:
    from treue.loop.rights.forgetting_values import forget_values

    gone = forget_values(home, who)
    if json:
        print_json(asdict(gone))
    elif gone.answers or gone.said or gone.snapshots:
        counts = {
            "count": voice.number(gone.answers),
            "said": voice.number(gone.said),
            "snapshots": voice.number(gone.snapshots),
        }
        say(voice.words.count("forget.done", gone.answers, counts))
        voice.say("forget.means", home=home.folder)
        voice.say("forget.again")
    else:
        voice.say("forget.nothing")

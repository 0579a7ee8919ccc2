"""`treue forget`: delete one customer's answers on values and what was said of them, and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from treue.cli.terminal import print_json, say
from treue.cli.voice import voice_of


def forget(who: str, *, home: Path = Path("treue-home"), json: bool = False) -> None:
    """Delete a customer's answers on values and what was said of them, from the facts and every snapshot.

    Orders and everything else stay. A file of answers that is loaded again brings its answers back: take the
    customer out of it, or load the withdrawal as well (docs/recipes/values.md).

    Args:
        who: the customer's own number in your shop, the mail address, or a key as treue person lists it.
        home: the shop's folder.
        json: for programs.
    """
    from treue.loop.forgetting import forget_values
    from treue.loop.home import open_home

    opened = open_home(home)
    gone = forget_values(opened, who)
    if json:
        print_json(asdict(gone))
        return
    voice = voice_of(opened.settings)
    if gone.answers or gone.said or gone.snapshots:
        counts = {
            "count": voice.number(gone.answers),
            "said": voice.number(gone.said),
            "snapshots": voice.number(gone.snapshots),
        }
        say(voice.words.count("forget.done", gone.answers, counts))
        voice.say("forget.means", home=home)
        voice.say("forget.again")
    else:
        voice.say("forget.nothing")

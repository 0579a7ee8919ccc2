"""`treue forget`: delete one customer's answers on values, and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from treue.cli.terminal import print_json, say


def forget(who: str, *, home: Path = Path("treue-home"), json: bool = False) -> None:
    """Delete what one customer answered on values, from the facts and from every snapshot kept.

    Orders and everything else stay. A file of answers that is loaded again brings its answers back: take the
    customer out of it, or load the withdrawal as well (docs/recipes/values.md).

    Args:
        who: the customer's own number in your shop, the mail address, or a key as treue person lists it.
        home: the shop's folder.
        json: for programs.
    """
    from treue.loop.forgetting import forget_values
    from treue.loop.home import open_home

    gone = forget_values(open_home(home), who)
    if json:
        print_json(asdict(gone))
    elif gone.answers or gone.snapshots:
        say(f"Deleted {gone.answers} answers; {gone.snapshots} snapshots were built anew without them.")
        say(f"Means and counts leave them out after the next run: treue run --home {home}")
        say("A file that still holds these answers brings them back when it is loaded again.")
    else:
        say("No answers of this customer were found; nothing was changed.")

"""`treue twin`: a shop like yours, of people who do not exist."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from treue.cli.terminal import say, silent


def twin(
    *,
    home: Path = Path("treue-home"),
    out: Path = Path("twin"),
    customers: int | None = None,
    seed: int = 1,
    language: Literal["de", "en"] = "de",
    json: bool = False,
) -> None:
    """Learn what a shop's customers are like, and write a twin of it with a card.

    The twin is a home: run a night there with treue run. The same facts and options give the same twin. Its
    card, twin.json and twin.md, says what was learned, what is assumed, and how the twin passed its tests.

    Args:
        home: the shop's folder.
        out: new or empty; an earlier twin there is replaced.
        customers: how many to invent; as many as the shop has unless set.
        seed: another one gives other twins.
        language: of twin.md and of what is printed, de or en.
        json: the card for programs.
    """
    from treue.loop.home import open_home
    from treue.loop.invented.twin_words import card_text
    from treue.loop.invented.twinning import Asked, make_twin

    card = make_twin(open_home(home), out, Asked(customers, seed), silent if json else say)
    text = card_text(card, language)
    (out / "twin.md").write_text(text, encoding="utf-8")
    print(card.as_json() if json else text, end="\n" if json else "")
    if not json:
        say(f"The twin is in {out}. Run a night: treue run --home {out}")

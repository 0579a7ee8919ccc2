"""`treue questionnaire`: what to ask customers about their values, ready to use."""

from __future__ import annotations

from pathlib import Path

from treue.cli.asking import Language
from treue.cli.terminal import say


def questionnaire(*, language: Language = "de", out: Path | None = None, home: Path | None = None) -> None:
    """Write the questionnaire on values, with its question of consent.

    Twenty-two statements in the order of asking, each with the id under which its answers are loaded. A file
    that ends in .html is a page to print; any other is a table to paste into a survey tool.

    Args:
        language: de or en.
        out: file to write; without it the table goes to stdout.
        home: whose name stands in the consent; its settings.
    """
    from treue.cli.asking import settings_from
    from treue.loop.home import open_home
    from treue.segments.radar.questionnaire import questionnaire as asked
    from treue.segments.radar.sheet import as_csv, as_page

    shop = (settings_from(None) if home is None else open_home(home).settings).shop.name
    if out is None:
        print(as_csv(asked(), language, shop), end="")
        return
    make = as_page if out.suffix.lower() in (".html", ".htm") else as_csv
    # With a mark, a spreadsheet program reads umlauts.
    out.write_text(make(asked(), language, shop), encoding="utf-8" if make is as_page else "utf-8-sig")
    say(f"The questionnaire is in {out}.")

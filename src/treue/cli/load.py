"""`treue load`: bring files into a shop's facts."""

from __future__ import annotations

from pathlib import Path

from treue.cli.asking import About, is_rate, mappings_of, settings_of
from treue.cli.terminal import choose, is_terminal, print_json, print_table, say, say_warnings, silent
from treue.errors import BadOption, UnreadableFile
from treue.loop import loading
from treue.loop.home import SETTINGS, Home, open_home, remember
from treue.sources.contract import Delivery, Tally
from treue.units import Money

_ABOUT = About()
SHOWN = 10
"""Rows set aside that are printed: enough to see what is wrong."""


def load(
    path: Path,
    *,
    home: Path = Path("treue-home"),
    source: str = "shop",
    about: About = _ABOUT,
    json: bool = False,
) -> None:
    """Bring a file or a folder of files into the facts of a shop.

    Rows that cannot be used are set aside with the reason; loading the same file twice changes nothing.

    Args:
        path: CSV, Parquet, Excel, or a folder of them.
        home: the shop's folder; made if it is not there.
        source: name of the shop or tool; one order number in two sources is two orders.
        about: the files; --prices and --currency are kept in the home's treue.toml.
        json: one object, for programs; asks nothing.
    """
    if not path.exists():
        raise UnreadableFile(f"{path}: no such file or folder; check the path.")
    if is_rate(about.margin):
        raise BadOption(
            f"--margin {about.margin}: a load keeps facts, not rates; write [value] margin in "
            f"{home / SETTINGS}, or name a column."
        )
    opened = open_home(home, create=True)
    opened = Home(opened.folder, settings_of(about, None, opened.settings))
    for key, text in (("vat.prices", about.prices), ("shop.currency", about.currency)):
        opened = opened if text is None else remember(opened, key, text)
    asks = _ask if is_terminal() and not json else loading.ask_nobody
    wanted = loading.Wanted(path, mappings_of(about, opened.settings), source)
    done = loading.load(wanted, opened, silent if json else say, asks)
    if json:
        print_json(done.report)
    else:
        _print(done)


def _ask(delivery: Delivery, home: Home) -> Home:
    for question in delivery.questions:
        if question.about == "prices":
            answer = choose(question.text, (*question.choices, "unknown"))
            return home if answer == "unknown" else remember(home, "vat.prices", answer)
    return home


def _print(done: loading.Loaded) -> None:
    taken = [
        (each.file, each.column, each.meaning, each.sure) for each in done.delivery.recognised if each.meaning
    ]
    print_table(("file", "column", "taken for", "how we know"), taken)
    _say_unread(done.delivery)
    rows = []
    for kind, account in done.delivery.accounts.items():
        rows.append((kind, "rows", *(f"{count:,}" for count in _counts(account.rows))))
        for currency, tally in account.money.items():
            rows.append((kind, "money", *(str(Money(minor, currency)) for minor in _counts(tally))))
    print_table(("input", "", "read", "accepted", "set aside"), rows)
    rules = [
        (kind, rule, f"{count:,}")
        for kind, account in done.delivery.accounts.items()
        for rule, count in account.rules.items()
    ]
    if rules:
        print_table(("input", "set aside because", "rows"), rules)
    changes = [
        (table, f"{m.new:,}", f"{m.changed:,}", f"{m.unchanged:,}") for table, m in done.merged.items()
    ]
    print_table(("facts", "new", "changed", "known before"), changes)
    say_warnings(done.delivery.warnings)
    if done.set_aside is not None:
        some = loading.some_set_aside(done.set_aside, SHOWN)
        print_table(("set aside from", "line", "because", "as it stood"), some)
        say(f"All rows set aside are in {done.set_aside}, with file, line and reason, for 30 days.")


def _say_unread(delivery: Delivery) -> None:
    """Columns nothing was made of: they may matter, and only the shop can tell."""
    for file in dict.fromkeys(each.file for each in delivery.recognised):
        unread = [each.column for each in delivery.recognised if each.file == file and not each.meaning]
        if unread:
            say(
                f"{file}: not used: {', '.join(unread)}. If one of them matters, name it under [[files]] in "
                "treue.toml, as docs/recipes/load-files.md shows."
            )


def _counts(tally: Tally) -> tuple[int, int, int]:
    return tally.read, tally.accepted, tally.quarantined

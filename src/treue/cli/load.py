"""`treue load`: bring files into a shop's facts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from treue.cli.asking import About, is_rate, mappings_of, settings_of
from treue.cli.terminal import choose, is_terminal, print_json, print_table, silent
from treue.cli.voice import Voice, voice_of
from treue.cli.words import ours
from treue.errors import BadOption, UnreadableFile
from treue.loop.home import SETTINGS, Home, open_home, remember
from treue.loop.intake import loading
from treue.sources.contract import Delivery, Tally
from treue.units import currency_digits

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
    for key, text in (
        ("vat.prices", None if about.prices is None else ours("prices", about.prices)),
        ("shop.currency", about.currency),
    ):
        opened = opened if text is None else remember(opened, key, text)
    voice = voice_of(opened.settings)
    asks = partial(_ask, voice=voice) if is_terminal() and not json else loading.ask_nobody
    wanted = loading.Wanted(path, mappings_of(about, opened.settings), source)
    done = loading.load(wanted, opened, silent if json else voice.pass_on, asks)
    if json:
        print_json(done.report)
    else:
        _print(done, voice)


def _ask(delivery: Delivery, home: Home, voice: Voice) -> Home:
    for question in delivery.questions:
        if question.about == "prices":
            choices = (*question.choices, "unknown")
            words = partial(ours, "prices"), partial(voice.name, "prices")
            answer = choose(voice.heard(question.text), choices, *words)
            return home if answer == "unknown" else remember(home, "vat.prices", answer)
    return home


def _print(done: loading.Loaded, voice: Voice) -> None:
    taken = [
        (each.file, each.column, voice.name("field", each.meaning), voice.name("load", each.sure))
        for each in done.delivery.recognised
        if each.meaning
    ]
    print_table(voice.texts("load", "file", "column", "taken_for", "how_we_know"), taken)
    _say_unread(done.delivery, voice)
    _print_accounts(done.delivery, voice)
    changes = [
        (voice.name("input", table), *(voice.number(each) for each in (m.new, m.changed, m.unchanged)))
        for table, m in done.merged.items()
    ]
    print_table(voice.texts("load", "facts", "new", "changed", "known"), changes)
    voice.warn(done.delivery.warnings)
    if done.set_aside is not None:
        some = loading.some_set_aside(done.set_aside, SHOWN)
        rows = [(file, row, voice.name("rule", rule), text) for file, row, rule, text in some]
        print_table(voice.texts("load", "aside_from", "at_line", "reason", "text"), rows)
        voice.say("load.kept", file=done.set_aside)


def _print_accounts(delivery: Delivery, voice: Voice) -> None:
    rows, rules = [], []
    for kind, account in delivery.accounts.items():
        name = voice.name("input", kind)
        counts = (voice.number(count) for count in _counts(account.rows))
        rows.append((name, voice.text("load.rows"), *counts))
        for currency, tally in account.money.items():
            amounts = (
                f"{voice.money(minor, currency_digits(currency))} {currency}" for minor in _counts(tally)
            )
            rows.append((name, voice.text("load.money"), *amounts))
        rules += [(name, voice.name("rule", rule), voice.number(n)) for rule, n in account.rules.items()]
    print_table(voice.texts("load", "input", "measure", "read", "accepted", "set_aside"), rows)
    if rules:
        print_table(voice.texts("load", "input", "because", "rows"), rules)


def _say_unread(delivery: Delivery, voice: Voice) -> None:
    """Columns nothing was made of: they may matter, and only the shop can tell."""
    for file in dict.fromkeys(each.file for each in delivery.recognised):
        unread = [each.column for each in delivery.recognised if each.file == file and not each.meaning]
        if unread:
            voice.say("load.unread", file=file, columns=", ".join(unread))


def _counts(tally: Tally) -> tuple[int, int, int]:
    return tally.read, tally.accepted, tally.quarantined

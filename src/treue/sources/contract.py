"""What every source is told, and what it hands back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from treue.errors import TreueWarning


@dataclass(frozen=True, slots=True)
class ReadingTerms:
    """What holds for a whole delivery unless its files say otherwise.

    Args:
        source: name of the shop or tool; with the shop's number it makes the ids. Empty: the file's name.
        currency: ISO 4217, for rows that state none. None: EUR, said aloud.
        zone: IANA name of the shop's zone; times without an offset are local to it.
        prices: whether amounts include VAT: gross, net or unknown.
        country: ISO 3166-1 alpha-2, for rows that state none; None leaves it empty.
        staff: mail domains and customer groups whose orders are the shop's own people.
        lasting_ids: whether a row without the shop's number gets the same id whenever it is read; where
            nothing is stored, its place in the delivery is id enough.
        contacts: whether names and addresses are handed over too; where nothing is stored, they are not read.
    """

    source: str = ""
    currency: str | None = None
    zone: str = "Europe/Berlin"
    prices: str = "unknown"
    country: str | None = None
    staff: tuple[str, ...] = ()
    lasting_ids: bool = True
    contacts: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How a shop writes what is no plain sale of goods; empty means: find out.

    Args:
        cancellation_prefix: order numbers that begin so take goods back ("C" in C536379).
        bad_debt_prefix: order numbers that begin so write off what is owed.
        shipping: article numbers that are postage.
        discount: article numbers that are a discount.
        voucher: article numbers that are a redeemed voucher.
        fee: article numbers that are bank or marketplace fees.
        adjustment: article numbers that are corrections by hand.
    """

    cancellation_prefix: str = ""
    bad_debt_prefix: str = ""
    shipping: tuple[str, ...] = ()
    discount: tuple[str, ...] = ()
    voucher: tuple[str, ...] = ()
    fee: tuple[str, ...] = ()
    adjustment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileMapping:
    """What a person says about files: one `[[files]]` entry of treue.toml, or the options of a command.

    Args:
        match: which files, by name ("*.csv", "export/orders*.txt").
        table: what a row is: orders, order_lines, products ... or "skip"; empty means: find out.
        columns: meaning -> header, or position from 1.
        delimiter: one character, "tab" or "blank".
        header: whether the first line holds names; None means: find out.
        encoding: as Python names it.
        decimal: "," or ".".
        dates: "dmy" or "mdy", for 03/04/2024.
        currency: ISO 4217 of these files.
        prices: gross, net or unknown.
        zone: IANA name for times without an offset in these files.
        rules: how this shop writes cancellations, postage and the like.
        unused: headers that mean nothing, whatever they are called.
    """

    match: str = "*"
    table: str = ""
    columns: Mapping[str, str | int] = field(default_factory=dict)
    delimiter: str = ""
    header: bool | None = None
    encoding: str = ""
    decimal: str = ""
    dates: str = ""
    currency: str = ""
    prices: str = ""
    zone: str = ""
    rules: Rules = field(default_factory=Rules)
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What a column of a file was taken for.

    Args:
        file: as shown to people.
        column: its header, or "column 3" where there is none.
        meaning: the field it fills; empty when it is not used.
        sure: told (by option or mapping), named (by its header), guessed (by its content), unused.
    """

    file: str
    column: str
    meaning: str
    sure: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something the files do not say, and what was assumed.

    Args:
        about: prices, dates, decimal, currency.
        text: the question, as a sentence.
        choices: the possible answers.
        assumed: the one that was used.
        option: where to write the answer, as a key of a `[[files]]` entry.
    """

    about: str
    text: str
    choices: tuple[str, ...]
    assumed: str
    option: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Input counted once: read = accepted + quarantined."""

    read: int
    accepted: int
    quarantined: int


@dataclass(frozen=True, slots=True)
class Account:
    """What became of one kind of input.

    Args:
        rows: input rows.
        money: currency -> minor units.
        rules: rule -> rows set aside by it.
    """

    rows: Tally
    money: Mapping[str, Tally]
    rules: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a source read.

    Args:
        source: its name, part of every id.
        tables: facts table -> relation in the connection with those canonical columns that are known, and
            `source`; `version` is the load's. Columns of kind `customer` are still text: the shop's own
            number, empty where there is none. Where known, `address` follows (trimmed, lower case, NFKC):
            only to merge guests with accounts, never to be stored; a guest is known by it alone.
        set_aside: relation (file, row, rule, text, money_minor, currency, input).
        accounts: kind of input -> what became of its rows and money.
        written: facts table -> rows produced.
        recognised: what each column was taken for.
        skipped: file -> why it was not read.
        questions: what remains open.
        warnings: what to show beside the figures.
        contacts: relation of who is who: customer (the shop's own number), address, first_name, last_name,
            company, phone, street, postcode, town, country, and `told_at`, empty: now.
            Never facts: only the room `people` may keep them. Empty where nobody is named.
    """

    source: str
    tables: Mapping[str, str]
    set_aside: str
    accounts: Mapping[str, Account]
    written: Mapping[str, int]
    recognised: tuple[Taken, ...]
    skipped: Mapping[str, str]
    questions: tuple[Question, ...]
    warnings: tuple[TreueWarning, ...]
    contacts: str = ""

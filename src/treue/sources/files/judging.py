"""Read the cells of a recognised sheet and judge each row: its values, its money, the rule it breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from treue.errors import DoubtfulInput, Keyed, TreueWarning
from treue.facts.declared import SCALES
from treue.sources.contract import FileMapping, Question
from treue.sources.files import cells
from treue.sources.files.addresses import fold_addresses
from treue.sources.files.cells import literal
from treue.sources.files.choices import said
from treue.sources.files.draft import Circumstances, Draft, any_of
from treue.sources.files.fields import Reading, fields_of
from treue.sources.files.number_columns import read_numbers
from treue.sources.files.recognise import Recognised
from treue.sources.files.storing import store
from treue.sources.files.time_columns import read_times
from treue.sources.files.words import folded, prices_said

_MAIN_MONEY = ("amount", "cost", "value")
_WORDS = 5
# What the shop pays is told net whatever its prices are: "VK brutto" beside "EK netto".
_COSTS = ("unit_cost", "unit_costs", "margin", "shipping_paid", "payment_fee", "handling")
_WITH_PRICES = ("orders", "order_lines", "refunds")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sheet whose rows were read.

    Args:
        recognised: the sheet and its columns.
        relation: `row`, `rule`, `money` (minor units), `money_currency`, and one column per field:
            `at_<field>` and `day_<field>` for times, else the field's name; money in minor units.
        rows: the table below it, where rules are marked.
        fields: the fields it has.
        asked: what stayed open.
        warned: what to say beside the figures.
    """

    recognised: Recognised
    relation: str
    rows: str
    fields: frozenset[str]
    asked: tuple[Question, ...]
    warned: tuple[TreueWarning, ...]


def judge(recognised: Recognised, told: FileMapping, around: Circumstances) -> Judged:
    """Read and judge all rows of one sheet."""
    draft = Draft(recognised, told, around)
    _read_texts(draft)
    read_times(draft)
    currency = read_numbers(draft)
    _say_prices(draft)
    _say_country(draft)
    _say_survey(draft)
    _judge_scores(draft)
    columns = _columns(draft, currency)
    relation = f"judged_{recognised.sheet.relation}"
    rows = store(draft.con, relation, columns, draft.source(currency))
    _name_unknown_words(draft, rows)
    fields = frozenset(recognised.columns) | (set(columns) - {"row", "rule", "money", "money_currency"})
    return Judged(recognised, relation, rows, fields, tuple(draft.asked), tuple(draft.warned))


def _read_texts(draft: Draft) -> None:
    readers: dict[Reading, Callable[[str, str], str]] = {
        Reading.TEXT: cells.text,
        Reading.PERSON: cells.person,
        Reading.FLAG: cells.flag,
        Reading.ADDRESS: lambda column, type_: _address(draft, cells.text(column, type_)),
    }
    has_address = "address" in draft.recognised.columns
    for name, field in draft.fields(*readers).items():
        read = readers[field.reading](*draft.column(name))
        read = _country(draft, read) if name == "country" else said(read, draft.recognised.kind, name)
        draft.cells.append(f'{read} AS "{name}"')
        draft.out.append(name)
        if field.required:
            # An address says who as well as a number does.
            or_else = ' AND "address" IS NULL' if name == "customer" and has_address else ""
            draft.break_rule("missing_value", f'"{name}" IS NULL{or_else}')
        if field.column and field.column.choices:
            allowed = ", ".join(map(literal, field.column.choices))
            draft.break_rule("unknown_choice", f'"{name}" NOT IN ({allowed})')


def _name_unknown_words(draft: Draft, rows: str) -> None:
    """Which words of which column were not understood, and which are."""
    for name, field in draft.fields(Reading.TEXT).items():
        if not field.column or not field.column.choices:
            continue
        allowed = ", ".join(map(literal, field.column.choices))
        found = draft.con.execute(
            f"""SELECT "{name}", count(*) FROM {rows} WHERE rule = 'unknown_choice'
            AND "{name}" NOT IN ({allowed}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_WORDS}"""
        ).fetchall()
        if found:
            words = ", ".join(f"{word!r} ({count:,} rows)" for word, count in found)
            header = draft.recognised.header(name)
            draft.warned.append(
                DoubtfulInput(
                    Keyed(
                        "unknown_words",
                        "{file}, column {column}: not understood: {words}. Understood are {allowed}; replace "
                        "the words in the file and load it again.",
                        file=draft.label,
                        column=header,
                        words=words,
                        allowed=", ".join(field.column.choices),
                    )
                )
            )


def _address(draft: Draft, plain: str) -> str:
    """SQL of an address: trimmed, lower case, compatible signs made one (NFKC)."""
    table = f"addresses_{draft.recognised.sheet.relation}"
    if not fold_addresses(draft.con, draft.relation, plain, table):
        return f"lower({plain})"
    draft.joins.append(f"LEFT JOIN {table} ON {table}.written = {plain}")
    return f"coalesce({table}.folded, lower({plain}))"


def _country(draft: Draft, plain: str) -> str:
    read = cells.country(draft.con, draft.relation, plain)
    own = draft.around.terms.country
    return f"coalesce({read}, {literal(own)})" if own else read


def _say_country(draft: Draft) -> None:
    """Where nothing says the country, the delivery's holds."""
    own, kind = draft.around.terms.country, draft.recognised.kind
    if own and "country" not in draft.recognised.columns and "country" in fields_of(kind):
        draft.constants["country"] = literal(own)


def _say_survey(draft: Draft) -> None:
    """Which survey was answered, where only the file's name says so."""
    is_nps = "nps" in folded(PurePath(draft.label).name)
    if draft.recognised.kind == "answers" and "kind" not in draft.recognised.columns and is_nps:
        draft.constants["kind"] = literal("nps")


def _judge_scores(draft: Draft) -> None:
    """A score that its survey cannot give is a mistake of the file, or of another scale."""
    known = draft.recognised.columns
    if draft.recognised.kind != "answers" or "score" not in known:
        return
    survey = '"kind"' if "kind" in known else draft.constants.get("kind")
    for kind, (least, most) in SCALES.items() if survey else ():
        draft.break_rule("off_scale", f"{survey} = {literal(kind)} AND score NOT BETWEEN {least} AND {most}")


def _say_prices(draft: Draft) -> None:
    """Whether amounts include VAT: by column, mapping, header, terms; else it is asked."""
    money = draft.fields(Reading.MONEY, Reading.PRICE)
    if "prices" in draft.recognised.columns or not money or draft.recognised.kind not in _WITH_PRICES:
        return
    charged = (draft.recognised.header(name) for name in money if name not in _COSTS)
    said = next((found for header in charged if (found := prices_said(header))), "")
    prices = draft.told.prices or said or draft.around.terms.prices
    draft.constants["prices"] = literal(prices)
    if prices == "unknown":
        text = Keyed("vat_question", "{file}: do the amounts include VAT?", file=draft.label)
        draft.asked.append(Question("prices", text, ("gross", "net"), "unknown", "prices"))


def _columns(draft: Draft, currency: str) -> dict[str, str]:
    """Name -> SQL over the draft's stages."""
    code = currency if currency == literal(draft.default_currency) else "currency"
    columns = {"row": '"row"', "rule": draft.rule(), "money": _money(draft), "money_currency": code}
    columns |= {name: f'"{name}"' for name in draft.out} | draft.constants
    if draft.has_money or "currency" in draft.recognised.columns:
        columns["currency"] = code
    return columns


def _money(draft: Draft) -> str:
    """SQL of what the row is accounted with; NULL where its currency is unknown."""
    known = draft.fields()
    main = [
        name for name in _MAIN_MONEY
        if name in draft.out and (name not in known or known[name].reading is Reading.MONEY)
    ]  # fmt: skip
    if not main:
        return "NULL::BIGINT"
    unknown = draft.problems.get("unknown_currency", [])
    return f"CASE WHEN {any_of(unknown)} THEN NULL ELSE {main[0]} END" if unknown else main[0]

"""Read the cells of a recognised sheet and judge each row: typed values, its money, and the rule it breaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import duckdb

from treue.errors import DoubtfulInput, MissingFigures, TreueWarning
from treue.facts import Kind
from treue.sources.contract import FileMapping, Question, ReadingTerms
from treue.sources.files import cells
from treue.sources.files.addresses import fold_addresses
from treue.sources.files.cells import Codes, literal
from treue.sources.files.fields import Field, Reading, fields_of
from treue.sources.files.numbers import NumberStyle, number_style
from treue.sources.files.recognise import Recognised
from treue.sources.files.rules import RULES
from treue.sources.files.storing import store
from treue.sources.files.times import Calendar, all_iso, order_of_parts, within_slot
from treue.sources.files.words import prices_said

_MAIN_MONEY = ("amount", "cost", "value")
_NUMBERS = (Reading.MONEY, Reading.PRICE, Reading.NUMBER)
_US = "USD"


@dataclass(slots=True)
class Judged:
    """A sheet whose rows were read.

    Args:
        recognised: the sheet and its columns.
        relation: `row`, `rule`, `money` (minor units), `money_currency`, and one column per field:
            `at_<field>` and `day_<field>` for times, else the field's name; money in minor units.
        fields: the fields it has.
        rows: the table below the relation, where rules are marked.
        asked: what stayed open.
        warned: what to say beside the figures.
    """

    recognised: Recognised
    relation: str
    fields: set[str]
    rows: str = ""
    asked: list[Question] = field(default_factory=list)
    warned: list[TreueWarning] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds while one delivery is read."""

    con: duckdb.DuckDBPyConnection
    terms: ReadingTerms
    today: date
    say: Callable[[str], None]


def judge(recognised: Recognised, told: FileMapping, around: Circumstances) -> Judged:
    """Read and judge all rows of one sheet; the relation is called judged_<sheet>."""
    return _Judging(recognised, told, around).done()


class _Judging:
    def __init__(self, recognised: Recognised, told: FileMapping, around: Circumstances) -> None:
        self._r, self._told, self._around, self._con = recognised, told, around, around.con
        self._sheet = recognised.sheet
        self._fields = {
            name: f for name, f in fields_of(recognised.kind).items() if name in recognised.columns
        }
        self._judged = Judged(recognised, f"judged_{self._sheet.relation}", set(self._fields))
        self._default = told.currency or around.terms.currency or "EUR"
        self._joins: list[str] = []
        self._first: list[str] = ['s."row" AS "row"']
        self._whole: list[str] = []
        self._new: list[str] = []
        self._out: list[str] = []
        self._constants: dict[str, str] = {}
        self._said = False
        self._problems: dict[str, list[str]] = {}
        self._codes = {self._default}

    def done(self) -> Judged:
        for name, each in self._fields.items():
            self._read_text_like(name, each)
        self._read_times()
        styles = self._read_numbers()
        currency = self._currency(styles)
        self._store_numbers(styles)
        if self._r.kind == "order_lines":
            self._line_amount()
        self._prices()
        self._country()
        self._write(currency)
        return self._judged

    def _read_text_like(self, name: str, each: Field) -> None:
        column, type_ = "s." + self._r.columns[name], self._r.type_of(name)
        readers: dict[Reading, Callable[[str, str], str]] = {
            Reading.TEXT: cells.text,
            Reading.PERSON: cells.person,
            Reading.FLAG: cells.flag,
            Reading.ADDRESS: self._address,
        }
        if each.reading not in readers:
            return
        read = readers[each.reading](column, type_)
        if name == "country":
            read = cells.country(self._con, f"{self._sheet.relation} s", read)
            own = self._around.terms.country
            read = f"coalesce({read}, {literal(own)})" if own else read
        self._first.append(f"{read} AS {name}")
        self._out.append(name)
        if each.required and each.reading is not Reading.TIME:
            self._problem("missing_value", f"{name} IS NULL")
        if each.column and each.column.choices:
            allowed = ", ".join(map(literal, each.column.choices))
            self._problem("unknown_choice", f"{name} NOT IN ({allowed})")

    def _address(self, column: str, type_: str) -> str:
        """SQL of an address: trimmed, lower case, compatible signs made one (NFKC)."""
        plain = cells.text(column, type_)
        table = f"addresses_{self._sheet.relation}"
        if not fold_addresses(self._con, f"{self._sheet.relation} s", plain, table):
            return f"lower({plain})"
        self._joins.append(f"LEFT JOIN {table} ON {table}.written = {plain}")
        return f"coalesce({table}.folded, lower({plain}))"

    def _problem(self, rule: str, condition: str) -> None:
        self._problems.setdefault(rule, []).append(condition)

    def _read_times(self) -> None:
        zone = self._told.zone or self._around.terms.zone
        calendar = Calendar(self._con, zone, self._around.terms.zone, self._around.today)
        for name, each in self._fields.items():
            if each.reading not in (Reading.TIME, Reading.DAY):
                continue
            column, type_ = self._r.columns[name], self._r.type_of(name)
            if name == "ordered_at" and "clock" in self._fields and type_ == "VARCHAR":
                column = f"concat_ws(' ', {column}, {self._r.columns['clock']})"
            text = (column, type_)
            if type_ == "VARCHAR" and all_iso(self._con, self._sheet.relation, column):
                column, type_ = f"TRY_CAST(trim({column}) AS TIMESTAMP)", "TIMESTAMP"
            table = f"times_{self._sheet.relation}_{name}"
            day_first = self._day_first(name, column) if type_ == "VARCHAR" else True
            key = calendar.table(self._sheet.relation, column, type_, table, day_first=day_first)
            self._join_times(name, each, (table, key, column, type_), cells.filled(*text))

    def _join_times(self, name: str, each: Field, made: tuple[str, str, str, str], has: str) -> None:
        table, key, column, type_ = made
        self._joins.append(f"LEFT JOIN {table} ON {table}.key = ({key})")
        self._first += [
            f"{table}.instant + {within_slot(column, type_)} AS at_{name}",
            f"{table}.day AS day_{name}",
            f"{has} AS has_{name}",
        ]
        if self._has_gaps(has):
            self._whole += [
                _of_order(f"at_{name}"),
                _of_order(f"day_{name}"),
                f"bool_or(has_{name}) OVER (PARTITION BY order_id) AS has_{name}",
            ]
        self._out += [f"at_{name}", f"day_{name}"]
        if each.required:
            self._problem("missing_time", f"NOT has_{name}")
        self._problem("impossible_date", f"has_{name} AND at_{name} IS NULL")

    def _has_gaps(self, has: str) -> bool:
        """Whether lines leave to another line of their order what this cell would say."""
        if self._r.kind != "order_lines" or "order_id" not in self._fields:
            return False
        found = self._con.execute(f"SELECT coalesce(bool_or(NOT {has}), false) FROM {self._sheet.relation} s")
        return bool(found.fetchall()[0][0])

    def _day_first(self, name: str, column: str) -> bool:
        if self._told.dates:
            return self._told.dates == "dmy"
        day_first, month_first, either = order_of_parts(self._con, self._sheet.relation, column)
        if day_first and month_first:
            self._warn_dates(
                name, "some can only be day/month, others only month/day", day_first >= month_first
            )
        elif not (day_first or month_first) and either:
            guess = self._default != _US and self._around.terms.country != "US"
            self._warn_dates(name, "each could be day/month or month/day", guess)
            self._ask_dates(name, guess)
            return guess
        return day_first >= month_first

    def _warn_dates(self, name: str, what: str, day_first: bool) -> None:
        order = "day/month" if day_first else "month/day"
        self._judged.warned.append(
            DoubtfulInput(
                f"{self._sheet.label}, column {self._r.header(name)}: of the dates, {what}; read as {order}. "
                'Write dates = "dmy" or "mdy" in treue.toml.'
            )
        )

    def _ask_dates(self, name: str, day_first: bool) -> None:
        self._judged.asked.append(
            Question(
                "dates",
                f"{self._sheet.label}: is 03/04 in {self._r.header(name)} the third of April (dmy) or the fourth of March (mdy)?",
                ("dmy", "mdy"),
                "dmy" if day_first else "mdy",
                "dates",
            )
        )

    def _read_numbers(self) -> dict[str, NumberStyle]:
        styles = {}
        fallback = "," if self._sheet.delimiter in (";", "") and self._default in ("EUR", "CHF") else "."
        for name, each in self._fields.items():
            if each.reading not in _NUMBERS:
                continue
            column, type_ = self._r.columns[name], self._r.type_of(name)
            style = number_style(self._con, self._sheet.relation, column, type_, self._told.decimal, fallback)
            styles[name] = style
            if style.doubtful:
                self._doubt_decimal(name, style)
            self._first += [
                f"{style.value} AS n_{name}",
                f"{cells.filled('s.' + column, type_)} AS has_{name}",
            ]
            if style.sign != "NULL":
                self._first.append(f"{style.sign} AS sign_{name}")
        return styles

    def _doubt_decimal(self, name: str, style: NumberStyle) -> None:
        header = self._r.header(name)
        self._judged.warned.append(
            DoubtfulInput(
                f'{self._sheet.label}, column {header}: the decimal sign cannot be told; took "{style.decimal}". '
                'Write decimal = "," or "." in treue.toml.'
            )
        )
        text = f'{self._sheet.label}: is the decimal sign in {header} "," or "."?'
        self._judged.asked.append(Question("decimal", text, (",", "."), style.decimal, "decimal"))

    def _currency(self, styles: dict[str, NumberStyle]) -> str:
        """SQL of the row's code, by its column, else by the sign beside its money, else the default."""
        said = []
        for name, each in self._fields.items():
            if each.reading is Reading.CURRENCY:
                said.append(
                    self._stated(
                        cells.text("s." + self._r.columns[name], self._r.type_of(name)), f"said_{name}"
                    )
                )
        for name, style in styles.items():
            if style.sign != "NULL":
                found = self._sign(name, style)
                if found.known and self._fields[name].reading is not Reading.NUMBER:
                    said.append(cells.code_of(f"sign_{name}", found))
        if not said and not self._told.currency and not self._around.terms.currency and self._has_money():
            self._around.say(
                f"{self._sheet.label}: no currency column; amounts are taken as {self._default}."
            )
        self._said = bool(said)
        return f"coalesce({', '.join([*said, literal(self._default)])})" if said else literal(self._default)

    def _has_money(self) -> bool:
        return any(f.reading in (Reading.MONEY, Reading.PRICE) for f in self._fields.values())

    def _is_money(self, name: str) -> bool:
        return name not in self._fields or self._fields[name].reading is Reading.MONEY

    def _stated(self, expression: str, name: str) -> str:
        found = cells.codes(self._con, f"{self._sheet.relation} s", expression)
        self._first.append(f"{expression} AS {name}")
        if self._has_gaps(f"({expression} IS NOT NULL)"):
            self._whole.append(_of_order(name))
        self._codes |= set(found.known.values())
        code = cells.code_of(name, found)
        self._problem("unknown_currency", f"{name} IS NOT NULL AND {code} IS NULL")
        return code

    def _sign(self, name: str, style: NumberStyle) -> Codes:
        found = cells.codes(self._con, self._sheet.relation, style.sign)
        pieces = self._fields[name].reading is Reading.NUMBER
        if not pieces:
            self._codes |= set(found.known.values())
            if found.unknown:
                self._problem(
                    "unknown_currency", f"sign_{name} IN ({', '.join(map(literal, found.unknown))})"
                )
        beside = NumberStyle("", f"sign_{name}")
        self._problem("not_a_number", cells.style_problem(beside, found, pieces=pieces))
        return found

    def _store_numbers(self, styles: dict[str, NumberStyle]) -> None:
        for name in styles:
            each = self._fields[name]
            self._problem("not_a_number", f"has_{name} AND n_{name} IS NULL")
            if each.reading is Reading.PRICE:
                continue
            self._new.append(f"{self._stored(name, each)} AS {name}")
            self._out.append(name)
            self._problem("not_a_number", f"n_{name} IS NOT NULL AND {name} IS NULL")
            self._check_minimum(name, each)
            if each.required:
                self._problem("missing_value", f"NOT has_{name}")

    def _check_minimum(self, name: str, each: Field) -> None:
        if each.column is None or each.column.minimum is None:
            return
        total = self._r.kind == "orders" and name == "amount"
        self._problem("negative_total" if total else "out_of_range", f"{name} < {each.column.minimum}")

    def _stored(self, name: str, each: Field) -> str:
        if each.reading is Reading.MONEY:
            return self._minor(name)
        if each.column is not None and each.column.kind is Kind.NUMBER:
            return f"n_{name}::DOUBLE"
        scale = 1 if self._is_stored_unit(name) else each.scale
        if name == "vat" and scale == 100 and self._is_fraction(name):
            scale = 10_000
        return f"TRY_CAST(round_even(n_{name} * {scale}, 0) AS BIGINT)"

    def _minor(self, name: str) -> str:
        if self._is_stored_unit(name):
            return f"CASE WHEN n_{name} = trunc(n_{name}) THEN TRY_CAST(n_{name} AS BIGINT) END"
        return cells.minor(f"n_{name}", "currency", self._codes)

    def _is_stored_unit(self, name: str) -> bool:
        return self._r.header(name).lower().endswith(("_minor", "_milli", "_bp"))

    def _is_fraction(self, name: str) -> bool:
        """Whether VAT rates are written 0.19, not 19."""
        column = self._r.columns[name]
        style = number_style(
            self._con, self._sheet.relation, column, self._r.type_of(name), self._told.decimal, "."
        )
        top = self._con.execute(f"SELECT max({style.value}) FROM {self._sheet.relation}").fetchall()[0][0]
        return top is not None and 0 < top < 1

    def _prices(self) -> None:
        """Whether amounts include VAT: by column, mapping, header, terms; else a question."""
        if (
            "prices" in self._fields
            or not self._has_money()
            or self._r.kind not in ("orders", "order_lines", "refunds")
        ):
            return
        headers = [
            self._r.header(name)
            for name, f in self._fields.items()
            if f.reading in (Reading.MONEY, Reading.PRICE)
        ]
        said = next((found for header in headers if (found := prices_said(header))), "")
        prices = self._told.prices or said or self._around.terms.prices
        self._constants["prices"] = literal(prices)
        self._judged.fields.add("prices")
        if prices == "unknown":
            self._judged.asked.append(
                Question(
                    "prices",
                    f"{self._sheet.label}: do the amounts include VAT?",
                    ("gross", "net"),
                    "unknown",
                    "prices",
                )
            )
            self._judged.warned.append(
                MissingFigures(
                    f"{self._sheet.label} does not say whether amounts include VAT; they are used as they stand. "
                    'Write prices = "gross" or "net" in treue.toml.'
                )
            )

    def _line_amount(self) -> None:
        """What a line was charged: as stated, else quantity times price, rounded once, less its discount."""
        discount = "coalesce(discount, 0)" if "discount" in self._fields else "0"
        if "line_amount" in self._fields:
            self._new.append(f"{self._minor('line_amount')} AS amount")
            self._new.append(f"amount + {discount} AS price")
            self._problem("not_a_number", "n_line_amount IS NOT NULL AND amount IS NULL")
        else:
            product = "TRY(TRY_CAST(n_quantity AS DECIMAL(16,6)) * n_unit_price)"
            self._new.append(f"{cells.minor(product, 'currency', self._codes)} AS price")
            self._new.append(f"price - {discount} AS amount")
            self._problem("not_a_number", "n_quantity * n_unit_price IS NOT NULL AND price IS NULL")
        self._out += ["price", "amount"]
        self._judged.fields |= {"price", "amount"}

    def _country(self) -> None:
        """Where nothing says the country, the delivery's holds."""
        own = self._around.terms.country
        if own and "country" not in self._fields and "country" in fields_of(self._r.kind):
            self._constants["country"] = literal(own)
            self._judged.fields.add("country")

    def _write(self, currency: str) -> None:
        main = next((name for name in _MAIN_MONEY if name in self._out and self._is_money(name)), "")
        unknown = self._problems.get("unknown_currency", [])
        cases = " ".join(
            f"WHEN {_any(self._problems[rule])} THEN '{rule}'" for rule in RULES if rule in self._problems
        )
        columns = {
            "row": '"row"',
            "rule": f"CASE {cases} END" if cases else "CAST(NULL AS VARCHAR)",
            "money_currency": currency if not self._said else "currency",
            "money": f"CASE WHEN {_any(unknown)} THEN NULL ELSE {main} END" if unknown and main else main,
        }
        columns |= {name: name for name in self._out} | self._constants
        if not main:
            columns["money"] = "NULL::BIGINT"
        if self._has_money() or "currency" in self._fields:
            columns["currency"] = columns["money_currency"]
            self._judged.fields.add("currency")
        self._judged.rows = store(
            self._con,
            self._judged.relation,
            columns,
            f"""(WITH first AS (SELECT {", ".join(self._first)} FROM {self._sheet.relation} s {" ".join(self._joins)}),
            whole AS (SELECT * {f"REPLACE ({', '.join(self._whole)})" if self._whole else ""} FROM first),
            paid AS (SELECT *, {currency} AS currency FROM whole)
            SELECT {", ".join(["*", *self._new])} FROM paid)""",
        )


def _of_order(name: str) -> str:
    """SQL of a value, or of the one another line of the same order has."""
    return f"coalesce({name}, min({name}) OVER (PARTITION BY order_id)) AS {name}"


def _any(conditions: list[str]) -> str:
    return " OR ".join(f"({condition})" for condition in conditions) or "false"

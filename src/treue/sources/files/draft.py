"""The query that reads a sheet, while it is being put together: a stage is a list of `SQL AS name`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import duckdb

from treue.errors import DoubtfulInput, TreueWarning
from treue.sources.contract import FileMapping, Question, ReadingTerms
from treue.sources.files.fields import Field, Reading, fields_of
from treue.sources.files.recognise import Recognised
from treue.sources.files.rules import RULES


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What holds while one delivery is read."""

    con: duckdb.DuckDBPyConnection
    terms: ReadingTerms
    today: date
    say: Callable[[str], None]


@dataclass(slots=True)
class Draft:
    """What is known so far about reading one sheet.

    Args:
        recognised: the sheet and its columns.
        told: what a person says about it.
        around: the delivery.
        joins: tables beside the sheet, which is `s`.
        texts: number cells as text, `t_<field>`.
        bare: their digits and signs alone, `k_<field>`.
        cells: values of one cell each.
        whole: values that other lines of the same order complete.
        new: what is computed from several values.
        out: the names that are kept.
        constants: name -> SQL that is the same in every row.
        problems: rule -> SQL conditions under which a row breaks it.
        codes: currencies that occur.
        asked: what stays open.
        warned: what to say beside the figures.
    """

    recognised: Recognised
    told: FileMapping
    around: Circumstances
    joins: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    constants: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[str]] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)
    asked: list[Question] = field(default_factory=list)
    warned: list[TreueWarning] = field(default_factory=list)

    @property
    def con(self) -> duckdb.DuckDBPyConnection:
        """Holds the sheet."""
        return self.around.con

    @property
    def label(self) -> str:
        """The file, as people see it."""
        return self.recognised.sheet.label

    @property
    def relation(self) -> str:
        """The sheet, under the name its columns are asked by."""
        return f"{self.recognised.sheet.relation} s"

    @property
    def default_currency(self) -> str:
        """For rows that state none."""
        return self.told.currency or self.around.terms.currency or "EUR"

    def fields(self, *readings: Reading) -> dict[str, Field]:
        """The fields the sheet has, of these readings or all."""
        columns = self.recognised.columns
        return {
            name: each
            for name, each in fields_of(self.recognised.kind).items()
            if name in columns and (not readings or each.reading in readings)
        }

    @property
    def has_money(self) -> bool:
        """Whether any cell is an amount."""
        return bool(self.fields(Reading.MONEY, Reading.PRICE))

    def column(self, name: str) -> tuple[str, str]:
        """SQL and type of the column that fills a field."""
        return f"s.{self.recognised.columns[name]}", self.recognised.type_of(name)

    def break_rule(self, rule: str, condition: str) -> None:
        """A row that fulfils the condition breaks the rule."""
        self.problems.setdefault(rule, []).append(condition)

    def doubt(self, question: Question, warning: str) -> None:
        """Something was assumed that the file does not say."""
        self.asked.append(question)
        self.warned.append(DoubtfulInput(warning))

    def has_gaps(self, filled: str) -> bool:
        """Whether lines leave to another line of their order what this cell would say."""
        if self.recognised.kind != "order_lines" or "order_id" not in self.recognised.columns:
            return False
        found = self.con.execute(f"SELECT coalesce(bool_or(NOT {filled}), false) FROM {self.relation}")
        return bool(found.fetchall()[0][0])

    def source(self, currency: str) -> str:
        """SQL of all stages, to follow FROM; `currency` is the row's code."""
        replaced = f"REPLACE ({', '.join(self.whole)})" if self.whole else ""
        return f"""(WITH texts AS (SELECT {", ".join(["s.*", *self.texts])} FROM {self.relation}),
            bare AS (SELECT {", ".join(["*", *self.bare])} FROM texts),
            cells AS (SELECT {", ".join(['s."row"', *self.cells])} FROM bare s {" ".join(self.joins)}),
            whole AS (SELECT * {replaced} FROM cells),
            paid AS (SELECT *, {currency} AS currency FROM whole)
            SELECT {", ".join(["*", *self.new])} FROM paid)"""

    def rule(self) -> str:
        """SQL of the first rule a row breaks, NULL if none."""
        cases = [
            f"WHEN {any_of(self.problems[rule])} THEN '{rule}'" for rule in RULES if rule in self.problems
        ]
        return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def any_of(conditions: list[str]) -> str:
    """SQL: at least one holds."""
    return " OR ".join(f"({condition})" for condition in conditions) or "false"


def of_order(name: str) -> str:
    """SQL of a value, or of the one another line of the same order has."""
    return f"coalesce({name}, min({name}) OVER (PARTITION BY order_id)) AS {name}"

"""SQL that turns the cells of a sheet into typed values, a field at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from treue.sources.files.countries import country_code
from treue.sources.files.currency_signs import SIGNS
from treue.sources.files.numbers import cell
from treue.units import currency_digits, is_currency

PIECES = ("stk", "stk.", "st", "st.", "stück", "x", "pcs", "pc", "kg", "g", "l", "m")
TRUE = ("true", "t", "1", "yes", "y", "ja", "j", "wahr", "x")
FALSE = ("false", "f", "0", "no", "n", "nein", "falsch")


@dataclass(frozen=True, slots=True)
class Codes:
    """What the currency texts of a column mean.

    Args:
        known: text -> ISO code.
        unknown: texts that look like a code and are none.
    """

    known: Mapping[str, str]
    unknown: tuple[str, ...]


def literal(text: str) -> str:
    """SQL of a text."""
    return "'" + text.replace("'", "''") + "'"


def filled(column: str, type_: str) -> str:
    """SQL: something stands in the cell."""
    if type_ == "VARCHAR":
        return f"{cell(column)} IS NOT NULL"
    if type_ in ("DOUBLE", "FLOAT"):
        return f"({column} IS NOT NULL AND NOT isnan({column}))"
    return f"{column} IS NOT NULL"


def text(column: str, type_: str) -> str:
    """SQL of a text; a number that is whole is written without decimals."""
    if type_ == "VARCHAR":
        return cell(column)
    if type_ in ("DOUBLE", "FLOAT"):
        whole = (
            f"CASE WHEN {column} = trunc({column}) AND abs({column}) < 1e15 THEN {column}::BIGINT::VARCHAR"
        )
        return f"CASE WHEN isnan({column}) THEN NULL ELSE {whole} ELSE {column}::VARCHAR END END"
    return f"{column}::VARCHAR"


def person(column: str, type_: str) -> str:
    """SQL of a shop's number: "17850.0", left behind by a spreadsheet program, is 17850; 0 is nobody's.

    Systems that count from 1 write 0 for a guest: WooCommerce's `customer_id`.
    """
    plain = text(column, type_)
    if type_ != "VARCHAR":
        return f"nullif({plain}, '0')"
    whole = f"regexp_replace({plain}, '^(\\d+)\\.0$', '\\1')"
    return f"nullif(CASE WHEN ends_with({plain}, '.0') THEN {whole} ELSE {plain} END, '0')"


def country(con: duckdb.DuckDBPyConnection, relation: str, expression: str) -> str:
    """SQL of a country's code, by its code or its German or English name."""
    rows = con.execute(
        f"SELECT DISTINCT {expression} AS x FROM {relation} WHERE x IS NOT NULL LIMIT 1000"
    ).fetchall()
    cases = [
        f"WHEN {literal(said)} THEN {literal(code)}"
        for (said,) in rows
        if (code := country_code(said)) != said
    ]
    return f"CASE {expression} {' '.join(sorted(cases))} ELSE {expression} END" if cases else expression


def flag(column: str, type_: str) -> str:
    """SQL of yes or no."""
    if type_ == "BOOLEAN":
        return column
    lower = f"lower({text(column, type_)})"
    yes, no = (", ".join(map(literal, words)) for words in (TRUE, FALSE))
    return f"CASE WHEN {lower} IN ({yes}) THEN true WHEN {lower} IN ({no}) THEN false END"


def codes(con: duckdb.DuckDBPyConnection, relation: str, expression: str) -> Codes:
    """Look up what stands for a currency in a column: codes in any case, and signs."""
    rows = con.execute(
        f"SELECT DISTINCT {expression} AS x FROM {relation} WHERE x IS NOT NULL LIMIT 10000"
    ).fetchall()
    known, unknown = {}, []
    for (found,) in rows:
        code = SIGNS.get(found, found.upper())
        if is_currency(code):
            known[found] = code
        elif len(found) == 3 and found.isascii() and found.isalpha() and found.isupper():
            unknown.append(found)
    return Codes(known, tuple(unknown))


def code_of(expression: str, found: Codes) -> str:
    """SQL of the ISO code a text stands for; NULL if for none."""
    if not found.known:
        return "NULL::VARCHAR"
    cases = " ".join(f"WHEN {literal(said)} THEN {literal(code)}" for said, code in found.known.items())
    return f"CASE {expression} {cases} END"


def minor(value: str, currency: str, in_use: set[str], *, is_plain: bool = False) -> str:
    """SQL of minor units of the row's currency, rounded half-even; NULL if it does not fit 64 bits.

    Args:
        value: SQL of the exact decimal.
        currency: SQL of the row's ISO code.
        in_use: the codes that occur.
        is_plain: the decimal is a `PLAIN` one.
    """
    digits = {code: currency_digits(code) for code in sorted(in_use)}
    if set(digits.values()) <= {2}:
        # Hundredths of a plain decimal fit its own 64 bits; those of a wide one need twice as many.
        return f"TRY_CAST(round_even({value}, 2) * 100 AS BIGINT)" if is_plain else _scaled(value, 2)
    branches = " ".join(
        f"WHEN {currency} IN ({', '.join(literal(code) for code in digits if digits[code] == places)}) "
        f"THEN {_scaled(value, places)}"
        for places in sorted(set(digits.values()))
    )
    return f"CASE {branches} END"


def _scaled(value: str, places: int) -> str:
    rounded = f"round_even({value}, {places})::DECIMAL(38,{places})"
    return f"TRY_CAST({rounded} * {10**places}::DECIMAL(5,0) AS BIGINT)"


def no_unit(sign: str, found: Codes, *, pieces: bool) -> str:
    """SQL: what stands beside a number is neither a currency nor, for counts, a unit we know."""
    words = [*found.known, *found.unknown, *(PIECES if pieces else ())]
    compared = f"lower({sign})" if pieces else sign
    listed = ", ".join(map(literal, words))
    return f"coalesce({compared} NOT IN ({listed}), false)" if words else f"{sign} IS NOT NULL"

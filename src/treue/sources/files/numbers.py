"""Numbers as people write them, as exact decimals; no float ever decides a penny.

A column is read with one decimal sign, found by looking at all its cells. What is left of a cell when digits
and separators are gone is its sign of currency.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import duckdb

from treue.sources.files.profile import NOTHING

PLAIN = "DECIMAL(18,6)"  # wide enough for nearly every column, and quick
WIDE = "DECIMAL(38,20)"  # a double's shortest decimal fits where it matters
_FLOATS = ("DOUBLE", "FLOAT")
_WIDE_TYPES = ("DECIMAL", "HUGEINT", "UHUGEINT")
_SPACES = "[\\s\u00a0\u2007\u2009\u202f'’`]"
_PLAIN_NUMBER = r"[+-]?(\d+(\.\d+)?|\.\d+)"
_GROUPED = {",": r"[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?", ".": r"[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?"}
_DIGITS = r"[-+(]?[0-9][0-9.,]*[-)]*|[.,][0-9]+-?|[-+()%\s]"
_MINUS = "[\u2212\u2013]"
_NULLS = ", ".join(f"'{word}'" for word in NOTHING if word)


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A column whose numbers are to be read: where it is, its type, and the field it fills."""

    relation: str
    column: str
    type_: str
    name: str


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How the numbers of one column are read.

    Args:
        value: SQL of the exact decimal, NULL where the cell is empty or no number; over k_<field> if there
            is a text, else over the column.
        text: SQL of the cell with its thousands drawn together, to be called t_<field>; empty where the
            column can be read as it is.
        bare: SQL over t_<field> of its digits, separators and minus, to be called k_<field>.
        sign: SQL over t_<field> of what stands beside the number, NULL where nothing does.
        decimal: "," or "."; empty where the type says it.
        is_plain: the value is a `PLAIN` decimal.
        doubtful: the decimal sign could not be told from the cells.
    """

    value: str
    text: str = ""
    bare: str = ""
    sign: str = "NULL"
    decimal: str = ""
    is_plain: bool = False
    doubtful: bool = False


def cell(column: str) -> str:
    """SQL of a text cell: trimmed, NULL where nothing was meant."""
    nothing = f"length({column}) < 8 AND lower(trim({column})) IN ('', {_NULLS})"
    return f"CASE WHEN {nothing} THEN NULL ELSE trim({column}) END"


def number_style(
    con: duckdb.DuckDBPyConnection, asked: NumberColumn, told_decimal: str, fallback: str
) -> NumberStyle:
    """How to read one column.

    Args:
        con: holds its relation.
        asked: the column.
        told_decimal: what the mapping says, or empty.
        fallback: the decimal sign taken where the cells could mean either.
    """
    relation, column = asked.relation, asked.column
    if asked.type_.startswith(_FLOATS):
        return _double(con, relation, column)
    if asked.type_.startswith(_WIDE_TYPES):
        return NumberStyle(f"TRY_CAST({column} AS {WIDE})")
    plain = NumberStyle(f"TRY_CAST({column} AS {PLAIN})", is_plain=True)
    if asked.type_ != "VARCHAR":
        return plain
    if told_decimal in ("", ".") and _all_plain(con, relation, column):
        return replace(plain, decimal=".")
    if told_decimal:
        return _written(asked, told_decimal, other="")
    decimal, doubtful = _decimal(con, relation, column, fallback)
    return replace(_written(asked, decimal, other="," if decimal == "." else "."), doubtful=doubtful)


def _double(con: duckdb.DuckDBPyConnection, relation: str, column: str) -> NumberStyle:
    """A double's shortest decimal: by multiplication where that is exact, else by its text."""
    quick = f"TRY_CAST({column} AS {PLAIN})"
    exact = f"{quick}::DOUBLE = {column}::DOUBLE"
    simple = con.execute(
        f"SELECT coalesce(bool_and({exact} AND abs({column}) < 1e9), true) FROM {relation} "
        f"WHERE {column} IS NOT NULL"
    ).fetchall()[0][0]
    if simple:
        return NumberStyle(quick, is_plain=True)
    return NumberStyle(f"TRY_CAST({column}::VARCHAR AS {WIDE})")


def _all_plain(con: duckdb.DuckDBPyConnection, relation: str, column: str) -> bool:
    """Whether every cell is empty or a short number with a point that cannot mean thousands."""
    length = f"length({column})"
    found = con.execute(
        f"""SELECT coalesce(bool_and(regexp_full_match({column}, '{_PLAIN_NUMBER}') AND {length} <= 16
        AND ({length} - instr({column}, '.') <= 6 OR NOT contains({column}, '.'))), true),
        coalesce(bool_and(regexp_full_match({column}, '[+-]?[1-9]\\d{{0,2}}\\.\\d{{3}}')), false)
        FROM {relation} WHERE {column} IS NOT NULL AND {column} <> ''"""
    ).fetchall()[0]
    return bool(found[0] and not found[1])


def bare(column: str) -> str:
    """SQL of the digits, separators and minus of a cell."""
    text = f"regexp_replace({cell(column)}, '{_MINUS}', '-', 'g')"
    return f"regexp_replace({text}, '[^0-9.,+()-]|[.,]-+$', '', 'g')"


def _decimal(con: duckdb.DuckDBPyConnection, relation: str, column: str, fallback: str) -> tuple[str, bool]:
    """The decimal sign of a column, and whether it had to be taken on trust."""
    x = f"rtrim({bare(column)}, '-)')"
    rows = con.execute(
        f"""WITH cells AS (SELECT {x} AS x FROM {relation} WHERE {column} IS NOT NULL)
        SELECT count_if(regexp_matches(x, '\\..*,|,\\d{{0,2}}$|,\\d{{4,}}$|^-?0,|\\.\\d{{3}}\\.')
            AND NOT regexp_matches(x, ',.*\\.|,\\d{{3}},')),
        count_if(regexp_matches(x, ',.*\\.|\\.\\d{{0,2}}$|\\.\\d{{4,}}$|^-?0\\.|,\\d{{3}},')
            AND NOT regexp_matches(x, '\\..*,|\\.\\d{{3}}\\.')),
        count_if(contains(x, ',')), count_if(contains(x, '.')) FROM cells"""
    ).fetchall()[0]
    comma, point, with_comma, with_point = rows
    if comma != point:
        return ("," if comma > point else "."), bool(comma and point)
    if not with_comma and not with_point:
        return ".", False
    return fallback, True


def _written(asked: NumberColumn, decimal: str, *, other: str) -> NumberStyle:
    """Read with one decimal sign; a cell that can only be meant with the other one, with that.

    Args:
        asked: a column of text.
        decimal: the sign; the other one, blanks and apostrophes part thousands.
        other: the sign for cells that make no sense with the first; empty sets such rows aside.
    """
    text = f"regexp_replace({cell(asked.column)}, '{_MINUS}', '-', 'g')"
    grouped = f"'(\\d){_SPACES.replace(chr(39), chr(39) * 2)}(\\d{{3}})', '\\1\\2', 'g'"
    text = f"regexp_replace(regexp_replace({text}, {grouped}), {grouped})"
    sign = f"nullif(trim(regexp_replace(t_{asked.name}, '{_DIGITS}', '', 'g')), '')"
    bare = f"regexp_replace(t_{asked.name}, '[^0-9.,+()-]', '', 'g')"
    for pattern, kept in (("[.,]-+$", ""), ("^\\((.*)\\)$", "-\\1"), ("^(.*\\d)-$", "-\\1")):
        bare = f"regexp_replace({bare}, '{pattern}', '{kept}')"
    cases = " ".join(_case(f"k_{asked.name}", each) for each in (decimal, other) if each)
    return NumberStyle(f"CASE {cases} END", text, bare, sign, decimal)


def _case(core: str, decimal: str) -> str:
    parting = "." if decimal == "," else ","
    valid = f"regexp_full_match({core}, '{_GROUPED[decimal]}') AND regexp_matches({core}, '\\d')"
    return (
        f"WHEN {valid} THEN TRY_CAST(replace(replace({core}, '{parting}', ''), '{decimal}', '.') AS {WIDE})"
    )

"""The numbers, amounts and currencies of a sheet."""

from __future__ import annotations

from treue.errors import Keyed
from treue.facts import Kind
from treue.sources.contract import Question
from treue.sources.files import cells
from treue.sources.files.cells import literal
from treue.sources.files.draft import Draft, of_order
from treue.sources.files.fields import Field, Reading
from treue.sources.files.numbers import NumberColumn, NumberStyle, number_style

_NUMBERS = (Reading.MONEY, Reading.PRICE, Reading.NUMBER)
_COMMA_CURRENCIES = ("EUR", "CHF", "PLN", "CZK", "SEK", "NOK", "DKK")
_STORED_UNITS = ("_minor", "_milli", "_bp")
_TAKEN_OFF = ("discount", "voucher")  # a minus before what is taken off says the same twice


def read_numbers(draft: Draft) -> str:
    """Add each number in its stored unit; unit prices stay exact as `n_<field>`.

    Returns:
        SQL of the row's currency: a constant where no cell says any.
    """
    styles = {name: _style(draft, name) for name in draft.fields(*_NUMBERS)}
    currency = _currency(draft, styles)
    for name, style in styles.items():
        _store(draft, name, draft.fields()[name], style)
    if draft.recognised.kind == "order_lines":
        _line_amount(draft, styles)
    return currency


def _style(draft: Draft, name: str) -> NumberStyle:
    column, type_ = draft.column(name)
    comma = draft.recognised.sheet.delimiter in (";", "") and draft.default_currency in _COMMA_CURRENCIES
    asked = NumberColumn(draft.relation, column, type_, name)
    style = number_style(draft.con, asked, draft.told.decimal, "," if comma else ".")
    if style.doubtful:
        _doubt_decimal(draft, name, style)
    if style.text:
        draft.texts.append(f"{style.text} AS t_{name}")
        draft.bare.append(f"{style.bare} AS k_{name}")
        draft.cells.append(f"{style.sign} AS sign_{name}")
    draft.cells += [f"{style.value} AS n_{name}", f"{cells.filled(column, type_)} AS has_{name}"]
    draft.break_rule("not_a_number", f"has_{name} AND n_{name} IS NULL")
    return style


def _doubt_decimal(draft: Draft, name: str, style: NumberStyle) -> None:
    header = draft.recognised.header(name)
    draft.doubt(
        Question(
            "decimal",
            f'{draft.label}: is the decimal sign in {header} "," or "."?',
            (",", "."),
            style.decimal,
            "decimal",
        ),
        Keyed(
            "doubtful_decimal",
            '{file}, column {column}: the decimal sign cannot be told; took "{decimal}". '
            'Write decimal = "," or "." in treue.toml.',
            file=draft.label,
            column=header,
            decimal=style.decimal,
        ),
    )


def _currency(draft: Draft, styles: dict[str, NumberStyle]) -> str:
    """SQL of the row's code, by its column, else by the sign beside its money, else the default."""
    default = draft.default_currency
    draft.codes.add(default)
    said = [_stated(draft, name) for name in draft.fields(Reading.CURRENCY)]
    said += [code for name, style in styles.items() if style.text and (code := _beside(draft, name, style))]
    if said:
        return f"coalesce({', '.join(said)}, {literal(default)})"
    if draft.has_money and not draft.told.currency and not draft.around.terms.currency:
        english = "{file}: no currency column; amounts are taken as {currency}."
        draft.around.say(Keyed("no_currency", english, file=draft.label, currency=default))
    return literal(default)


def _stated(draft: Draft, name: str) -> str:
    """SQL of the code in a column of its own."""
    expression = cells.text(*draft.column(name))
    found = cells.codes(draft.con, draft.relation, expression)
    draft.cells.append(f"{expression} AS said_{name}")
    if draft.has_gaps(f"({expression} IS NOT NULL)"):
        draft.whole.append(of_order(f"said_{name}"))
    draft.codes |= set(found.known.values())
    code = cells.code_of(f"said_{name}", found)
    draft.break_rule("unknown_currency", f"said_{name} IS NOT NULL AND {code} IS NULL")
    return code


def _beside(draft: Draft, name: str, style: NumberStyle) -> str:
    """SQL of the code that stands beside a number; empty if none does, or it is no money."""
    texts = f"(SELECT {style.text} AS t_{name} FROM {draft.relation})"
    found = cells.codes(draft.con, texts, style.sign)
    pieces = draft.fields()[name].reading is Reading.NUMBER
    draft.break_rule("not_a_number", cells.no_unit(f"sign_{name}", found, pieces=pieces))
    if pieces:
        return ""
    draft.codes |= set(found.known.values())
    if found.unknown:
        draft.break_rule("unknown_currency", f"sign_{name} IN ({', '.join(map(literal, found.unknown))})")
    return cells.code_of(f"sign_{name}", found) if found.known else ""


def _store(draft: Draft, name: str, field: Field, style: NumberStyle) -> None:
    if field.reading is Reading.PRICE:
        return
    draft.new.append(f"{_stored(draft, name, field, style)} AS {name}")
    draft.out.append(name)
    draft.break_rule("not_a_number", f"n_{name} IS NOT NULL AND {name} IS NULL")
    if field.required:
        draft.break_rule("missing_value", f"NOT has_{name}")
    if field.column is not None and field.column.minimum is not None:
        total = draft.recognised.kind == "orders" and name == "amount"
        draft.break_rule("negative_total" if total else "out_of_range", f"{name} < {field.column.minimum}")
    if field.column is not None and field.column.maximum is not None:
        draft.break_rule("out_of_range", f"{name} > {field.column.maximum}")


def _stored(draft: Draft, name: str, field: Field, style: NumberStyle) -> str:
    if field.reading is Reading.MONEY:
        return _minor(draft, name, style)
    if field.column is not None and field.column.kind is Kind.NUMBER:
        return f"n_{name}::DOUBLE"
    scale = 1 if _is_stored_unit(draft, name) else field.scale
    if (
        field.column is not None
        and field.column.kind is Kind.BASIS_POINTS
        and scale > 1
        and _is_share(draft, name, style)
    ):
        scale = 10_000
    return f"TRY_CAST(round_even(n_{name} * {scale}, 0) AS BIGINT)"


def _minor(draft: Draft, name: str, style: NumberStyle) -> str:
    if _is_stored_unit(draft, name):
        return f"CASE WHEN n_{name} = trunc(n_{name}) THEN TRY_CAST(n_{name} AS BIGINT) END"
    value = f"abs(n_{name})" if name in _TAKEN_OFF else f"n_{name}"
    return cells.minor(value, "currency", draft.codes, is_plain=style.is_plain)


def _is_stored_unit(draft: Draft, name: str) -> bool:
    return draft.recognised.header(name).lower().endswith(_STORED_UNITS)


def _is_share(draft: Draft, name: str, style: NumberStyle) -> bool:
    """Whether VAT rates are written 0.19, not 19."""
    source = draft.relation
    if style.text:
        texts = f"(SELECT {style.text} AS t_{name} FROM {draft.relation})"
        source = f"(SELECT *, {style.bare} AS k_{name} FROM {texts})"
    top = draft.con.execute(f"SELECT max({style.value}) FROM {source}").fetchall()[0][0]
    return top is not None and 0 < top < 1


def _line_amount(draft: Draft, styles: dict[str, NumberStyle]) -> None:
    """What a line was charged: as stated, else quantity times price, rounded once, less its discount."""
    columns = draft.recognised.columns
    discount = "coalesce(discount, 0)" if "discount" in columns else "0"
    if "line_amount" in columns:
        draft.new += [
            f"{_minor(draft, 'line_amount', styles['line_amount'])} AS amount",
            f"amount + {discount} AS price",
        ]
        draft.break_rule("not_a_number", "n_line_amount IS NOT NULL AND amount IS NULL")
    else:
        product = "TRY(TRY_CAST(n_quantity AS DECIMAL(16,6)) * n_unit_price)"
        price = cells.minor(product, "currency", draft.codes)
        draft.new += [f"{price} AS price", f"price - {discount} AS amount"]
        known = "n_quantity IS NOT NULL AND n_unit_price IS NOT NULL"
        draft.break_rule("not_a_number", f"{known} AND price IS NULL")
    priced = "line_amount" if "line_amount" in columns else "unit_price"
    draft.new.append(f"coalesce(n_{priced}, 0) = 0 AS unpriced")
    draft.out += ["price", "amount", "unpriced"]

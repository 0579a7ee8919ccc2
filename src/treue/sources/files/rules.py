"""The rules by which a row is set aside, each with the sentence that people read."""

from __future__ import annotations

RULES: dict[str, str] = {
    "nul_byte": "The line holds a zero byte; text has none.",
    "undecodable": "The line holds bytes that are no letters in the file's encoding.",
    "line_too_long": "The line is longer than 1 MiB.",
    "quote_never_closed": "A quotation mark opens a cell that never ends.",
    "broken_line": "The line cannot be cut into cells.",
    "wrong_field_count": "The line has more or fewer cells than the header.",
    "missing_time": "The row does not say when.",
    "impossible_date": "The date does not exist, is before 1970 or lies in the future.",
    "missing_value": "A cell that the table needs is empty.",
    "not_a_number": "Text stands where a number is expected, or the number is too large.",
    "unknown_currency": "The currency code is not in ISO 4217.",
    "negative_total": "An order's total is zero or more; put refunds in refunds.csv.",
    "out_of_range": "A number is smaller or larger than its column allows.",
    "off_scale": "A score is outside its survey's scale: 0 to 10 for nps, csat and ces.",
    "unknown_choice": "A word is none of those its column allows.",
    "duplicate": "The line has an order number and equals an earlier line in every column.",
    "repeated_order": "The order number comes again further down; the last row holds.",
    "stock_movement": "Goods left at no price and without a cancellation: a correction of stock, no sale.",
}

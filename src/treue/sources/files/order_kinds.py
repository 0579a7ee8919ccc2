"""What kind of order it is: by marketplace, business, staff and test signs; SQL only."""

from __future__ import annotations

from treue.sources.files.cells import literal

_MARKETPLACES = "amazon|ebay|otto|kaufland|zalando|etsy|real\\.de|hood"
_MARKETPLACE_MAIL = (
    "@(.+\\.)?(marketplace\\.amazon\\.[a-z.]+|members\\.ebay\\.[a-z.]+|marktplatz\\.otto\\.de"
    "|kaufland-online\\.de|message\\.zalando\\.[a-z]+)$"
)
_TEST_MAIL = "^(test|tester|testkunde|bogus)([._+-].*)?@|@(.+\\.)?(test|invalid|localhost)$"
_TEST_PAYMENT = "bogus|^test|testzahlung"
_TEST_NAME = "^(test|testkunde|testbestellung|test customer|test order)$"


def order_kind(have: set[str], staff: tuple[str, ...]) -> str:
    """SQL of the kind of a row; the first sign that speaks decides, a plain sale is `shop`.

    Args:
        have: the fields the rows have.
        staff: mail domains and customer groups of the shop's own people.
    """
    signs = {
        "test": [_like("payment_method", _TEST_PAYMENT, have), _like("address", _TEST_MAIL, have),
                 _test_name("group", have), _test_name("customer", have)],
        "staff": [_among_staff(have, staff)],
        "marketplace": [_like("channel", _MARKETPLACES, have), _like("address", _MARKETPLACE_MAIL, have)],
        "business": [_said("vat_id", have), _said("company", have)],
    }  # fmt: skip
    cases = [
        f"WHEN {' OR '.join(filter(None, conditions))} THEN {literal(kind)}"
        for kind, conditions in signs.items()
        if any(conditions)
    ]
    stated = ["kind"] if "kind" in have else []
    found = [*stated, *([f"CASE {' '.join(cases)} END"] if cases else [])]
    return f"coalesce({', '.join(found)}, 'shop')" if found else "'shop'"


def _like(name: str, pattern: str, have: set[str]) -> str:
    return f"regexp_matches(lower(\"{name}\"), '{pattern}')" if name in have else ""


def _test_name(name: str, have: set[str]) -> str:
    # The quick question first: the pattern is asked of a million numbers otherwise.
    found = _like(name, _TEST_NAME, have)
    return f"(starts_with(lower(\"{name}\"), 'test') AND {found})" if found else ""


def _said(name: str, have: set[str]) -> str:
    return f'"{name}" IS NOT NULL' if name in have else ""


def _among_staff(have: set[str], staff: tuple[str, ...]) -> str:
    listed = ", ".join(literal(each.lower().removeprefix("@")) for each in staff)
    parts = {"address": "split_part(address, '@', 2)", "group": 'lower("group")'}
    signs = [f"{sql} IN ({listed})" for name, sql in parts.items() if name in have and staff]
    return " OR ".join(signs)

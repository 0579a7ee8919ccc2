"""Which columns of a sheet hold names and addresses, beside those that facts are made of."""

from __future__ import annotations

from dataclasses import replace

from treue.sources.contract import FileMapping, Taken
from treue.sources.files.contact_words import BARE_NAME, PARTS, rank
from treue.sources.files.profile import Look
from treue.sources.files.recognise import Recognised, told_places
from treue.sources.files.words import folded

KINDS = ("customers", "orders", "order_lines", "consents")
"""Kinds of input that tell who somebody is and how they are reached."""

_ARTICLES = {"product", "name", "quantity", "unit_price", "line_amount", "category", "brand"}
"""Fields of things bought: beside them a bare "Name" is an article's."""
_BESIDE = {"first_name", "street", "postcode", "town", "phone"}
"""Parts beside which a bare "Name" is a person's."""
_HALF = 0.5


def with_contacts(recognised: Recognised, looks: list[Look], told: FileMapping) -> Recognised:
    """The same sheet, with the columns that say who somebody is.

    Args:
        recognised: what facts are made of; of columns taken there only company and country are a contact's.
        looks: of each column.
        told: by mapping; `columns = {first_name = "Rufname"}` names a part of a contact.
    """
    sheet = recognised.sheet
    if recognised.kind not in KINDS or not sheet.headed:
        return recognised
    places = {part: (place, "told") for part, place in told_places(sheet, told).items() if part in PARTS}
    taken = {sheet.columns.index(column) for column in recognised.columns.values()}
    taken |= {place for place, _ in places.values()}
    for _, part, place in sorted(_named(recognised, looks)):
        if part not in places and place not in taken:
            places[part] = (place, "named")
            taken.add(place)
    _settle_names(recognised, places)
    if "house_number" in places and "street" not in places:
        places.pop("house_number")
    meanings = {place: (part, sure) for part, (place, sure) in places.items()}
    shown = tuple(
        Taken(each.file, each.column, *meanings[place]) if place in meanings else each
        for place, each in enumerate(recognised.taken)
    )
    columns = {part: sheet.columns[place] for part, (place, _) in places.items()}
    columns |= {
        name: recognised.columns[name] for name in ("company", "country") if name in recognised.columns
    }
    return replace(recognised, contacts=columns, taken=shown)


def _named(recognised: Recognised, looks: list[Look]) -> list[tuple[int, str, int]]:
    """(rank, part, place) of every header that names a part and whose cells can be it."""
    found = []
    for place, header in enumerate(recognised.sheet.headers):
        for part in PARTS:
            known = rank(folded(header), part)
            if known is not None and _fits(part, looks[place]):
                found.append((known, part, place))
    return found


def _fits(part: str, look: Look) -> bool:
    """A name is no number, no address and no time; where nothing stands nothing speaks against it."""
    if part in ("house_number", "postcode", "phone"):
        return look.addresses < _HALF
    return look.numbers < _HALF and look.addresses < _HALF and look.times < _HALF


def _settle_names(recognised: Recognised, places: dict[str, tuple[int, str]]) -> None:
    """Whether a bare "Name" is a person's, an article's, or the family name beside "Vorname"."""
    place, sure = places.get("full_name", (-1, ""))
    if sure != "named" or folded(recognised.sheet.headers[place]) != BARE_NAME:
        return
    is_of_customers = recognised.kind == "customers"
    is_article = recognised.kind == "order_lines" or bool(_ARTICLES & set(recognised.columns))
    if not is_of_customers and (is_article or not _BESIDE & set(places)):
        del places["full_name"]
    elif "first_name" in places and "last_name" not in places:
        places["last_name"] = places.pop("full_name")

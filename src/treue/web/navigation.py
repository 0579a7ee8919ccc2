"""The places one can go to, in the order in which a day goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the way through the pages.

    Args:
        name: of the url and of its word.
        also: other urls that belong there.
        for_admins: whether only they see it.
    """

    name: str
    also: tuple[str, ...] = ()
    for_admins: bool = False


PLACES = (
    Place("today"),
    Place("customers", ("customer", "customer_contacts", "customer_forget")),
    Place("groups"),
    Place("forecast"),
    Place("audiences"),
    Place("tasks", ("task_new",)),
    Place("reconciliation"),
    Place("data", ("delivery", "source_new"), for_admins=True),
    Place("settings", also=("users", "user", "keys", "limits"), for_admins=True),
    Place("log", for_admins=True),
)

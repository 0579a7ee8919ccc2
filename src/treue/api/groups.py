"""Groups of customers, with how many are in each and what they come to."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from ninja import Router

from treue.api.answers import Group, Groups
from treue.api.doors import Key
from treue.api.keys import READ
from treue.api.shop import figures
from treue.loop.shelf import Opened
from treue.segments.names import SEGMENTS, TIERS, Name
from treue.segments.phases.names import PHASES

router = Router(auth=Key(READ), tags=["segments"])
_KEPT = "api:segments"
_SUMS = ("orders", "revenue_minor", "margin_minor", "profit_minor", "value_minor", "at_stake_minor")


@router.get(
    "", response=Groups, operation_id="segments", summary="Tiers, segments, phases, kinds of customers"
)
def segments(request: HttpRequest) -> Groups:
    """Each way of grouping, with sizes and sums; phases also count who has not ordered yet."""
    del request
    opened = figures()
    return opened.kept.get(_KEPT, lambda: _all(opened))


def _all(opened: Opened) -> Groups:
    run = opened.run
    return Groups(
        run=opened.name,
        currency=run.currency,
        until=run.until,
        tiers=_groups(opened, "tier", "customers", TIERS),
        segments=_groups(opened, "rfm_segment", "customers", SEGMENTS),
        phases=_groups(opened, "phase", "phases LEFT JOIN customers USING (customer)", PHASES),
        kinds=_groups(
            opened, "cluster", "cluster_members LEFT JOIN customers USING (customer)", _kinds(opened)
        ),
    )


def _kinds(opened: Opened) -> list[Name]:
    if "clusters" not in opened.tables:
        return []
    found = opened.rows("SELECT cluster, name_en, name_de FROM clusters ORDER BY cluster")
    return [Name(str(key), str(english), str(german)) for key, english, german in found]


def _groups(opened: Opened, column: str, source: str, names: Iterable[Name]) -> list[Group]:
    """Those with somebody in them, in the order of their names."""
    if source.split(maxsplit=1)[0] not in opened.tables:
        return []
    sums = ", ".join(f"sum({each})::BIGINT" for each in _SUMS)
    found = opened.rows(f"SELECT {column}::VARCHAR, count(*), {sums} FROM {source} GROUP BY 1")
    rows = {str(row[0]): dict(zip(("customers", *_SUMS), row[1:], strict=True)) for row in found}
    return [
        Group.model_validate(
            {"name": each.key, "english": each.english, "german": each.german}
            | rows[each.key]
            | {"orders": rows[each.key]["orders"] or 0}
        )
        for each in names
        if each.key in rows
    ]

"""What belongs to the shop and to nobody: articles, stock, advertising, the calendar."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.telling.rows import Rows, maybe, pick, rows_of, text
from treue.simulation.world.chance import About, Chance, IntArray
from treue.simulation.world.days import events
from treue.simulation.world.play import World

_COLOURS = ("Natur", "Blau", "Grün", "Rot", "Schwarz", "Weiß", "Sand", "Rosé")
_BRANDS = ("Hausmarke", "Lindquist", "Ostwind", "Marelle", "Nordfaden")
_MOST_PIECES = 240


def tell_shop(world: World, span: range) -> list[Rows]:
    """Everything about the shop that becomes known on these days; in the first block only.

    Articles that are older than the facts become known on their first day.
    """
    if world.plan.block:
        return []
    return [*_products(world, span), *_spend(world, span), *_calendar(world, span)]


def tell_stock(world: World, span: range) -> list[Rows]:
    """What there was of each article that is out, at the end of each day; in the first block only."""
    if world.plan.block:
        return []
    variants, models = world.terms.range.variants, len(world.catalogue)
    article = np.arange(models * variants)
    day = np.repeat(np.arange(span.start, span.stop), len(article))
    every = np.tile(article, len(span))
    model = every // variants
    is_out = world.catalogue.launched[model, every % variants] <= day
    day, every, model = day[is_out], every[is_out], model[is_out]
    gone = world.days.out[day - world.days.first, model] > 0
    there = Chance(world.plan.seed).between(1, _MOST_PIECES, About.OUT, every, day // 3, 1)
    return [
        rows_of(
            "stock",
            day,
            {
                "product": world.article_numbers.take(every),
                "day": day,
                "quantity_milli": np.where(gone, 0, there) * 1000,
            },
        )
    ]


def _products(world: World, span: range) -> list[Rows]:
    """Articles as they come out, at the prices of that year; later ones stand in the order lines."""
    catalogue, variants, numbers = world.catalogue, world.terms.range.variants, world.article_numbers
    launched = np.maximum(catalogue.launched.ravel(), world.plan.first)
    at = np.flatnonzero((launched >= span.start) & (launched < span.stop))
    model, variant, day = at // variants, at % variants, launched[at]
    years, place = np.unique(world.days.year[day - world.days.first], return_inverse=True)
    names = pick(world.terms.shop.categories, catalogue.category[model])
    return [
        rows_of(
            "products",
            day,
            {
                "product": numbers.take(at),
                "name": pc.binary_join_element_wise(names, text(model + 1), pick(_COLOURS, variant % 8), " "),
                "category": names,
                "brand": pick(_BRANDS, model % len(_BRANDS)),
                "list_price_minor": catalogue.price_in(years)[place, model],
                "unit_cost_minor": maybe(
                    catalogue.cost_in(years)[place, model], catalogue.is_cost_known[model]
                ),
                "currency": "EUR",
                "vat_bp": catalogue.vat_bp[model],
                "launch_day": catalogue.launched[model, variant],
                "traits": _traits(world, model),
            },
        )
    ]


def _traits(world: World, model: IntArray) -> pa.Array:
    """Comma-separated; a refill names the first variant of what it refills."""
    catalogue, said = world.catalogue, []
    for each in model:
        words = [word for word, has in (
            ("sustainable", catalogue.is_sustainable[each]), ("bundle", catalogue.is_bundle[each]),
        ) if has]  # fmt: skip
        if (filled := catalogue.refill_of[each]) >= 0:
            words.append(f"refill:{world.article_numbers[int(filled) * world.terms.range.variants]}")
        said.append(",".join(words) or None)
    return pa.array(said, pa.string())


def _spend(world: World, span: range) -> list[Rows]:
    """One row per day and paid channel."""
    arrivals, paid = (
        world.arrivals,
        [place for place, each in enumerate(world.terms.channels) if each.daily > 0],
    )
    days = np.arange(span.start, span.stop)
    day, place = np.repeat(days, len(paid)), np.tile(np.array(paid, np.int64), len(days))
    return [
        rows_of(
            "spend",
            day,
            {
                "day": day,
                "channel": pick([each.name for each in world.terms.channels], place),
                "campaign": "",
                "cost_minor": arrivals.spend[day - arrivals.first, place],
                "currency": "EUR",
            },
        )
    ]


def _calendar(world: World, span: range) -> list[Rows]:
    """Holidays, promotions and new prices."""
    told = events(world.terms, span.start, len(span))
    day = np.array([each[0] for each in told], np.int64)
    return [
        rows_of(
            "calendar",
            day,
            {
                "day": day,
                "event": pa.array([each[1] for each in told], pa.string()),
                "country": "",
                "kind": pa.array([each[2] for each in told], pa.string()),
            },
        )
    ]

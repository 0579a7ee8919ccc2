"""What kind of shop it is: every number a world is made of, read from a preset.

Each section of a preset's TOML file is one class here; the file says where each number comes from.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from treue.errors import BadOption

PRESETS = ("fashion", "grocery", "cosmetics", "electronics", "subscription")

Numbers = tuple[float, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shop:
    """The shop itself.

    Args:
        name: shown in titles.
        categories: of its articles; the first ones are bought most.
        reduced: of these, categories at the reduced VAT rate.
        service_hour: what an hour of service costs, whole currency units.
        values: what the shop stands for: the six values of the radar, 1 to 5.
    """

    name: str
    categories: tuple[str, ...]
    reduced: tuple[str, ...]
    service_hour: float
    values: Numbers


@dataclass(frozen=True, slots=True)
class People:
    """Who comes, and how they differ.

    Args:
        growth: newcomers a day at the end of two years against their start.
        never_buy: share who register and never order.
        guests: share without an account.
        guest_orders: share of orders that people with an account place as guests.
        two_accounts: share of people with an account who open a second one.
        abroad: share who live in Austria.
        gap_days: median of people's mean gaps between orders, while they are customers.
        gap_spread: standard deviation of its logarithm.
        steps: shares of people whose gaps are made of one, two, three ... steps (Erlang): chance to rhythm.
        leave: median chance to leave for good after an order, nothing having gone wrong.
        leave_spread: standard deviation of its logit.
        stay_days: mean lifetime, whatever is ordered.
        season: standard deviation of how strongly people follow the season; 1 is the mean.
        abandon: median share of checkouts that end without an order.
        known: R2 of latent traits on what can be seen of people.
    """

    growth: float
    never_buy: float
    guests: float
    guest_orders: float
    two_accounts: float
    abroad: float
    gap_days: float
    gap_spread: float
    steps: Numbers
    leave: float
    leave_spread: float
    stay_days: float
    season: float
    abandon: float
    known: float


@dataclass(frozen=True, slots=True)
class Range:
    """What is sold.

    Args:
        models: articles, variants (colours, sorts, editions) not counted.
        variants: of each; they come out one after the other at the same price.
        price: median list price, gross, whole units.
        price_spread: standard deviation of its logarithm.
        margin: mean share of the net price that stays.
        margin_spread: its standard deviation.
        cost_unknown: share of articles whose purchase price the shop never entered.
        staple: chance that a line is the customer's own staple; one for all, or one a category it may be of.
        favourite: chance that another line is of the staple's category.
        more_lines: median over people of their mean lines beyond the first.
        lines_spread: standard deviation of the logarithm of people's own mean.
        more_pieces: chance of a second (and its square of a third) piece of a line.
        refills: share of models that are refills of another.
        bundles: share of models that are bundles.
        sustainable: share of models that are sustainable.
        price_rise: a year, on New Year's Day.
        out: share of days on which a model is out of stock.
    """

    models: int
    variants: int
    price: float
    price_spread: float
    margin: float
    margin_spread: float
    cost_unknown: float
    staple: float | tuple[float, ...]
    favourite: float
    more_lines: float
    lines_spread: float
    more_pieces: float
    refills: float
    bundles: float
    sustainable: float
    price_rise: float
    out: float


@dataclass(frozen=True, slots=True)
class Season:
    """When people buy.

    Args:
        by_month: twelve factors.
        by_weekday: seven factors, Monday first.
        shock: standard deviation of the logarithm of what moves all customers alike for weeks.
        promotions: a year; each lasts a week.
        promotion_cut: share off everything in a promotion.
        promotion_pull: by how much the most price-sensitive half orders more then.
    """

    by_month: Numbers
    by_weekday: Numbers
    shock: float
    promotions: int
    promotion_cut: float
    promotion_pull: float


@dataclass(frozen=True, slots=True)
class Service:
    """What happens after an order, and what it costs.

    Args:
        promised: days to the promised delivery.
        late: share of parcels that come later; more in busy weeks.
        defect: share of orders with a defect article.
        returns: median share of orders of which something is sent back.
        returns_spread: standard deviation of its logit.
        back: share of the further lines of such an order that go back too.
        slow_refund: share of refunds that take longer than two weeks.
        handling: of a returned line, whole units.
        shipping: what a parcel costs the shop, net.
        charge: what the customer pays for it, gross, below `free_from`.
        free_from: order value before discounts from which shipping is free.
        fee: of payments that are no invoices, share of the amount.
        invoice: share of orders on invoice.
        unpaid: share of invoices never paid.
        tickets: per order in which nothing went wrong.
        minutes: mean time spent on a ticket, beyond the first minute.
        slow_answer: share of tickets answered after more than a day.
        points: worth of the points that a line earns, whole units.
        redeemers: share of people who redeem them.
    """

    promised: int
    late: float
    defect: float
    returns: float
    returns_spread: float
    back: float
    slow_refund: float
    handling: float
    shipping: float
    charge: float
    free_from: float
    fee: float
    invoice: float
    unpaid: float
    tickets: float
    minutes: float
    slow_answer: float
    points: float
    redeemers: float


@dataclass(frozen=True, slots=True)
class Effects:
    """What frictions truly do: the chance that they drive a customer away for good.

    Args:
        late: a late parcel.
        defect: a defect article.
        slow_refund: money back late.
        slow_answer: a question that waits.
        out: a staple that is out of stock; half of these intents are lost for the day.
        abandoned: a checkout that ends without an order.
    """

    late: float
    defect: float
    slow_refund: float
    slow_answer: float
    out: float
    abandoned: float


@dataclass(frozen=True, slots=True)
class Contact:
    """Messages, and how people react to them.

    Args:
        subscribed: share who take the newsletter when they come.
        every_days: between newsletters of the mailing tool beside us.
        mail_cost: of one message, whole units.
        helped: share whom a message brings to order.
        annoyed: share whom it annoys (sleeping dogs); the rest does not care.
        lift: mean rise of the hazard of those it helps, in its window.
        drive_away: chance that a message makes an annoyed customer leave for good.
        withdraw: chance that a newsletter makes a subscriber withdraw.
        needs: share who order because of a voucher.
        takes: share who would have ordered anyway and take it.
        voucher_lift: mean rise of the hazard of those who need it.
        voucher_cut: share of the goods.
        codes: share of orders with a code found elsewhere, of those who take vouchers.
        known: R2 of these reactions on what can be seen of people.
    """

    subscribed: float
    every_days: int
    mail_cost: float
    helped: float
    annoyed: float
    lift: float
    drive_away: float
    withdraw: float
    needs: float
    takes: float
    voucher_lift: float
    voucher_cut: float
    codes: float
    known: float


@dataclass(frozen=True, slots=True)
class Surveys:
    """Who says something.

    Args:
        nps: share of orders after which a question is answered.
        reviews: share of orders with a review.
        values: share of people who answer the questionnaire on values.
        tracked: share of people whose visits may be followed.
        visit_days: how many days visits and baskets are kept.
        calls: calls or letters per ticket.
    """

    nps: float
    reviews: float
    values: float
    tracked: float
    visit_days: int
    calls: float


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in which customers are won.

    Args:
        name: as in `customers` and `spend`.
        organic: relative number who come by it without any spend.
        paid: relative number whom its usual spend brings.
        daily: usual spend a day per 1,000 customers of the world, whole units; 0 for a free channel.
        saturation: newcomers grow with spend to this power, 0 to 1.
    """

    name: str
    organic: float
    paid: float
    daily: float
    saturation: float


@dataclass(frozen=True, slots=True)
class Terms:
    """A preset: everything a world is made of, but its seed, its size and its days."""

    preset: str
    shop: Shop
    people: People
    range: Range
    season: Season
    service: Service
    effects: Effects
    contact: Contact
    surveys: Surveys
    channels: tuple[Channel, ...]


_SECTIONS: Mapping[str, type] = MappingProxyType(
    {
        "shop": Shop, "people": People, "range": Range, "season": Season, "service": Service,
        "effects": Effects, "contact": Contact, "surveys": Surveys,
    }
)  # fmt: skip


def preset(name: str) -> Terms:
    """A preset that is shipped.

    Raises:
        BadOption: there is none of that name.
    """
    if name not in PRESETS:
        raise BadOption(f"There is no preset {name!r}; there are {', '.join(PRESETS)}.")
    text = files(__package__).joinpath(f"presets/{name}.toml").read_text(encoding="utf-8")
    return terms_of(name, text)


def terms_of(name: str, text: str) -> Terms:
    """A preset from its TOML text.

    Raises:
        BadOption: a section or number is missing, or one is there that nobody knows.
    """
    told = tomllib.loads(text)
    channels = tuple(_section(Channel, name, each) for each in told.pop("channels", []))
    if unknown := set(told) ^ set(_SECTIONS):
        raise BadOption(f"Preset {name}: section {min(unknown)!r} is missing or unknown.")
    sections: dict[str, Any] = {key: _section(kind, name, told[key]) for key, kind in _SECTIONS.items()}
    return Terms(preset=name, channels=channels, **sections)


def _section(kind: type[T], name: str, told: Mapping[str, object]) -> T:
    wanted = {each.name for each in fields(kind)}  # type: ignore[arg-type]  # all of _SECTIONS are
    if unknown := wanted ^ set(told):
        raise BadOption(f"Preset {name}, {kind.__name__.lower()}: {min(unknown)!r} is missing or unknown.")
    return kind(**{key: tuple(each) if isinstance(each, list) else each for key, each in told.items()})

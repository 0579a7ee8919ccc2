"""Who the customers are: latent traits, each a pure function of seed and number, partly visible."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np
from scipy.special import expit, logit, ndtr

from treue.simulation.world.arrivals import Arrivals
from treue.simulation.world.catalogue import Catalogue
from treue.simulation.world.chance import About, BoolArray, Chance, FloatArray, IntArray
from treue.simulation.world.terms import Terms

TRAITS = (
    "rhythm", "leave", "basket", "price", "novelty", "season", "returns", "service", "abandon",
    "contact", "voucher", "sustainability", "quality", "tradition",
)  # fmt: skip
"""Latent traits that differ from person to person, each standard normal."""

VALUES = ("quality", "price", "sustainability", "novelty", "tradition", "service")
"""The six values of the radar, in the order of every profile."""

_SEEN, _DRAWN, _PLAIN = 0, 100, 200  # blocks of trait numbers: loadings, latent parts, everything else
_MOST_HAZARD = 0.8
_PRICE_IN_VOUCHERS = 0.7  # how much the visible part of the reaction to vouchers is price sensitivity
_SPREAD_OF_VALUES, _LINKED = 0.75, 0.8


@dataclass(frozen=True, slots=True)
class People:
    """Customers; arrays of shape (n,) but `values`.

    Args:
        number: counts customers in the order of coming; what every draw about them hangs on.
        joined: day of the first contact, and of the first order of who buys; days since 1970-01-01.
        channel: place in the preset's channels.
        is_buyer: the rest registers and never orders.
        has_account: the rest orders as guest.
        has_second: uses a second account from the third order on.
        is_abroad: lives in Austria.
        subscribed: takes the newsletter from the start.
        is_tracked: visits may be followed.
        steps: to an order: one is chance, many are a rhythm (Erlang gaps).
        hazard: of a step on a usual day.
        leave: chance to leave for good after an order in which nothing went wrong.
        daily_leave: chance to leave on a day, whatever happens.
        season: how strongly the season is followed, 1 on average.
        pull: factor of the rise of the hazard in a promotion, 0 for half.
        novelty: chance to take the newest variant of a model.
        more_lines: mean lines beyond the first.
        staple: model bought again and again.
        variant: the one usually taken, place among a model's.
        returns: chance that something of an order goes back.
        abandon: chance that a checkout ends without an order.
        service: factor of tickets and of their minutes.
        late: factor of late parcels, of the region.
        on_invoice: pays on invoice.
        unpaid: chance that an invoice is never paid.
        redeems: has an account and redeems its points; with the other accounts they expire.
        codes: chance that an order uses a code found elsewhere.
        lift: rise of the hazard by a message, 0 for who does not care, below 0 for who is annoyed.
        voucher_lift: rise of the hazard by a voucher; 0 but for who needs it.
        takes: takes a voucher when ordering anyway; so does who needs it.
        values: shape (n, 6), what truly matters, 1 to 5.
        traits: shape (n,) each, standard normal, by name of `TRAITS`.
        seen: the visible part of each, standard normal too.
    """

    number: IntArray
    joined: IntArray
    channel: IntArray
    is_buyer: BoolArray
    has_account: BoolArray
    has_second: BoolArray
    is_abroad: BoolArray
    subscribed: BoolArray
    is_tracked: BoolArray
    steps: IntArray
    hazard: FloatArray
    leave: FloatArray
    daily_leave: FloatArray
    season: FloatArray
    pull: FloatArray
    novelty: FloatArray
    more_lines: FloatArray
    staple: IntArray
    variant: IntArray
    returns: FloatArray
    abandon: FloatArray
    service: FloatArray
    late: FloatArray
    on_invoice: BoolArray
    unpaid: FloatArray
    redeems: BoolArray
    codes: FloatArray
    lift: FloatArray
    voucher_lift: FloatArray
    takes: BoolArray
    values: FloatArray
    traits: Mapping[str, FloatArray] = field(repr=False)
    seen: Mapping[str, FloatArray] = field(repr=False)

    def __len__(self) -> int:
        return len(self.number)

    def at(self, rows: IntArray | BoolArray) -> People:
        """Some of them, or some several times; without `traits` and `seen`, which only the truth tells."""
        plain = {name: getattr(self, name)[rows] for name in _PLAIN_FIELDS}
        return People(**plain, traits={}, seen={})

    def whole(self, rows: IntArray) -> People:
        """Some of them, with `traits` and `seen`."""
        traits, seen = (
            {name: each[rows] for name, each in kept.items()} for kept in (self.traits, self.seen)
        )
        return replace(self.at(rows), traits=traits, seen=seen)


_PLAIN_FIELDS = tuple(each.name for each in fields(People) if each.name not in ("traits", "seen"))


def people_of(terms: Terms, seed: int, number: IntArray, arrivals: Arrivals, catalogue: Catalogue) -> People:
    """The customers of these numbers: the same whoever else is asked for.

    Args:
        terms: the preset.
        seed: of who people are.
        number: shape (n,).
        arrivals: when they come, and by which channel.
        catalogue: of which they have their staple.
    """
    chance, told, contact = Chance(seed), terms.people, terms.contact

    def luck(what: int) -> FloatArray:
        return chance.uniform(About.TRAIT, number, _PLAIN + what)

    joined = arrivals.joined(number)
    upto = arrivals.channels[joined - arrivals.first]
    channel = (luck(0)[:, None] >= upto).sum(axis=1).astype(np.int64)
    is_buyer, has_account = luck(5) >= told.never_buy, luck(1) >= told.guests
    subscribed = is_buyer & (luck(2) < contact.subscribed)
    visible = _visible(terms, chance, channel, has_account, subscribed)
    seen, traits = _traits(terms, chance, number, visible)
    steps = 1 + np.searchsorted(np.cumsum(told.steps)[:-1], luck(3)).astype(np.int64)
    gap = told.gap_days * np.exp(told.gap_spread * traits["rhythm"])
    abandon = expit(logit(told.abandon) + 0.5 * traits["abandon"])
    rank, voucher = ndtr(traits["contact"]), ndtr(traits["voucher"])
    is_needy = voucher >= 1 - contact.needs
    takes = voucher >= 1 - contact.needs - contact.takes
    service = np.minimum(np.exp(0.7 * traits["service"] - 0.245), 3.0)
    staple = _staples(catalogue, luck(4))
    return People(
        number=number,
        joined=joined,
        channel=channel,
        is_buyer=is_buyer,
        has_account=has_account,
        has_second=has_account & (luck(6) < told.two_accounts),
        is_abroad=luck(7) < told.abroad,
        subscribed=subscribed,
        is_tracked=luck(8) < terms.surveys.tracked,
        steps=steps,
        # The mean gap is what it should be although some checkouts end without an order.
        hazard=np.minimum((steps - 1 + 1 / (1 - abandon)) / gap, _MOST_HAZARD),
        leave=expit(logit(told.leave) + told.leave_spread * traits["leave"]),
        daily_leave=np.full(len(number), 1 / told.stay_days),
        season=np.maximum(1 + told.season * traits["season"], 0.0),
        pull=np.maximum(traits["price"], 0.0) / 0.8,  # mean of those above 0: .8
        novelty=expit(-1.2 + 1.3 * traits["novelty"]),
        more_lines=terms.range.more_lines * np.exp(terms.range.lines_spread * traits["basket"]),
        staple=staple,
        variant=(luck(9) ** 1.5 * terms.range.variants).astype(np.int64),
        returns=expit(logit(terms.service.returns) + terms.service.returns_spread * traits["returns"]),
        abandon=abandon,
        service=service,
        late=np.exp(0.4 * chance.normal(About.TRAIT, number, _PLAIN + 10) - 0.08),
        on_invoice=luck(11) < terms.service.invoice,
        unpaid=np.minimum(terms.service.unpaid * 2 * luck(12), 1.0),
        redeems=has_account & (luck(13) < terms.service.redeemers),
        codes=np.where(takes, contact.codes, 0.01),
        lift=_lift(contact.helped, contact.annoyed, contact.lift, rank, luck(14)),
        voucher_lift=np.where(is_needy, contact.voucher_lift * (0.5 + luck(15)), 0.0),
        takes=takes,
        values=_values(terms, chance, number, traits),
        traits=traits,
        seen=seen,
    )


def _visible(
    terms: Terms, chance: Chance, channel: IntArray, has_account: BoolArray, subscribed: BoolArray
) -> FloatArray:
    """Shape (3, n): channel, account and newsletter: what facts show of people from the first day.

    Each has mean 0 and variance 1.
    """
    share = np.array([each.organic + each.paid for each in terms.channels])
    share = share / share.sum()
    scores = chance.normal(About.TRAIT, np.arange(len(share)), _SEEN)
    scores = scores - (scores * share).sum()
    spread = np.sqrt((scores**2 * share).sum())
    account, letter = 1 - terms.people.guests, terms.contact.subscribed * (1 - terms.people.never_buy)
    return np.vstack([
        scores[channel] / max(spread, 1e-9),
        (has_account - account) / np.sqrt(max(account * (1 - account), 1e-9)),
        (subscribed - letter) / np.sqrt(max(letter * (1 - letter), 1e-9)),
    ])  # fmt: skip


def _traits(
    terms: Terms, chance: Chance, number: IntArray, visible: FloatArray
) -> tuple[dict[str, FloatArray], dict[str, FloatArray]]:
    """Trait = root(R2) visible part + root(1 - R2) latent part, both of variance 1."""
    seen: dict[str, FloatArray] = {}
    traits: dict[str, FloatArray] = {}
    loadings: dict[str, FloatArray] = {}
    for place, name in enumerate(TRAITS):
        drawn = chance.normal(About.TRAIT, np.arange(len(visible)), _SEEN + 1 + place)
        loadings[name] = drawn / np.sqrt((drawn**2).sum())
        known, part = terms.people.known, loadings[name] @ visible
        if name in ("contact", "voucher"):
            known = terms.contact.known
        if name == "voucher":  # who looks at prices shows it in promotions
            own, rest = _PRICE_IN_VOUCHERS, np.sqrt(1 - _PRICE_IN_VOUCHERS**2)
            alike = np.sqrt(terms.people.known) * float(loadings[name] @ loadings["price"])
            part = (own * traits["price"] + rest * part) / np.sqrt(1 + 2 * own * rest * alike)
        latent = chance.normal(About.TRAIT, number, _DRAWN + place)
        seen[name] = part
        traits[name] = np.sqrt(known) * part + np.sqrt(1 - known) * latent
    return seen, traits


def _staples(catalogue: Catalogue, luck: FloatArray) -> IntArray:
    return np.searchsorted(catalogue.popularity, luck, side="right").astype(np.int64)


def _lift(helped: float, annoyed: float, mean: float, rank: FloatArray, luck: FloatArray) -> FloatArray:
    """The lowest ranks are annoyed, the highest helped; whom it helps it helps by half to one and a half."""
    rise = np.where(rank >= 1 - helped, mean * (0.5 + luck), 0.0)
    return np.asarray(np.where(rank < annoyed, -0.3 * (0.5 + luck), rise), np.float64)


def _values(terms: Terms, chance: Chance, number: IntArray, traits: Mapping[str, FloatArray]) -> FloatArray:
    """What matters, around a mean half-way between the middle and the shop's own profile."""
    columns = []
    for place, name in enumerate(VALUES):
        own = chance.normal(About.TRAIT, number, _PLAIN + 30 + place)
        drawn = _LINKED * traits[name] + np.sqrt(1 - _LINKED**2) * own
        columns.append((3.0 + terms.shop.values[place]) / 2 + _SPREAD_OF_VALUES * drawn)
    return np.asarray(np.clip(np.column_stack(columns), 1.0, 5.0), np.float64)

"""What a shop has not told us: as warnings beside figures, and by the ids that pages have sentences for."""

from __future__ import annotations

from dataclasses import dataclass

from treue.errors import MissingFigures, TreueWarning
from treue.loop.night.tables import booked_kinds
from treue.value.ledger_terms import LedgerTerms
from treue.value.reconciliation.tables import gaps, gaps_without_lines
from treue.warehouse.engine import Engine
from treue.warehouse.tables import Expression

_FROM_KINDS = {
    "refunds": "refund",
    "shipping": "shipping_paid",
    "payment_fees": "payment_fee",
    "service": "service",
    "contact": "contact",
    "acquisition": "acquisition",
}
"""What is missing -> the kind of entry that would be there if it were told."""

IS_REVENUE = "value is revenue"
"""What a face says where nobody told what any goods cost; a page knows it by the id `costs`."""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What the facts leave open; counts of orders, and net revenue in minor units.

    Args:
        orders: all that count.
        anonymous: without a customer.
        without_amount: nothing charged is known.
        vat_unknown: nobody said whether the amounts include VAT.
        revenue_minor: net goods.
        uncosted_minor: of it, without any cost.
        estimated_minor: of it, with a cost by the margin rate.
    """

    orders: int
    anonymous: int
    without_amount: int
    vat_unknown: int
    revenue_minor: int
    uncosted_minor: int
    estimated_minor: int

    @property
    def has_amounts(self) -> bool:
        """Whether any order says what it cost the customer."""
        return self.without_amount < self.orders

    @property
    def is_revenue(self) -> bool:
        """Whether nobody told what any goods cost, so that value is revenue."""
        return bool(self.uncosted_minor) and self.uncosted_minor == self.revenue_minor


def read_gaps(engine: Engine, orders: Expression, sold: Expression, *, has_lines: bool) -> Gaps:
    """Count what is open.

    Args:
        engine: holds both tables.
        orders: `placed`.
        sold: `sales`.
        has_lines: whether any order says what was in it.
    """
    asked = gaps(orders, sold) if has_lines else gaps_without_lines(orders, sold)
    return Gaps(**engine.read(asked).read_all().to_pylist()[0])


def warnings_of(found: Gaps, terms: LedgerTerms, *, has_minutes: bool) -> tuple[TreueWarning, ...]:
    """What must be said beside every figure.

    Args:
        found: what the facts leave open.
        terms: how the ledger read them.
        has_minutes: whether the facts tell of service.
    """
    if not found.has_amounts:
        return (MissingFigures("no amounts: only orders are forecast, value stays empty."),)
    sentences = (_costs(found, terms), _vat(found, terms), _service(terms, has_minutes), _anonymous(found))
    return tuple(MissingFigures(sentence) for sentence in sentences if sentence)


def missing_ids(
    engine: Engine, entries: Expression, found: Gaps, terms: LedgerTerms, *, has_minutes: bool
) -> tuple[str, ...]:
    """Ids of what is missing, the weightiest first; each sentence of `warnings_of` has one.

    Args:
        engine: holds `entries`.
        entries: `ledger`.
        found: its gaps.
        terms: how the ledger read them.
        has_minutes: whether the facts tell of service.
    """
    if not found.has_amounts:
        return ("amounts",)
    booked = set(engine.read(booked_kinds(entries)).read_all().column("kind").to_pylist())
    open_ = {
        "costs": found.is_revenue,
        "some_costs": bool(found.uncosted_minor) and not found.is_revenue,
        "supposed_costs": not found.uncosted_minor and bool(_costs(found, terms)),
        "vat": bool(found.vat_unknown),
        "vat_rate": not found.vat_unknown and bool(_vat(found, terms)),
        "service_hour": bool(_service(terms, has_minutes)),
        **{name: kind not in booked for name, kind in _FROM_KINDS.items()},
        "anonymous": bool(found.anonymous),
    }
    if open_["service_hour"]:
        open_["service"] = False
    return tuple(name for name, is_open in open_.items() if is_open)


def _costs(found: Gaps, terms: LedgerTerms) -> str:
    if found.is_revenue:
        return f"no purchase prices and no margin: {IS_REVENUE}. Name --margin, a column or a rate: 40%."
    if found.uncosted_minor and found.revenue_minor:
        share = found.uncosted_minor / found.revenue_minor
        return f"{share:.0%} of goods have no purchase price and count with their revenue; --margin helps."
    # Where no goods have a purchase price, the margin is what somebody told us instead.
    is_some = 0 < found.estimated_minor < found.revenue_minor
    if is_some and terms.margin_bp is not None:
        share, rate = found.estimated_minor / found.revenue_minor, terms.margin_bp / 100
        return f"no purchase price for {share:.0%} of goods: they count with your margin of {rate:g} %."
    return ""


def _service(terms: LedgerTerms, has_minutes: bool) -> str:
    if has_minutes and terms.service_hour_minor is None:
        return "minutes of service are known, what an hour costs you is not: name it in [costs] service_hour."
    return ""


def _anonymous(found: Gaps) -> str:
    if not found.anonymous:
        return ""
    return (
        f"{found.anonymous:,} of {found.orders:,} orders have no customer, or one who objects to profiling: "
        "they are in no history."
    )


def _vat(found: Gaps, terms: LedgerTerms) -> str:
    if found.vat_unknown:
        return (
            f"{found.vat_unknown:,} orders do not say whether amounts include VAT, so none came off; "
            "say --prices gross or net."
        )
    if terms.prices == "gross" and terms.country not in terms.vat_bp:
        return (
            f"no VAT rate is known for {terms.country}, so none came off; "
            f'name it in treue.toml: [vat] rates = "{terms.country}=20".'
        )
    return ""

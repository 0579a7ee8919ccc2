"""What an event may say: checked when it arrives, and once more when it becomes facts."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from treue.facts.declared import SCALES
from treue.units import is_currency

MOST_LINES = 1_000
_MOST_MINOR = 10**15
_FIRST_YEAR, _LAST_YEAR = 1990, 2200
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _is_text(told: object) -> object:
    """A bare number might be seconds or milliseconds."""
    if not isinstance(told, date) and not (isinstance(told, str) and _DAY.match(told)):
        raise ValueError("write it as text, as 2026-11-30T09:30:00+01:00")
    return told


def _in_our_time(told: datetime) -> datetime:
    if not _FIRST_YEAR <= told.year <= _LAST_YEAR:
        raise ValueError(f"the year is from {_FIRST_YEAR} to {_LAST_YEAR}")
    return told.astimezone(UTC)


def _day_in_our_time(told: date) -> date:
    if not _FIRST_YEAR <= told.year <= _LAST_YEAR:
        raise ValueError(f"the year is from {_FIRST_YEAR} to {_LAST_YEAR}")
    return told


def _no_nul(told: str) -> str:
    if "\0" in told:
        raise ValueError("text has no zero bytes")
    return told


def _currency(told: str) -> str:
    if not is_currency(told):
        raise ValueError("an ISO 4217 code such as EUR, CHF or GBP")
    return told


Instant = Annotated[AwareDatetime, BeforeValidator(_is_text), AfterValidator(_in_our_time)]
Day = Annotated[date, BeforeValidator(_is_text), AfterValidator(_day_in_our_time)]
Number = Annotated[
    str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True), AfterValidator(_no_nul)
]
Word = Annotated[str, StringConstraints(max_length=200), AfterValidator(_no_nul)]
Text = Annotated[str, StringConstraints(max_length=10_000), AfterValidator(_no_nul)]
Address = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=3, max_length=320, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$"
    ),
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_currency)]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Minor = Annotated[int, Field(strict=True, ge=0, le=_MOST_MINOR)]
Signed = Annotated[int, Field(strict=True, ge=-_MOST_MINOR, le=_MOST_MINOR)]
Count = Annotated[int, Field(strict=True, ge=0, le=10**9)]
Quantity = Annotated[int, Field(strict=True, ge=-(10**12), le=10**12)]
Rate = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Prices = Literal["gross", "net", "unknown"]
OrderKind = Literal["shop", "marketplace", "business", "staff", "test"]
LineKind = Literal["goods", "shipping", "discount", "voucher", "fee", "adjustment"]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Contact(_Shape):
    """How somebody is called and reached; goes to people, never into facts."""

    first_name: Word = ""
    last_name: Word = ""
    company: Word = ""
    phone: Annotated[Word, Field(max_length=80)] = ""
    street: Word = ""
    postcode: Annotated[Word, Field(max_length=20)] = ""
    town: Annotated[Word, Field(max_length=120)] = ""
    country: Country | Literal[""] = ""


class Who(_Shape):
    """Whose it is: the shop's own customer number, a mail address, both, or nobody known."""

    customer: Number | None = None
    address: Address | None = None


class Line(_Shape):
    """An article in an order; amounts are of the whole line."""

    product: Word | None = None
    kind: LineKind = "goods"
    quantity_milli: Quantity | None = None
    price_minor: Signed | None = None
    discount_minor: Signed | None = None
    amount_minor: Signed | None = None
    vat_bp: Rate | None = None
    tax_minor: Signed | None = None
    unit_cost_minor: Minor | None = None


class Order(Who):
    """A purchase, told whole: a later event with the same number replaces it with its lines."""

    number: Number
    ordered_at: Instant | None = None
    currency: Currency
    prices: Prices = "unknown"
    amount_minor: Minor | None = None
    vat_bp: Rate | None = None
    tax_minor: Minor | None = None
    voucher_minor: Minor | None = None
    voucher_code: Word | None = None
    shipping_charged_minor: Minor | None = None
    shipping_paid_minor: Minor | None = None
    payment_fee_minor: Minor | None = None
    unit_costs_minor: Minor | None = None
    margin_minor: Signed | None = None
    channel: Word | None = None
    country: Country | None = None
    promised_day: Day | None = None
    delivered_day: Day | None = None
    status: Word | None = None
    kind: OrderKind = "shop"
    lines: Annotated[list[Line], Field(max_length=MOST_LINES)] = []
    contact: Contact | None = None


class Refund(Who):
    """Money or goods that came back."""

    number: Number
    order: Number | None = None
    position: Annotated[int, Field(strict=True, ge=1, le=MOST_LINES)] | None = None
    refunded_at: Instant | None = None
    returned_day: Day | None = None
    product: Word | None = None
    kind: LineKind = "goods"
    quantity_milli: Quantity | None = None
    prices: Prices = "unknown"
    currency: Currency
    country: Country | None = None
    vat_bp: Rate | None = None
    amount_minor: Signed
    unit_cost_minor: Minor | None = None
    handling_minor: Minor | None = None
    reason: Word | None = None


class Visit(Who):
    """A step of a session on the shop's pages."""

    number: Number
    step: Literal["view", "product", "cart", "checkout", "payment", "purchase"]
    visitor: Word | None = None


class Cart(Who):
    """A basket, or its last change."""

    number: Number
    value_minor: Minor | None = None
    currency: Currency
    order: Number | None = None


class Answer(Who):
    """An answer to a survey."""

    number: Number
    kind: Literal["nps", "csat", "ces", "exit"]
    score: Annotated[int, Field(strict=True, ge=-1_000, le=1_000)] | None = None
    text: Text | None = None
    order: Number | None = None

    @model_validator(mode="after")
    def _on_its_scale(self) -> Answer:
        low, high = SCALES.get(self.kind, (-1_000, 1_000))
        if self.score is not None and not low <= self.score <= high:
            raise ValueError(f"{self.kind}: a score is from {low} to {high}")
        return self


class Consent(Who):
    """A consent given, confirmed or withdrawn; an objection."""

    channel: Annotated[Number, Field(max_length=20)]
    purpose: Annotated[Number, Field(max_length=40)]
    act: Literal["given", "confirmed", "withdrawn", "objected"]
    evidence: Word | None = None

    @model_validator(mode="after")
    def _is_somebodys(self) -> Consent:
        if self.customer is None and self.address is None:
            raise ValueError("a consent is somebody's: tell customer, address or both")
        return self


class Touch(Who):
    """A message sent or an advertisement shown."""

    number: Number
    channel: Word | None = None
    campaign: Word | None = None
    cost_minor: Minor | None = None
    currency: Currency | None = None
    outcome: Word | None = None

    @model_validator(mode="after")
    def _cost_in_something(self) -> Touch:
        if self.cost_minor is not None and self.currency is None:
            raise ValueError("cost_minor needs a currency")
        return self


class Ticket(Who):
    """A service case, told whole: a later event with the same number replaces it."""

    number: Number
    opened_at: Instant | None = None
    answered_at: Instant | None = None
    solved_at: Instant | None = None
    minutes: Count | None = None
    topic: Word | None = None
    satisfaction: Annotated[int, Field(strict=True, ge=0, le=10)] | None = None


class _Event(_Shape):
    """What every event says."""

    source: Annotated[Number, Field(max_length=80, pattern=r"^[^:\x00]+$")] = "shop"
    key: Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_no_nul)]
    at: Instant
    changed_at: Instant | None = None


class OrderEvent(_Event):
    """A purchase."""

    kind: Literal["order"]
    body: Order


class RefundEvent(_Event):
    """A refund."""

    kind: Literal["refund"]
    body: Refund


class VisitEvent(_Event):
    """A visit."""

    kind: Literal["visit"]
    body: Visit


class CartEvent(_Event):
    """A basket."""

    kind: Literal["cart"]
    body: Cart


class AnswerEvent(_Event):
    """An answer."""

    kind: Literal["answer"]
    body: Answer


class ConsentEvent(_Event):
    """A consent."""

    kind: Literal["consent"]
    body: Consent


class TouchEvent(_Event):
    """A message."""

    kind: Literal["touch"]
    body: Touch


class TicketEvent(_Event):
    """A service case."""

    kind: Literal["ticket"]
    body: Ticket


Event = Annotated[
    OrderEvent | RefundEvent | VisitEvent | CartEvent | AnswerEvent | ConsentEvent | TouchEvent | TicketEvent,
    Field(discriminator="kind"),
]
KINDS = ("order", "refund", "visit", "cart", "answer", "consent", "touch", "ticket")
EVENT: TypeAdapter[Event] = TypeAdapter(Event)

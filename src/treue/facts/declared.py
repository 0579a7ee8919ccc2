"""The canonical tables: everything a shop can know about its customers.

Only `orders` (customer and time) is required; each further table sharpens the picture. Tables that
no step reads yet are declared so that what is loaded today need not be loaded again.
"""

from __future__ import annotations

from treue.facts.purposes import NO_MORE
from treue.facts.schema import Column, Kind, Table, table

PRICES = ("gross", "net", "unknown")
ORDER_KINDS = ("shop", "marketplace", "business", "staff", "test")
LINE_KINDS = ("goods", "shipping", "discount", "voucher", "fee", "adjustment")

SCALES = {"nps": (0, 10), "csat": (0, 10), "ces": (0, 10)}
"""Survey -> least and highest score. Only NPS has one scale; the others are asked on several, none longer."""


def _customer(meaning: str = "who; empty for an anonymous sale", *, required: bool = False) -> Column:
    return Column("customer", Kind.CUSTOMER, meaning, required)


def _currency() -> Column:
    return Column("currency", Kind.CURRENCY, "of every amount in the row")


def _prices() -> Column:
    return Column("prices", Kind.TEXT, "whether the amounts include VAT", choices=PRICES)


def _id(name: str) -> Column:
    meaning = "source and the shop's number; made from the content where there is none"
    return Column(name, Kind.TEXT, meaning)


def _day(meaning: str) -> Column:
    return Column("day", Kind.DAY, f"{meaning}, as a day in the shop's zone")


def _at(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Kind.INSTANT, meaning, required)


def _money(name: str, meaning: str, minimum: int | None = 0) -> Column:
    return Column(name, Kind.MONEY, meaning, minimum=minimum)


CUSTOMERS = table(
    "customers",
    "a person known to us, buyer or not yet",
    "customer",
    _customer("the person", required=True),
    Column("first_seen", Kind.DAY, "first known contact"),
    Column("channel", Kind.TEXT, "how the person was won"),
    _money("acquisition_cost_minor", "what winning this person cost"),
    _currency(),
    Column("country", Kind.TEXT, "ISO 3166-1 alpha-2"),
    Column("language", Kind.TEXT, "ISO 639-1"),
    Column("kind", Kind.TEXT, "shop, marketplace, business, staff or test", choices=ORDER_KINDS),
)

IDENTITIES = table(
    "identities",
    "one number or address of a person in one source, as a keyed hash",
    "identity",
    Column("identity", Kind.CUSTOMER, "keyed hash of the number or of the normalised address", required=True),
    Column("known_as", Kind.TEXT, "number or address", choices=("number", "address")),
    _customer("the person it belongs to", required=True),
    _at("since", "when we learned it"),
    Column("reason", Kind.TEXT, "why it belongs to that person: first seen, same address, by hand, undone"),
)

PRODUCTS = table(
    "products",
    "an article",
    "product",
    Column("product", Kind.TEXT, "article number", required=True),
    Column("name", Kind.TEXT, "as the shop calls it"),
    Column("category", Kind.TEXT, "main category"),
    Column("brand", Kind.TEXT, "maker"),
    _money("list_price_minor", "price before any discount"),
    _money("unit_cost_minor", "purchase price of one piece, net"),
    _currency(),
    Column("vat_bp", Kind.BASIS_POINTS, "VAT rate", minimum=0),
    Column("launch_day", Kind.DAY, "first day on sale"),
    Column("traits", Kind.TEXT, "comma-separated: sustainable, refill:SKU, ..."),
)

STOCK = table(
    "stock",
    "how much of an article there was on a day",
    "product day",
    Column("product", Kind.TEXT, "article number", required=True),
    Column("day", Kind.DAY, "the day counted", required=True),
    Column("quantity_milli", Kind.QUANTITY, "thousandths of a piece", required=True),
)

ORDERS = table(
    "orders",
    "a purchase",
    "order_id",
    Column("order_id", Kind.TEXT, "source and the shop's number; made from the content where there is none"),
    _customer(),
    _at("ordered_at", "when it was placed", required=True),
    _day("when it was placed"),
    Column("channel", Kind.TEXT, "where the order came from"),
    Column("country", Kind.TEXT, "ISO 3166-1 alpha-2 of delivery; decides the VAT"),
    _prices(),
    _currency(),
    _money("amount_minor", "what the goods cost the customer; the sum of the lines where there are lines"),
    Column("vat_bp", Kind.BASIS_POINTS, "VAT rate of the whole order, where the lines name none", minimum=0),
    _money("tax_minor", "VAT contained in or added to the amount"),
    _money("voucher_minor", "paid with vouchers or taken off by codes"),
    Column("voucher_code", Kind.TEXT, "which"),
    _money("shipping_charged_minor", "what the customer paid for shipping"),
    _money("shipping_paid_minor", "what shipping cost us"),
    _money("payment_fee_minor", "what the payment cost us"),
    _money("unit_costs_minor", "purchase prices of all goods in the order, where there are no lines"),
    _money("margin_minor", "margin of the order, where the shop states it", minimum=None),
    Column("promised_day", Kind.DAY, "promised delivery", ahead=True),
    Column("delivered_day", Kind.DAY, "actual delivery"),
    Column("status", Kind.TEXT, "as the shop states it; an order that is cancelled does not count"),
    Column("kind", Kind.TEXT, "shop, marketplace, business, staff or test", choices=ORDER_KINDS),
)

ORDER_LINES = table(
    "order_lines",
    "an article in an order",
    "order_id position",
    Column("order_id", Kind.TEXT, "of the order", required=True),
    Column("position", Kind.COUNT, "1, 2, 3 ... as in the file", minimum=1),
    Column("product", Kind.TEXT, "article number"),
    Column("kind", Kind.TEXT, "goods, or what else was charged", choices=LINE_KINDS),
    Column("quantity_milli", Kind.QUANTITY, "thousandths of a piece"),
    _money("price_minor", "of the whole line before discount", minimum=None),
    _money("discount_minor", "taken off the line"),
    _money("amount_minor", "of the whole line as charged: price less discount", minimum=None),
    Column("vat_bp", Kind.BASIS_POINTS, "VAT rate", minimum=0),
    _money("tax_minor", "VAT contained in or added to the amount", minimum=None),
    _money("unit_cost_minor", "purchase price of one piece, net"),
    _currency(),
    owner="orders",
)

REFUNDS = table(
    "refunds",
    "money or goods that came back",
    "refund_id",
    Column("refund_id", Kind.TEXT, "source and the shop's number; made from the content where there is none"),
    Column("order_id", Kind.TEXT, "of which order, where the shop says so"),
    Column("position", Kind.COUNT, "of which line"),
    _customer(),
    _at("refunded_at", "when it was paid back", required=True),
    _day("when it was paid back"),
    Column("returned_day", Kind.DAY, "when the goods were back with us"),
    Column("product", Kind.TEXT, "article number"),
    Column("kind", Kind.TEXT, "what was given back", choices=LINE_KINDS),
    Column("quantity_milli", Kind.QUANTITY, "thousandths of a piece"),
    _prices(),
    _currency(),
    Column("country", Kind.TEXT, "ISO 3166-1 alpha-2; decides the VAT"),
    Column("vat_bp", Kind.BASIS_POINTS, "VAT rate", minimum=0),
    _money(
        "amount_minor", "paid back, zero or more; a charge that reduces refunds is below zero", minimum=None
    ),
    _money("unit_cost_minor", "purchase price of one piece that went back to stock"),
    _money("handling_minor", "what the return cost us"),
    Column("reason", Kind.TEXT, "as the customer or the shop says"),
)

PAYMENTS = table(
    "payments",
    "money due, paid, written off",
    "payment_id",
    Column("payment_id", Kind.TEXT, "source and number"),
    Column("order_id", Kind.TEXT, "of which order, where known"),
    _customer(),
    _at("paid_at", "when", required=True),
    _day("when"),
    Column("kind", Kind.TEXT, "due, paid, or default (written off)", choices=("due", "paid", "default")),
    _currency(),
    _money("amount_minor", "how much; below zero takes an earlier row back", minimum=None),
)

VISITS = table(
    "visits",
    "a session on the shop's pages",
    "visit_id step",
    Column("visit_id", Kind.TEXT, "of the session", required=True),
    Column("step", Kind.TEXT, "view, product, cart, checkout, payment, purchase"),
    Column("visitor", Kind.TEXT, "pseudonym of the device"),
    _customer(),
    _at("at", "when the step was reached", required=True),
    _day("when"),
)

CARTS = table(
    "carts",
    "a basket that was filled",
    "cart_id",
    Column("cart_id", Kind.TEXT, "of the basket", required=True),
    _customer(),
    _at("at", "last change", required=True),
    _day("last change"),
    _money("value_minor", "of what is in it"),
    _currency(),
    Column("order_id", Kind.TEXT, "the order it became"),
)

TOUCHES = table(
    "touches",
    "a message sent or an advertisement shown, by us or another tool",
    "touch_id",
    _id("touch_id"),
    _customer(),
    _at("at", "when", required=True),
    _day("when"),
    Column("channel", Kind.TEXT, "mail, sms, letter, call, ad"),
    Column("campaign", Kind.TEXT, "which"),
    _money("cost_minor", "what it cost"),
    _currency(),
    Column("outcome", Kind.TEXT, "sent, bounced, unsubscribed; aggregate unless consented"),
)

TICKETS = table(
    "tickets",
    "a service case",
    "ticket_id",
    _id("ticket_id"),
    _customer(),
    _at("opened_at", "when it was opened", required=True),
    _day("when it was opened"),
    _at("answered_at", "first answer"),
    _at("solved_at", "solved"),
    Column("minutes", Kind.COUNT, "time spent", minimum=0),
    Column("topic", Kind.TEXT, "what about"),
    Column("satisfaction", Kind.COUNT, "0 to 10, where asked", minimum=0),
)

INTERACTIONS = table(
    "interactions",
    "a call, letter or note",
    "interaction_id",
    _id("interaction_id"),
    _customer(),
    _at("at", "when", required=True),
    _day("when"),
    Column("kind", Kind.TEXT, "call, letter, visit, note"),
    Column("minutes", Kind.COUNT, "time spent", minimum=0),
    Column("outcome", Kind.TEXT, "what came of it"),
)

ANSWERS = table(
    "answers",
    "an answer to a survey",
    "answer_id",
    _id("answer_id"),
    _customer(),
    _at("at", "when", required=True),
    Column("kind", Kind.TEXT, "nps, csat, ces, exit"),
    Column("score", Kind.COUNT, "as given; nps, csat and ces: 0 to 10"),
    Column("text", Kind.TEXT, "in the customer's words"),
    Column("order_id", Kind.TEXT, "about which order"),
)

REVIEWS = table(
    "reviews",
    "a rating of the shop or an article",
    "review_id",
    Column("review_id", Kind.TEXT, "source and number", required=True),
    _customer(),
    _at("at", "when", required=True),
    Column("product", Kind.TEXT, "article number; empty for the shop"),
    Column("stars", Kind.COUNT, "1 to 5", minimum=1, maximum=5),
    Column("text", Kind.TEXT, "in the customer's words"),
)

JUDGEMENTS = table(
    "judgements",
    "what somebody of the shop said about a customer",
    "customer day",
    _customer("about whom", required=True),
    Column("day", Kind.DAY, "when it was said", required=True),
    Column(
        "kind",
        Kind.TEXT,
        "calm: no reason to worry, also where nothing stands; withdrawn: taken back",
        choices=("calm", "withdrawn"),
    ),
    Column(
        "until",
        Kind.DAY,
        "the last day for which it was said; empty: for twice the customer's usual gap, at most 90 days",
        ahead=True,
    ),
)

VALUES = table(
    "values",
    "a voluntary answer about what matters to a customer",
    "customer statement",
    _customer("who", required=True),
    Column("statement", Kind.TEXT, "which", required=True),
    Column("score", Kind.COUNT, "1 to 5", minimum=1, maximum=5),
    _at("at", "when"),
    Column("consent", Kind.FLAG, "whether it may be used"),
)

PREFERENCES = table(
    "preferences",
    "a voluntary wish: interest, size, favourite category, frequency",
    "customer preference",
    _customer("who", required=True),
    Column("preference", Kind.TEXT, "which", required=True),
    Column("value", Kind.TEXT, "what"),
    _at("at", "when"),
    Column("consent", Kind.FLAG, "whether it may be used"),
)

CONSENTS = table(
    "consents",
    "a consent given, confirmed or withdrawn; an objection",
    "customer channel purpose at",
    _customer("who", required=True),
    Column("channel", Kind.TEXT, "mail, sms, call, letter", required=True),
    Column("purpose", Kind.TEXT, "newsletter, profiling, tracking, values, ...", required=True),
    _at("at", "when", required=True),
    Column("act", Kind.TEXT, "what", choices=("given", "confirmed", *NO_MORE)),
    Column("evidence", Kind.TEXT, "id of the stored proof, never an address"),
    Column("mailbox", Kind.CUSTOMER, "keyed hash of the mail address it was given for, where one was told"),
)

POINTS = table(
    "points",
    "a booking of the loyalty programme",
    "booking_id",
    _id("booking_id"),
    _customer("whose", required=True),
    _at("at", "when", required=True),
    _day("when"),
    Column("kind", Kind.TEXT, "what happened", choices=("earned", "redeemed", "expired", "corrected")),
    Column("points", Kind.COUNT, "how many; below zero takes away"),
    _money("value_minor", "what they are worth", minimum=None),
    _currency(),
    Column("expires", Kind.DAY, "last day they count", ahead=True),
)

SPEND = table(
    "spend",
    "what advertising cost on a day",
    "day channel campaign",
    Column("day", Kind.DAY, "which", required=True),
    Column("channel", Kind.TEXT, "which", required=True),
    Column("campaign", Kind.TEXT, "which; empty for the whole channel"),
    _money("cost_minor", "how much"),
    _currency(),
)

CALENDAR = table(
    "calendar",
    "a promotion, price change or holiday",
    "day event",
    Column("day", Kind.DAY, "which", required=True, ahead=True),
    Column("event", Kind.TEXT, "what", required=True),
    Column("country", Kind.TEXT, "where; empty for everywhere"),
    Column("kind", Kind.TEXT, "promotion, price, holiday"),
)

IMPROVEMENTS = table(
    "improvements",
    "what we changed, and why",
    "day theme",
    Column("day", Kind.DAY, "since when", required=True),
    Column("theme", Kind.TEXT, "about what", required=True),
    Column("change", Kind.TEXT, "what we changed"),
    Column("reason", Kind.TEXT, "why"),
)

RATES = table(
    "rates",
    "an exchange rate of a day",
    "day currency",
    Column("day", Kind.DAY, "which", required=True),
    _currency(),
    Column("rate", Kind.NUMBER, "units of this currency for one of the shop's", required=True),
)

TABLES: dict[str, Table] = {
    declared.name: declared
    for declared in (
        CUSTOMERS, IDENTITIES, PRODUCTS, STOCK, ORDERS, ORDER_LINES, REFUNDS, PAYMENTS, VISITS, CARTS,
        TOUCHES, TICKETS, INTERACTIONS, ANSWERS, REVIEWS, JUDGEMENTS, VALUES, PREFERENCES, CONSENTS, POINTS,
        SPEND, CALENDAR, IMPROVEMENTS, RATES,
    )
}  # fmt: skip

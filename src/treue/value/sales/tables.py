"""Orders and their lines, read under the shop's terms: person, day, net amount, purchase price.

Amounts stay int64 minor units; every division is half-even, so all engines agree to the cent.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import ibis

from treue.value.ledger_terms import LedgerTerms
from treue.value.reads import READS
from treue.warehouse.tables import Column, Expression, as_int64, declare, half_even, whole_sum, without

GOODS_KINDS = ("goods", "discount")
"""Kinds of lines that make up revenue: a discount on the whole order takes from it."""

CANCELLED = (
    "cancelled", "canceled", "cancel", "wc-cancelled", "voided", "storniert", "storno", "annulliert",
)  # fmt: skip
"""States of an order, in small letters, that say it never came about."""

PPM = 1_000_000
NO, YES = ibis.literal(value=False), ibis.literal(value=True)
NONE, NO_TEXT = ibis.null("int64"), ibis.null("string")


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts tables the ledger reads, as expressions."""

    orders: Expression
    order_lines: Expression
    products: Expression
    customers: Expression
    identities: Expression
    refunds: Expression
    payments: Expression
    tickets: Expression
    interactions: Expression
    touches: Expression
    points: Expression
    spend: Expression
    stock: Expression
    visits: Expression
    carts: Expression
    answers: Expression

    @classmethod
    def declared(cls) -> Facts:
        """As the engine holds them, under their own names."""
        return cls(*(declare(each.name, READS[each.name]) for each in fields(cls)))


def resolved(rows: Expression, facts: Facts) -> Expression:
    """The rows with `customer` replaced by the person that the number belongs to."""
    persons = facts.identities.select("identity", person="customer")
    joined = rows.left_join(persons, rows.customer == persons.identity)
    found = joined.mutate(customer=joined.person.fill_null(joined.customer))
    return without(found, "identity", "person")


def in_currency(rows: Expression, terms: LedgerTerms) -> Expression:
    """The rows in the one currency that counts, those that state none among them."""
    if terms.currency is None:
        return rows
    return rows.filter(rows.currency.fill_null(terms.currency) == terms.currency)


def counted(rows: Expression, facts: Facts, terms: LedgerTerms) -> Expression:
    """The rows without those in another currency and those of customers the shop wants left out."""
    rows = in_currency(rows, terms)
    if not terms.leave_out:
        return rows
    return rows.anti_join(unwanted(facts, terms), "customer")


def unwanted(facts: Facts, terms: LedgerTerms) -> Expression:
    """The customers the shop wants left out."""
    return facts.customers.filter(facts.customers.kind.isin(terms.leave_out))


def called_off(orders: Expression) -> Column:
    """Whether the shop itself says of an order that it was cancelled."""
    return orders.status.lower().isin(CANCELLED).fill_null(NO)


def placed(facts: Facts, terms: LedgerTerms) -> Expression:
    """One row per order that counts; one that the shop calls cancelled does not.

    Columns of `orders`, but: customer is the person, day is never empty, prices is what holds (gross,
    net or unknown), and standard_bp is the VAT rate where neither line, product nor order names one.
    """
    orders = counted(facts.orders, facts, terms)
    orders = orders.filter(~called_off(orders))
    if terms.leave_out:
        orders = orders.filter(~orders.kind.fill_null("shop").isin(terms.leave_out))
    orders = resolved(orders, facts)
    return orders.select(
        "order_id", "customer", "ordered_at", "channel", "amount_minor", "tax_minor", "vat_bp",
        "voucher_minor", "shipping_charged_minor", "shipping_paid_minor", "payment_fee_minor",
        "unit_costs_minor", "margin_minor", "promised_day", "delivered_day",
        day=orders.day.fill_null(orders.ordered_at.date()),
        prices=prices_of(orders.prices, terms),
        standard_bp=standard_rate(orders.country, terms),
    )  # fmt: skip


def prices_of(stated: Column, terms: LedgerTerms) -> Column:
    """Whether amounts include VAT: as stated, else as the terms say."""
    return stated.nullif("unknown").fill_null(terms.prices)


def standard_rate(country: Column, terms: LedgerTerms) -> Column:
    """The country's standard rate in basis points; the terms' country where none is named; 0 outside."""
    by_rate: dict[int, list[str]] = {}
    for name, rate in sorted(terms.vat_bp.items()):
        by_rate.setdefault(rate, []).append(name)
    known = country.fill_null(terms.country)
    cases = [(known.isin(names), whole(rate)) for rate, names in sorted(by_rate.items())]
    return ibis.cases(*cases, else_=whole(0)) if cases else whole(0)


def without_vat(amount: Column, rate_bp: Column) -> Column:
    """What is left of a gross amount."""
    return half_even(amount * 10_000, rate_bp + 10_000)


def read_lines(facts: Facts, orders: Expression, terms: LedgerTerms) -> Expression:
    """Lines of orders that count, with their order's terms and their article's figures.

    Args:
        facts: for lines and products.
        orders: `placed`.
        terms: the currency that counts.

    Returns:
        order_id, position, product, customer, day, prices, order_tax, order_costs (whether the order states
        costs), tax_minor, kind (a discount line is goods), stated_minor, own_bp (VAT of line or article),
        rate_bp (what holds where no tax is stated), thousandfold_cost (of goods, in thousandths of a minor
        unit).
    """
    lines, products = in_currency(facts.order_lines, terms), facts.products
    cost = products.unit_cost_minor
    if terms.currency is not None:
        cost = (products.currency.fill_null(terms.currency) == terms.currency).ifelse(
            cost, ibis.null("int64")
        )
    articles = products.select("product", product_cost=cost, product_bp=products.vat_bp)
    heads = orders.select(
        "order_id", "customer", "day", "prices", "standard_bp",
        order_bp="vat_bp", order_tax="tax_minor",
        order_costs=orders.unit_costs_minor.notnull() | orders.margin_minor.notnull(),
    )  # fmt: skip
    joined = lines.inner_join(heads, "order_id").left_join(articles, "product")
    amount = joined.amount_minor.fill_null(joined.price_minor - joined.discount_minor.fill_null(0))
    kind = joined.kind.fill_null("goods")
    unit_cost = joined.unit_cost_minor.fill_null(joined.product_cost)
    pieces = joined.quantity_milli.fill_null(1000)  # a shop without quantities sells one piece a line
    own_bp = joined.vat_bp.fill_null(joined.product_bp)
    return joined.select(
        "order_id", "position", "product", "customer", "day", "prices", "order_tax", "order_costs",
        "tax_minor",
        kind=kind.isin(GOODS_KINDS).ifelse("goods", kind),
        stated_minor=amount,
        own_bp=own_bp,
        rate_bp=own_bp.fill_null(joined.order_bp).fill_null(joined.standard_bp),
        thousandfold_cost=(kind == "goods").ifelse(pieces * unit_cost, NONE),
    )  # fmt: skip


def baskets(lines: Expression) -> Expression:
    """What the lines of an order tell, so that the order's own figures are not counted again.

    Args:
        lines: `read_lines`.

    Returns:
        order_id, has_amounts (of any kind), has_shipping, has_voucher, has_costs, has_vat, and
        goods_minor, the sum of stated goods.
    """
    charged = lines.stated_minor.notnull()

    def tells(claim: Column) -> Column:
        return claim.ifelse(1, 0).max() == 1

    return lines.group_by("order_id").aggregate(
        has_amounts=tells(charged),
        has_shipping=tells(charged & (lines.kind == "shipping")),
        has_voucher=tells(charged & (lines.kind == "voucher")),
        has_costs=tells(lines.thousandfold_cost.notnull()),
        has_vat=tells(lines.own_bp.notnull() | lines.tax_minor.notnull()),
        goods_minor=whole_sum(lines.stated_minor, where=lines.kind == "goods"),
    )


def priced_lines(lines: Expression, told: Expression) -> Expression:
    """What each line brought without VAT, and what it cost where that is known.

    Args:
        lines: `read_lines`.
        told: `baskets`.

    Returns:
        The columns of `priced`.
    """
    joined = lines.inner_join(told, "order_id").left_join(_spread_tax(lines, told), ["order_id", "position"])
    taxed = (joined.stated_minor - joined.tax_minor).fill_null(joined.spread_net)
    net = taxed.fill_null(without_vat(joined.stated_minor, joined.rate_bp))
    rows = joined.mutate(
        net_minor=(joined.prices == "gross").ifelse(net, joined.stated_minor).fill_null(0),
        known_cost=half_even(joined.thousandfold_cost, whole(1000)),
        guess=(~joined.order_costs | joined.has_costs) & (joined.kind == "goods"),
    )
    rows = rows.filter(rows.stated_minor.notnull() | rows.known_cost.notnull())
    return _as_priced(rows.mutate(stated_minor=rows.stated_minor.fill_null(0)))


def _spread_tax(lines: Expression, told: Expression) -> Expression:
    """Net amounts of lines whose VAT is known only for the order as a whole.

    The tax is spread by amount; running totals are rounded, not lines, so the lines add up exactly.
    """
    joined = lines.inner_join(told, "order_id")
    goods = joined.filter(
        (joined.prices == "gross")
        & (joined.kind == "goods")
        & joined.order_tax.notnull()
        & ~joined.has_vat
        & (joined.goods_minor > 0)
        & joined.stated_minor.notnull()
    )
    goods = goods.mutate(net_ppm=half_even((goods.goods_minor - goods.order_tax) * PPM, goods.goods_minor))
    in_order = ibis.cumulative_window(group_by=goods.order_id, order_by=goods.position)
    so_far = goods.mutate(upto=as_int64(goods.stated_minor.sum().over(in_order)))
    so_far = so_far.mutate(
        net_upto=(so_far.upto == so_far.goods_minor).ifelse(
            so_far.goods_minor - so_far.order_tax, half_even(so_far.upto * so_far.net_ppm, whole(PPM))
        )
    )
    by_order = ibis.window(group_by=so_far.order_id, order_by=so_far.position)
    before = so_far.net_upto.lag().over(by_order).fill_null(0)
    return so_far.select("order_id", "position", spread_net=so_far.net_upto - before)


def priced(orders: Expression, told: Expression, lines: Expression) -> Expression:
    """Every charge and known cost: of the lines, and what only the order tells.

    Args:
        orders: `placed`.
        told: `baskets`.
        lines: `priced_lines`.

    Returns:
        order_id, position and product (empty for a whole order), customer, day, kind, stated_minor,
        net_minor, known_cost, guess (whether a margin rate may stand in for an unknown cost).
    """
    joined = orders.left_join(without(told, "goods_minor"), "order_id")
    joined = without(joined, "order_id_right")
    flags = {name: joined[name].fill_null(NO) for name in joined.columns if name.startswith("has_")}
    heads = joined.mutate(rate=joined.vat_bp.fill_null(joined.standard_bp), **flags)
    return ibis.union(
        lines,
        _whole_goods(heads, lines),
        _whole(heads.filter(~heads.has_shipping), "shipping", "shipping_charged_minor", sign=1),
        _whole(heads.filter(~heads.has_voucher), "voucher", "voucher_minor", sign=-1),
    )


def _whole_goods(heads: Expression, lines: Expression) -> Expression:
    """The goods of orders without line amounts, and costs known only for the order."""
    wanted = heads.filter(
        (~heads.has_amounts & heads.amount_minor.notnull())
        | (~heads.has_costs & (heads.unit_costs_minor.notnull() | heads.margin_minor.notnull()))
    )
    # Mostly no order is wanted: then no line is looked at.
    goods = lines.semi_join(wanted, "order_id").filter(lines.kind == "goods")
    by_lines = goods.group_by("order_id").aggregate(lines_net=whole_sum(goods.net_minor))
    joined = wanted.left_join(by_lines, "order_id")
    rows = joined.mutate(stated_minor=joined.has_amounts.ifelse(0, joined.amount_minor.fill_null(0)))
    net = (rows.stated_minor - rows.tax_minor).fill_null(without_vat(rows.stated_minor, rows.rate))
    gross = (rows.prices == "gross") & ~rows.has_amounts
    rows = rows.mutate(net_minor=gross.ifelse(net, rows.stated_minor))
    by_margin = rows.net_minor + rows.lines_net.fill_null(0) - rows.margin_minor
    known = rows.has_costs.ifelse(NONE, rows.unit_costs_minor.fill_null(by_margin))
    return _as_priced(
        rows.mutate(
            kind=ibis.literal("goods"),
            position=NONE,
            product=NO_TEXT,
            known_cost=known,
            guess=~rows.has_costs,
        )
    )


def _whole(heads: Expression, kind: str, column: str, sign: int) -> Expression:
    """One charge that the order names as a whole, at the order's rate."""
    rows = heads.filter(heads[column].notnull()).mutate(stated_minor=heads[column] * sign)
    net = (rows.prices == "gross").ifelse(without_vat(rows.stated_minor, rows.rate), rows.stated_minor)
    return _as_priced(
        rows.mutate(
            kind=ibis.literal(kind), position=NONE, product=NO_TEXT, net_minor=net, known_cost=NONE, guess=NO
        )
    )


def _as_priced(rows: Expression) -> Expression:
    return rows.select(
        "order_id",
        "position",
        "product",
        "customer",
        "day",
        "kind",
        "stated_minor",
        "net_minor",
        "known_cost",
        "guess",
    )


def sales(rows: Expression, terms: LedgerTerms) -> Expression:
    """What was charged and what it cost, article by article where the shop tells, else order by order.

    Args:
        rows: `priced`.
        terms: margin rate.

    Returns:
        order_id, position and product (empty for a whole order; product also where the line names none),
        customer, day, kind (goods, shipping, voucher, fee, adjustment), stated_minor (as in the facts),
        net_minor, cost_minor (empty where nobody knows), cost_estimated.
    """
    guessed = rows.guess.ifelse(cost_by_rate(rows.net_minor, terms), NONE)
    costed = rows.mutate(
        cost_minor=rows.known_cost.fill_null(guessed),
        cost_estimated=rows.known_cost.isnull() & guessed.notnull(),
    )
    return without(costed, "known_cost", "guess")


def cost_by_rate(net: Column, terms: LedgerTerms) -> Column:
    """What goods of that net amount cost by the shop's margin rate; empty without one."""
    if terms.margin_bp is None:
        return NONE
    return net - half_even(net * terms.margin_bp, whole(10_000))


def whole(number: int) -> Column:
    """A constant that stays int64 on every engine."""
    return ibis.literal(number, "int64")

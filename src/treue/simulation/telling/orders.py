"""Orders, their lines, and the parcels."""

from __future__ import annotations

import numpy as np

from treue.simulation.telling.rows import Rows, instant, maybe, pick, rows_of
from treue.simulation.telling.sold import Sold
from treue.simulation.world.catalogue import STANDARD_BP
from treue.simulation.world.chance import BoolArray, IntArray
from treue.simulation.world.play import World

CODE, VOUCHER = "PORTAL10", "TREUE10"
"""The code found elsewhere, and the voucher of ours."""


def tell_orders(world: World, sold: Sold, upto: int | None = None) -> list[Rows]:
    """Orders and lines twice: when placed, and again when delivered, as shop systems do.

    Args:
        world: for names and costs.
        sold: the orders.
        upto: tell each once, as it is known by the end of that day.
    """
    if upto is None:
        never = np.zeros(len(sold), bool)
        return [*_told(world, sold, sold.day, never), *_told(world, sold, sold.delivered, ~never)]
    there = sold.delivered <= upto
    return _told(world, sold, np.where(there, sold.delivered, sold.day), there)


def _told(world: World, sold: Sold, known: IntArray, there: BoolArray) -> list[Rows]:
    charges = sold.charges
    used = charges.voucher > 0
    told = world.terms.service
    fee = np.where(sold.come.is_invoice, 0, np.rint(told.fee * charges.total)).astype(np.int64)
    orders = {
        "order_id": sold.order_id(),
        "customer": sold.key,
        "ordered_at": instant(sold.day, sold.minute, sold.offset),
        "day": sold.day,
        "channel": pick(["shop", "app"], sold.people.number % 5 == 0),
        "country": pick(["DE", "AT"], sold.people.is_abroad),
        "prices": "gross",
        "currency": "EUR",
        "amount_minor": charges.goods,
        "vat_bp": STANDARD_BP,
        "voucher_minor": charges.voucher + sold.redeemed,
        "voucher_code": pick([CODE, VOUCHER], np.where(used, sold.has_voucher.astype(np.int64), -1)),
        "shipping_charged_minor": charges.shipping,
        "shipping_paid_minor": round(told.shipping * 100),
        "payment_fee_minor": fee,
        "promised_day": sold.promised,
        "delivered_day": maybe(sold.delivered, there),
        "status": pick(["shipped", "delivered"], there),
        "kind": "shop",
    }
    lines, of = sold.lines, sold.lines.order
    known_cost = world.catalogue.is_cost_known[lines.model]
    rows = {
        "order_id": sold.order_id(of),
        "position": lines.position,
        "product": world.article_numbers.take(lines.model * world.terms.range.variants + lines.variant),
        "kind": "goods",
        "quantity_milli": lines.pieces * 1000,
        "price_minor": lines.price,
        "discount_minor": lines.discount,
        "amount_minor": lines.amount,
        "vat_bp": lines.vat_bp,
        "unit_cost_minor": maybe(lines.cost, known_cost),
        "currency": "EUR",
    }
    return [rows_of("orders", known, orders), rows_of("order_lines", known[of], rows)]

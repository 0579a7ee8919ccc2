"""What goes back, what is due and paid, and points."""

from __future__ import annotations

import numpy as np

from treue.simulation.telling.rows import Rows, code, instant, maybe, pick, rows_of
from treue.simulation.telling.sold import Sold, earned_points
from treue.simulation.world.baskets import POSITIONS
from treue.simulation.world.chance import About
from treue.simulation.world.play import World

PAID_AFTER, WRITTEN_OFF_AFTER, POINTS_DAYS = 14, 75, 365
_NOON = 12 * 60
_REASONS = ("passt nicht", "gefällt nicht", "anders als abgebildet", "zu spät", "defekt")
_BROKEN = 4


def tell_refunds(world: World, sold: Sold) -> list[Rows]:
    """One row per line sent back; less what a voucher had taken off."""
    lines, luck = sold.lines, world.chance
    at = np.flatnonzero(sold.come.goes_back)
    of = lines.order[at]
    broken = sold.fates.defect[of]
    day = sold.refunded[of]
    said = luck.between(
        0, 5, About.SENT_BACK, sold.people.number[of], sold.day[of] * POSITIONS + lines.position[at], 1
    )
    reason = np.where(
        broken, _BROKEN, np.where(said < 3, said, np.where((said == 3) & sold.fates.late[of], 3, -1))
    )
    amount = np.rint(lines.amount[at] * (1 - sold.charges.cut[of])).astype(np.int64)
    return [
        rows_of(
            "refunds",
            day,
            {
                "refund_id": code("R", sold.number[of], lines.position[at]),
                "order_id": sold.order_id(of),
                "position": lines.position[at],
                "customer": sold.key[of],
                "refunded_at": instant(day, np.full(len(at), _NOON)),
                "day": day,
                "returned_day": sold.returned[of],
                "product": world.article_numbers.take(
                    lines.model[at] * world.terms.range.variants + lines.variant[at]
                ),
                "kind": "goods",
                "quantity_milli": lines.pieces[at] * 1000,
                "prices": "gross",
                "currency": "EUR",
                "country": pick(["DE", "AT"], sold.people.is_abroad[of]),
                "vat_bp": lines.vat_bp[at],
                "amount_minor": amount,
                "unit_cost_minor": maybe(np.zeros(len(at), np.int64), broken),
                "handling_minor": round(world.terms.service.handling * 100),
                "reason": pick(_REASONS, reason),
            },
        )
    ]


def tell_payments(world: World, sold: Sold) -> list[Rows]:
    """Invoices: due with the parcel, less with a refund, paid after two weeks or written off."""
    del world
    lines, count = sold.lines, len(sold)
    back = lines.sum(
        np.rint(np.where(sold.come.goes_back, lines.amount, 0) * (1 - sold.charges.cut[lines.order])), count
    )
    back = np.minimum(back.astype(np.int64), sold.due)  # what points had paid comes back as goods only
    at = np.flatnonzero(sold.come.is_invoice & (sold.due > 0))
    less = at[back[at] > 0]
    rest = at[sold.due[at] > back[at]]
    unpaid = sold.come.is_unpaid[rest]
    last = np.where(unpaid, WRITTEN_OFF_AFTER, PAID_AFTER) + sold.delivered[rest]
    # Who sends something back pays the rest once that is settled.
    last = np.where(back[rest] > 0, np.maximum(last, sold.refunded[rest]), last)
    order = np.concatenate([at, less, rest])
    day = np.concatenate([sold.delivered[at], sold.refunded[less], last])
    kind = np.concatenate([np.zeros(len(at) + len(less), np.int64), np.where(unpaid, 2, 1)])
    amount = np.concatenate([sold.due[at], -back[less], (sold.due - back)[rest]])
    letter = np.repeat([0, 1, 2], [len(at), len(less), len(rest)])
    return [
        rows_of(
            "payments",
            day,
            {
                "payment_id": code("Z", sold.number[order], letter),
                "order_id": sold.order_id(order),
                "customer": sold.key[order],
                "paid_at": instant(day, np.full(len(order), _NOON)),
                "day": day,
                "kind": pick(["due", "paid", "default"], kind),
                "currency": "EUR",
                "amount_minor": amount,
            },
        )
    ]


def tell_points(world: World, sold: Sold) -> list[Rows]:
    """Points of people with an account: earned with an order, redeemed with the next or expired."""
    has = sold.people.has_account
    worth = earned_points(world, np.bincount(sold.lines.order, minlength=len(sold)))
    earns, uses = np.flatnonzero(has), np.flatnonzero(sold.redeemed > 0)
    ends = np.flatnonzero(has & ~sold.people.redeems)
    order = np.concatenate([earns, uses, ends])
    kind = np.repeat([0, 1, 2], [len(earns), len(uses), len(ends)])
    day = sold.day[order] + np.where(kind == 2, POINTS_DAYS, 0)
    value = np.where(kind == 1, sold.redeemed[order], worth[order])
    sign = np.where(kind == 0, 1, -1)
    return [
        rows_of(
            "points",
            day,
            {
                "booking_id": code("P", sold.number[order], kind),
                "customer": sold.person[order],
                "at": instant(day, sold.minute[order], sold.offset[order]),
                "day": day,
                "kind": pick(["earned", "redeemed", "expired"], kind),
                "points": sign * value,
                "value_minor": value,
                "currency": "EUR",
                "expires": maybe(day + POINTS_DAYS, kind == 0),
            },
        )
    ]

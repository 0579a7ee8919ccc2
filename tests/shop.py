"""A small shop with every awkward thing in it: facts as Arrow, written as the Parquet an engine loads.

Gross, net and unknown prices, several countries, taxes stated for lines, for orders, not at all; costs of
lines, products, orders, none; ties, anonymous sales, merged persons, left-out kinds, refunds of lines, of
orders, of parts, of nothing we know and long after the order; orders called off at once, in three ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import people
from treue.value.reads import READS

START = date(2023, 1, 1)
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shop:
    """Facts by table name."""

    tables: Mapping[str, pa.Table]

    def write(self, folder: Path) -> dict[str, list[Path]]:
        """One Parquet file a table, but orders in two: table -> files."""
        files: dict[str, list[Path]] = {}
        for name, table in self.tables.items():
            half = len(table) // 2 if name == "orders" else len(table)
            parts = [part for part in (table.slice(0, half), table.slice(half)) if len(part)]
            files[name] = [folder / f"{name}-{index}.parquet" for index in range(len(parts))]
            for part, path in zip(parts, files[name], strict=True):
                pq.write_table(part, path)
        return files

    def shuffled(self, rng: np.random.Generator) -> Shop:
        """The same facts, rows in another order."""
        return Shop({name: table.take(rng.permutation(len(table))) for name, table in self.tables.items()})


def shop_of(**rows: list[Row]) -> Shop:
    """A shop with just these rows; columns that a row does not name are empty."""
    return Shop(
        {name: pa.Table.from_pylist(rows.get(name, []), schema=schema) for name, schema in READS.items()}
    )


def instant(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), UTC).replace(tzinfo=None)


def cast_shop() -> Shop:
    """The fixed cast's orders, one line each, at a known purchase price of half the net amount."""
    orders: list[Row] = [
        {
            "order_id": f"cast:{person.key}-{number}",
            "customer": person.key,
            "ordered_at": instant(day),
            "day": day,
            "country": "DE",
            "prices": "gross",
            "currency": "EUR",
            "amount_minor": person.amount_minor,
            "unit_costs_minor": person.amount_minor * 50 // 119,
        }
        for person in people.CAST
        for number, day in enumerate(person.order_days)
    ]
    return shop_of(orders=orders)


def small_shop(rng: np.random.Generator, customers: int = 60) -> Shop:
    """About four orders a customer over three and a half years, until a day after `people.UNTIL`."""
    return _Builder(rng, customers).shop()


class _Builder:
    def __init__(self, rng: np.random.Generator, customers: int) -> None:
        self._rng = rng
        self._customers = customers
        self._orders: list[Row] = []
        self._lines: list[Row] = []
        self._refunds: list[Row] = []
        self._payments: list[Row] = []
        self._tickets: list[Row] = []
        self._interactions: list[Row] = []
        self._touches: list[Row] = []
        self._points: list[Row] = []

    def shop(self) -> Shop:
        span = (people.UNTIL - START).days + 1
        for number in range(self._customers * 4):
            day = START + timedelta(days=int(self._rng.integers(span + 1)))
            self._order(f"s:{number:05d}", day)
        for number in range(self._customers // 20):
            self._called_off(number, START + timedelta(days=101 * number % span))
        for number in range(self._customers):
            self._beside_orders(number, START + timedelta(days=int(self._rng.integers(span + 1))))
        self._lines.append({"order_id": "s:nowhere", "position": 1, "amount_minor": 777, "kind": "goods"})
        self._delivered()
        for number, refund in enumerate(self._refunds):
            paid = refund["refunded_at"].date()  # type: ignore[attr-defined]  # rows hold anything
            refund["returned_day"] = paid - timedelta(days=number % 20 - 1) if number % 3 else None
        return shop_of(
            orders=self._orders,
            order_lines=self._lines,
            refunds=self._refunds,
            payments=self._payments,
            products=[
                {"product": "A", "unit_cost_minor": 333, "vat_bp": 700, "category": "tea"},
                {"product": "B", "unit_cost_minor": 1250, "category": "pots"},
                {"product": "C", "vat_bp": 1900},
            ],
            tickets=self._tickets,
            interactions=self._interactions,
            touches=self._touches,
            points=self._points,
            spend=self._spend(span),
            visits=self._visits(),
            carts=self._carts(),
            answers=self._answers(),
            stock=[
                {
                    "product": product,
                    "day": START + timedelta(days=days),
                    "quantity_milli": 1000 * (days % 7 - 1) if product == "A" else 1000 * (days % 3),
                }
                for days in range(0, span, 2)
                for product in ("A", "B")
            ],
            customers=[
                {"customer": 7, "kind": "staff", "acquisition_cost_minor": 400, "first_seen": START},
                {"customer": 8, "kind": "shop", "channel": "Fair", "acquisition_cost_minor": 1234},
                {"customer": 9, "channel": "Search"},
                {"customer": 10, "channel": "social"},
                {"customer": 990, "channel": "fair", "acquisition_cost_minor": 77, "first_seen": START},
                {"customer": 991, "acquisition_cost_minor": 55},
            ],
            identities=[
                {"identity": 3, "known_as": "number", "customer": 2, "reason": "same address"},
                {"identity": 2, "known_as": "number", "customer": 2, "reason": "first seen"},
            ],
        )

    def _delivered(self) -> None:
        """Days of delivery, promised and actual, either of which may be missing; one before the order."""
        for number, order in enumerate(self._orders):
            placed = order["ordered_at"].date()  # type: ignore[attr-defined]  # rows hold anything
            order["promised_day"] = placed + timedelta(days=3) if number % 3 else None
            order["delivered_day"] = placed + timedelta(days=number % 8 - 1) if number % 5 else None

    def _visits(self) -> list[Row]:
        """Of orders and of days beside them; who it is may be known late, or never."""
        steps = ("view", "product", "cart", "checkout", "payment", "purchase")
        return [
            {
                "visit_id": f"v{number}",
                "step": step,
                "customer": order["customer"] if place or number % 3 else None,
                "at": order["ordered_at"] + timedelta(days=number % 4),  # type: ignore[operator]  # rows hold anything
            }
            for number, order in enumerate(self._orders[::2])
            for place, step in enumerate(steps[: number % 7])
        ]

    def _answers(self) -> list[Row]:
        """Whether they would recommend the shop; some are asked something else, some say nothing."""
        return [
            {
                "answer_id": f"a{number}",
                "customer": order["customer"],
                "at": order["ordered_at"] + timedelta(days=number % 9),  # type: ignore[operator]  # rows hold anything
                "kind": ("nps", "NPS", "csat")[number % 3],
                "score": None if number % 11 == 0 else number % 11,
            }
            for number, order in enumerate(self._orders[::2])
        ]

    def _carts(self) -> list[Row]:
        return [
            {
                "cart_id": f"k{number}",
                "customer": order["customer"],
                "at": order["ordered_at"] - timedelta(days=number % 3),  # type: ignore[operator]  # rows hold anything
                "order_id": order["order_id"] if number % 4 == 0 else None,
            }
            for number, order in enumerate(self._orders[::3])
        ]

    def _beside_orders(self, number: int, day: date) -> None:
        """A ticket, a call, a message and points of somebody, each figure of which may be missing."""
        pick, customer = self._pick, self._pick(None, *range(1, self._customers + 1))
        at = instant(day)
        self._tickets.append(
            {
                "ticket_id": f"t{number}",
                "customer": customer,
                "opened_at": at,
                "day": pick(day, None),
                "minutes": pick(None, 0, 7, 25),
                "answered_at": pick(None, at + timedelta(minutes=37 * number % 5_000)),
            }
        )
        self._interactions.append(
            {"interaction_id": f"i{number}", "customer": customer, "at": at, "minutes": pick(None, 3, 11)}
        )
        self._touches.append(
            {
                "touch_id": f"m{number}",
                "customer": customer,
                "at": at,
                "day": day,
                "currency": "EUR",
                "cost_minor": pick(None, 3, 85),
            }
        )
        kind, count = pick(
            ("earned", 50),
            ("redeemed", -50),
            ("expired", -20),
            ("corrected", 5),
            ("corrected", -5),
            (None, 10),
            ("expired", 20),
        )  # type: ignore[misc]  # pairs, which `_pick` gives back as objects
        self._points.append(
            {
                "booking_id": f"p{number}",
                "customer": self._pick(*range(1, self._customers + 1)),
                "at": at,
                "kind": kind,
                "points": count,
                "value_minor": pick(None, 50, 49, -20),
            }
        )

    def _spend(self, span: int) -> list[Row]:
        """Of every fortieth day, by channel; some of it for channels that win nobody."""
        return [
            {
                "day": START + timedelta(days=days),
                "channel": channel,
                "campaign": "",
                "cost_minor": cost + days,
            }
            for days in range(0, span, 40)
            for channel, cost in (("search", 10_000), ("Social", 777), ("fair", 500), ("tv", 3_333))
        ]

    def _pick(self, *values: object) -> object:
        return values[int(self._rng.integers(len(values)))]

    def _amount(self) -> int:
        # Few distinct values make ties; odd ones make remainders.
        return int(self._rng.choice([0, 995, 1999, 2500, 4999, 10001, 123456]))

    def _order(self, order_id: str, day: date) -> None:
        customer = int(self._rng.integers(1, self._customers + 1))
        order: Row = {
            "order_id": order_id,
            "customer": None if self._rng.random() < 0.05 else customer,
            "ordered_at": instant(day, int(self._rng.integers(24))),
            "day": None if self._rng.random() < 0.1 else day,
            "channel": ("Search", "social", None, "affiliate")[len(self._orders) % 4],
            "country": self._pick("DE", "AT", "CH", "US", None),
            "prices": self._pick("gross", "gross", "net", "unknown", None),
            "currency": "EUR",
            "vat_bp": self._pick(None, None, 700),
            "voucher_minor": self._pick(None, None, 500),
            "shipping_charged_minor": self._pick(None, 495),
            "shipping_paid_minor": self._pick(None, 389),
            "payment_fee_minor": self._pick(None, 35),
            "kind": self._pick("shop", "shop", None, "marketplace", "test"),
        }
        kind = self._rng.integers(4)
        amount = self._amount()
        if kind == 0:
            order |= {"amount_minor": self._pick(amount, amount, None)}
            order |= {
                "tax_minor": self._pick(None, amount // 7),
                "margin_minor": self._pick(None, amount // 3),
            }
        elif kind == 1:
            order |= {"amount_minor": amount, "unit_costs_minor": self._pick(None, amount // 2)}
            self._line(order_id, 1, {"amount_minor": None})
        else:
            total = self._basket(order_id, plain=kind == 2)
            order |= {"amount_minor": total, "tax_minor": self._pick(None, max(total, 0) // 9)}
            order |= {"unit_costs_minor": self._pick(None, None, max(total, 0) // 3)}
        self._orders.append(order)
        self._afterwards(order, day)

    def _basket(self, order_id: str, *, plain: bool) -> int:
        total = 0
        for position in range(1, int(self._rng.integers(2, 6))):
            amount = self._amount()
            kinds = (
                ("goods",) if plain else ("goods", "goods", None, "shipping", "discount", "voucher", "fee")
            )
            kind = self._pick(*kinds, "adjustment" if not plain else "goods")
            amount = -amount // 10 if kind in ("discount", "voucher") else amount
            figures: Row = {
                "kind": kind,
                "amount_minor": amount,
                "quantity_milli": self._pick(1000, 2500, None),
            }
            if not plain:
                figures |= {
                    "product": self._pick("A", "B", "C", "Z", None),
                    "vat_bp": self._pick(None, None, 1900, 700),
                    "tax_minor": self._pick(None, None, amount // 8),
                    "unit_cost_minor": self._pick(None, None, 411),
                }
            if self._rng.random() < 0.2:
                figures |= {"amount_minor": None, "price_minor": amount + 100, "discount_minor": 100}
            self._line(order_id, position, figures)
            total += amount if kind in ("goods", "discount", None) else 0
        return max(total, 0)

    def _line(self, order_id: str, position: int, figures: Row) -> None:
        self._lines.append({"order_id": order_id, "position": position, **figures})

    def _called_off(self, number: int, day: date) -> None:
        """Four equal orders of a day: one stands, the others go by status, by number and by a bare note."""
        head: Row = {"customer": number + 1, "ordered_at": instant(day), "day": day, "prices": "net"}
        amounts: Row = {"currency": "EUR", "amount_minor": 4999, "shipping_charged_minor": 495}
        ids = [f"c:{number:05d}-{each}" for each in range(4)]
        self._orders += [{"order_id": each, **head, **amounts, "status": "complete"} for each in ids[:3]]
        self._orders.append({"order_id": ids[3], **head, **amounts, "status": "Cancelled"})
        back: Row = {
            "customer": number + 1,
            "refunded_at": instant(day),
            "day": day,
            "prices": "net",
            "amount_minor": 4999,
        }
        self._refunds.append({"refund_id": f"n:{number:05d}-0", "order_id": ids[2], **back})
        self._refunds.append({"refund_id": f"n:{number:05d}-1", **back})

    def _afterwards(self, order: Row, day: date) -> None:
        number = len(self._refunds)
        if self._rng.random() < 0.25:
            later = day + timedelta(days=int(self._rng.integers(0, 900)))
            known = self._rng.random() < 0.9
            self._refunds.append({
                "refund_id": f"r:{number:05d}",
                "order_id": order["order_id"] if known else self._pick(None, "s:gone"),
                "position": self._pick(None, 1, 2),
                "customer": self._pick(None, order["customer"]),
                "refunded_at": instant(later),
                "day": self._pick(later, None),
                "product": self._pick(None, "A", "B"),
                "kind": self._pick(None, "goods", "goods", "shipping"),
                "quantity_milli": self._pick(None, 1000, 500),
                "prices": self._pick(None, order["prices"], "net"),
                "country": self._pick(None, "AT"),
                "vat_bp": self._pick(None, None, 1900),
                "amount_minor": self._pick(order.get("amount_minor") or 0, self._amount(), -250),
                "unit_cost_minor": self._pick(None, None, 287),
                "handling_minor": self._pick(None, 290),
            })  # fmt: skip
        if self._rng.random() < 0.05:
            self._payments.append({
                "payment_id": f"p:{number:05d}-{order['order_id']}",
                "order_id": self._pick(order["order_id"], None),
                "customer": order["customer"],
                "paid_at": instant(day + timedelta(days=60)),
                "kind": self._pick("default", "default", "paid"),
                "amount_minor": self._amount(),
            })  # fmt: skip
        if len(self._orders) % 4 == 0:
            self._payments.append({
                "payment_id": f"d:{number:05d}-{order['order_id']}", "order_id": order["order_id"],
                "paid_at": instant(day + timedelta(days=14)), "kind": "due", "amount_minor": 11_900,
            })  # fmt: skip

"""As WooCommerce and its widespread order plugin export: an order a row, its items side by side, amounts net.

Headers: the plugin with `wt_import_key` (`shared/data/shop_exports/woocommerce`; WooCommerce itself writes no
order file with lines) and WooCommerce's own product file (wiki, "Product CSV Import Schema"). Guests have the
customer number 0. What coupons take off is spread over the items' totals; subtotals are before. What the
files cannot say: what a line was before it was reduced, VAT of a line, what shipping cost, days of
delivery. Amounts are rounded to net cents, so gross they are a cent off.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.exporting.books import Books
from treue.simulation.exporting.cells import Writing, words
from treue.simulation.world.chance import IntArray

WOOCOMMERCE = Writing()
FIRST_ORDER = 501
_STANDARD_BP = 1900
_PARTS = ("Name", "id", "SKU", "Quantity", "Total", "Subtotal")


def woocommerce_files(books: Books) -> dict[str, pa.Table]:
    """File name -> its cells as text, one column a header."""
    return {
        "orders.csv": _orders(books, books.facts["orders"]),
        "products.csv": _products(books.facts["products"]),
    }


def _orders(books: Books, orders: pa.Table) -> pa.Table:
    lines = books.facts["order_lines"]
    of = books.place(lines["order_id"]).to_numpy()
    gross, rate = lines["amount_minor"].to_numpy(), lines["vat_bp"].to_numpy()
    net, count = _net(gross, rate), len(orders)
    subtotal = np.bincount(of, net, count).astype(np.int64)
    coupon = _net(orders["voucher_minor"].to_numpy(), _mixed_bp(of, gross, net, count))
    charged = orders["shipping_charged_minor"].to_numpy()
    shipping = _net(charged, _STANDARD_BP)
    total = orders["amount_minor"].to_numpy() - orders["voucher_minor"].to_numpy() + charged
    signed = books.signed(orders)
    number = books.number(orders["order_id"], FIRST_ORDER)
    empty = pa.repeat("", count)
    home = {
        "first_name": signed.first, "last_name": signed.last, "company": empty, "address_1": signed.street,
        "address_2": empty, "postcode": signed.postcode,
        "city": signed.town(pc.equal(orders["country"].combine_chunks(), "AT")), "state": empty,
        "country": words(orders["country"]),
    }  # fmt: skip
    address = signed.typed(books.place(orders["order_id"]).to_numpy())

    def money(minor: IntArray) -> pa.Array:
        return WOOCOMMERCE.money(pa.array(minor))

    return pa.table(
        {
            "order_id": number,
            "order_number": number,
            "order_date": WOOCOMMERCE.instants(orders["ordered_at"]),
            "paid_date": WOOCOMMERCE.instants(orders["ordered_at"]),
            "status": pa.repeat("completed", count),
            "shipping_total": money(shipping),
            "shipping_tax_total": money(charged - shipping),
            "tax_total": money(total - (subtotal - coupon + shipping)),
            "cart_discount": money(coupon),
            "discount_total": money(coupon),
            "order_total": money(total),
            "order_subtotal": money(subtotal),
            "order_currency": pa.repeat("EUR", count),
            "payment_method": pa.repeat("bacs", count),
            "customer_id": pc.if_else(signed.is_guest, "0", signed.account),
            "customer_email": address,
            **{f"billing_{part}": column for part, column in home.items()},
            "billing_email": address,
            **{f"shipping_{part}": column for part, column in home.items()},
            "wt_import_key": number,
            "coupon_items": _coupons(orders, coupon),
            "refund_items": _refunds(books, count),
            **_items(books, of, net, _share(of, net, coupon, subtotal)),
        }
    )


def _items(books: Books, of: IntArray, net: IntArray, off: IntArray) -> dict[str, pa.Array]:
    """Six columns an item; as many items as the fullest order has."""
    lines, count = books.facts["order_lines"], len(books.order_ids)
    nth = np.arange(len(of)) - np.searchsorted(of, of)
    parts: Sequence[pa.Array] = (
        books.product(lines["product"], "name"),
        pc.index_in(lines["product"], value_set=books.facts["products"]["product"]).cast(pa.string()),
        words(lines["product"]),
        WOOCOMMERCE.pieces(lines["quantity_milli"]),
        WOOCOMMERCE.money(pa.array(net - off)),
        WOOCOMMERCE.money(pa.array(net)),
    )
    columns = {}
    for item in range(int(nth.max(initial=-1)) + 1):
        rows = np.flatnonzero(nth == item)
        at = np.full(count, -1)
        at[of[rows]] = rows
        place = pa.array(at, mask=at < 0)
        for part, cells in zip(_PARTS, parts, strict=True):
            flat = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
            columns[f"Product Item {item + 1} {part}"] = pc.fill_null(flat.take(place), "")
    return columns


def _refunds(books: Books, count: int) -> pa.Array:
    """amount:12.00|reason:|date:2026-02-01 10:00:00, one after the other with semicolons."""
    rows = books.facts.get("refunds")
    if rows is None:
        return pa.repeat("", count)
    of = books.place(rows["order_id"]).to_numpy()
    order = np.lexsort([rows["refunded_at"].to_numpy(), of])
    rows, of = rows.take(order), of[order]
    each = pc.binary_join_element_wise(
        "amount:", WOOCOMMERCE.money(rows["amount_minor"]), "|reason:", words(rows["reason"]),
        "|date:", WOOCOMMERCE.instants(rows["refunded_at"]), "",
    )  # fmt: skip
    starts = np.searchsorted(of, np.arange(count + 1))
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(starts, pa.int32()), each), ";")


def _coupons(orders: pa.Table, coupon: IntArray) -> pa.Array:
    told = pc.binary_join_element_wise(
        "code:", words(orders["voucher_code"]), "|amount:", WOOCOMMERCE.money(pa.array(coupon)), ""
    )
    return pc.if_else(pa.array(coupon > 0), told, "")


def _products(rows: pa.Table) -> pa.Table:
    count = len(rows)
    reduced = pc.less(rows["vat_bp"].combine_chunks(), _STANDARD_BP)
    return pa.table(
        {
            "ID": pa.array(range(1, count + 1)).cast(pa.string()),
            "Type": pa.repeat("simple", count),
            "SKU": words(rows["product"]),
            "Name": words(rows["name"]),
            "Published": pa.repeat("1", count),
            "Tax status": pa.repeat("taxable", count),
            "Tax class": pc.if_else(reduced, "reduced-rate", ""),
            "In stock?": pa.repeat("1", count),
            "Regular price": WOOCOMMERCE.money(rows["list_price_minor"]),
            "Categories": words(rows["category"]),
            "Cost of goods": WOOCOMMERCE.money(rows["unit_cost_minor"]),
            "Brands": words(rows["brand"]),
        }
    )


def _net(gross: IntArray, rate_bp: IntArray | int) -> IntArray:
    return np.asarray(np.rint(gross * 10_000 / (10_000 + np.asarray(rate_bp))), np.int64)


def _mixed_bp(of: IntArray, gross: IntArray, net: IntArray, count: int) -> IntArray:
    """The VAT rate of each order's goods taken together."""
    whole, without = np.bincount(of, gross, count), np.bincount(of, net, count)
    return np.rint((whole / np.maximum(without, 1) - 1) * 10_000).astype(np.int64)


def _share(of: IntArray, net: IntArray, coupon: IntArray, subtotal: IntArray) -> IntArray:
    """What of each order's coupon falls to each line; the cents of an order add up to it."""
    upto = np.cumsum(net)
    begun = np.searchsorted(of, np.arange(len(coupon)))
    before = (upto - net)[begun][of]
    done = np.rint((upto - before) * coupon[of] / np.maximum(subtotal[of], 1)).astype(np.int64)
    first = np.diff(of, prepend=-1) != 0
    earlier = np.where(first, 0, np.concatenate([[0], done[:-1]]))
    return np.asarray(done - earlier, np.int64)

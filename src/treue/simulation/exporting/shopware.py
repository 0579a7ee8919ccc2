"""As Shopware 6 exports: the built-in profiles "Default orders", "Default product", "Default customer".

Headers: the profiles' mappings in shopware/shopware (`Migration1627983652AddOrderExportProfile`, the product
profile with purchase prices, `Migration1626696809AddImportExportCustomerProfile`); an order's line items are
"2x <product id>|1x <product id>" (`OrderSerializer`). An order is one row with the total that was charged.
What the files cannot say: what of the total is goods, shipping or voucher, prices of lines, VAT, refunds.
"""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.exporting.books import Books
from treue.simulation.exporting.cells import Writing, words
from treue.simulation.world.chance import About, Chance, IntArray

SHOPWARE = Writing(instant="%Y-%m-%dT%H:%M:%S.000+00:00", zone="UTC")
FIRST_ORDER = 10_001


def shopware_files(books: Books) -> dict[str, pa.Table]:
    """File name -> its cells as text, one column a header."""
    return {
        "orders.csv": _orders(books, books.facts["orders"]),
        "products.csv": _products(books, books.facts["products"]),
        "customers.csv": _customers(books, books.facts["customers"]),
    }


def _orders(books: Books, orders: pa.Table) -> pa.Table:
    signed = books.signed(orders)
    place = books.place(orders["order_id"])
    is_abroad = pc.equal(orders["country"].combine_chunks(), "AT")
    charged = pc.subtract(
        pc.add(orders["amount_minor"], orders["shipping_charged_minor"]), orders["voucher_minor"]
    )
    empty, number = pa.repeat("", len(orders)), place.to_numpy()
    country = _ids(books, pc.if_else(is_abroad, 1, 0).to_numpy(), 3)
    home = {
        "street": signed.street, "zipcode": signed.postcode, "city": signed.town(is_abroad), "company": empty,
        "department": empty, "country_id": country, "country_state_id": empty,
    }  # fmt: skip
    return pa.table(
        {
            "id": _ids(books, number, 0),
            "order_number": books.number(orders["order_id"], FIRST_ORDER),
            "sales_channel_id": _ids(books, number * 0, 1),
            "customer_firstname": signed.first,
            "customer_lastname": signed.last,
            "customer_email": signed.typed(number),
            **{f"billing_address_{part}": column for part, column in home.items()},
            **{f"shipping_address_{part}": column for part, column in home.items()},
            "amount_total": SHOPWARE.money(charged),
            "order_state_id": _ids(books, number * 0, 2),
            "line_items": _items(books),
            "order_date_time": SHOPWARE.instants(orders["ordered_at"]),
        }
    )


def _items(books: Books) -> pa.Array:
    lines = books.facts["order_lines"]
    product = pc.index_in(lines["product"], value_set=books.facts["products"]["product"]).to_numpy()
    pieces = SHOPWARE.pieces(lines["quantity_milli"])
    each = pc.binary_join_element_wise(pieces, "x ", _ids(books, product, 4), "")
    place = books.place(lines["order_id"]).to_numpy()
    starts = place.searchsorted(range(len(books.order_ids) + 1))
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(starts, pa.int32()), each), "|")


def _products(books: Books, rows: pa.Table) -> pa.Table:
    count = len(rows)
    net = pc.divide(pc.multiply(rows["list_price_minor"], 10_000), pc.add(rows["vat_bp"], 10_000))
    place = pa.array(range(count)).to_numpy()
    return pa.table(
        {
            "id": _ids(books, place, 4),
            "parent_id": pa.repeat("", count),
            "product_number": words(rows["product"]),
            "active": pa.repeat("1", count),
            "stock": pa.repeat("100", count),
            "name": words(rows["name"]),
            "description": pa.repeat("", count),
            "price_net": SHOPWARE.money(net),
            "price_gross": SHOPWARE.money(rows["list_price_minor"]),
            "purchase_prices_net": SHOPWARE.money(rows["unit_cost_minor"]),
            "tax_id": _ids(books, rows["vat_bp"].to_numpy(), 5),
            "tax_rate": SHOPWARE.percent(rows["vat_bp"]),
            "tax_name": pc.binary_join_element_wise(SHOPWARE.percent(rows["vat_bp"]), "%", " "),
            "manufacturer_name": words(rows["brand"]),
            "categories": words(rows["category"]),
        }
    )


def _customers(books: Books, rows: pa.Table) -> pa.Table:
    signed, count = books.signed(rows), len(rows)
    is_abroad = pc.equal(rows["country"].combine_chunks(), "AT")
    home = {
        "id": _ids(books, signed.number, 6), "first_name": signed.first, "last_name": signed.last,
        "street": signed.street, "zipcode": signed.postcode, "city": signed.town(is_abroad),
        "country": words(rows["country"]),
    }  # fmt: skip
    return pa.table(
        {
            "id": _ids(books, signed.number * 3 + signed.which, 7),
            "customer_number": pa.array(signed.number * 3 + signed.which + 20_000).cast(pa.string()),
            "first_name": signed.first,
            "last_name": signed.last,
            "email": signed.address,
            "active": pa.repeat("1", count),
            "guest": pc.if_else(signed.is_guest, "1", "0"),
            "customer_group": pa.repeat("Standard-Kundengruppe", count),
            "language": pa.repeat("de-DE", count),
            "sales_channel": pa.repeat("Storefront", count),
            **{f"billing_{part}": column for part, column in home.items()},
            **{f"shipping_{part}": column for part, column in home.items()},
        }
    )


def _ids(books: Books, number: IntArray, what: int) -> pa.Array:
    """Keys of Shopware's database, 32 hexadecimal digits, a pure function of what is counted."""
    chance = Chance(books.persons.chance.seed)
    halves = (chance.start(About.NAME, number, 100 + 2 * what + half).tolist() for half in range(2))
    return pa.array([f"{one:016x}{other:016x}" for one, other in zip(*halves, strict=True)])

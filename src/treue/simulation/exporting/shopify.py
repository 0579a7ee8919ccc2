"""As Shopify's admin exports: orders a row a line, what holds for the order on its first row only.

Headers: the 79 columns of the order export and one order as a shop got it (a test fixture of a public shop
back end, `shared/data/shop_exports/shopify`); the product and customer export as public importers read them.
What the files cannot say: VAT of a line, an article's launch, whom a number means (people are addresses),
when and for which lines something was refunded.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from treue.simulation.exporting.books import Books
from treue.simulation.exporting.cells import Writing, words
from treue.simulation.world.chance import FloatArray, IntArray

SHOPIFY = Writing(instant="%Y-%m-%d %H:%M:%S %z")
FIRST_ORDER = 1001

_ORDERS = (
    "Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at",
    "Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code",
    "Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name",
    "Lineitem price", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping",
    "Lineitem taxable", "Lineitem fulfillment status", "Billing Name", "Billing Street",
    "Billing Address1", "Billing Address2", "Billing Company", "Billing City", "Billing Zip",
    "Billing Province", "Billing Country", "Billing Phone", "Shipping Name", "Shipping Street",
    "Shipping Address1", "Shipping Address2", "Shipping Company", "Shipping City", "Shipping Zip",
    "Shipping Province", "Shipping Country", "Shipping Phone", "Notes", "Note Attributes", "Cancelled at",
    "Payment Method", "Payment Reference", "Refunded Amount", "Vendor", "Outstanding Balance", "Employee",
    "Location", "Device ID", "Id", "Tags", "Risk Level", "Source", "Lineitem discount", "Tax 1 Name",
    "Tax 1 Value", "Tax 2 Name", "Tax 2 Value", "Tax 3 Name", "Tax 3 Value", "Tax 4 Name", "Tax 4 Value",
    "Tax 5 Name", "Tax 5 Value", "Phone", "Receipt Number", "Duties", "Billing Province Name",
    "Shipping Province Name", "Payment ID", "Payment Terms Name", "Next Payment Due At",
    "Payment References",
)  # fmt: skip


def shopify_files(books: Books) -> dict[str, pa.Table]:
    """File name -> its cells as text, one column a header."""
    books = books.with_pieces_together
    return {
        "orders_export.csv": _orders(books, books.facts["order_lines"]),
        "products_export.csv": _products(books.facts["products"]),
        "customers_export.csv": _customers(books, books.facts["customers"]),
    }


def _orders(books: Books, lines: pa.Table) -> pa.Table:
    heads, first = books.heads, books.is_first
    signed = books.signed(heads)
    place = books.place(lines["order_id"]).to_numpy()
    goods, back = books.summed("order_lines", "amount_minor"), books.summed("refunds", "amount_minor")
    orders = books.facts["orders"]
    voucher, shipping = (orders[name].to_numpy() for name in ("voucher_minor", "shipping_charged_minor"))
    total = goods - voucher + shipping
    paid = np.where(back <= 0, 0, np.where(back >= total, 2, 1))
    status = pa.array(["paid", "partially_refunded", "refunded"]).take(pa.array(paid[place]))
    gross = np.where(goods > 0, total / np.maximum(goods, 1), 0.0)  # tax of all charged, as of its goods
    tax = np.rint(_tax_of(books, lines) * gross).astype(np.int64)

    def once(column: pa.Array | str) -> pa.Array:
        return pc.if_else(first, column, "")

    def order_money(minor: IntArray) -> pa.Array:
        return once(SHOPIFY.money(pa.array(minor[place])))

    piece = pc.divide(pc.multiply(lines["price_minor"], 1000), lines["quantity_milli"])
    town = signed.town(pc.equal(heads["country"].combine_chunks(), "AT"))
    home = {
        "Name": signed.full, "Street": signed.street, "Address1": signed.street, "City": town,
        "Zip": signed.postcode, "Country": words(heads["country"]),
    }  # fmt: skip
    told = {
        "Name": pc.binary_join_element_wise("#", books.number(lines["order_id"], FIRST_ORDER), ""),
        "Email": signed.typed(place),
        "Financial Status": once(status),
        "Paid at": once(SHOPIFY.instants(heads["ordered_at"])),
        "Fulfillment Status": once("fulfilled"),
        "Accepts Marketing": once("no"),
        "Currency": once("EUR"),
        "Subtotal": order_money(goods - voucher),
        "Shipping": order_money(shipping),
        "Taxes": order_money(tax),
        "Total": order_money(total),
        "Discount Code": once(words(heads["voucher_code"])),
        "Discount Amount": order_money(voucher),
        "Shipping Method": once("Standard"),
        "Created at": SHOPIFY.instants(heads["ordered_at"]),
        "Lineitem quantity": SHOPIFY.pieces(lines["quantity_milli"]),
        "Lineitem name": books.product(lines["product"], "name"),
        "Lineitem price": SHOPIFY.money(piece),
        "Lineitem sku": words(lines["product"]),
        "Lineitem requires shipping": "true",
        "Lineitem taxable": "true",
        "Lineitem fulfillment status": "fulfilled",
        "Lineitem discount": SHOPIFY.money(lines["discount_minor"]),
        "Refunded Amount": order_money(back),
        "Vendor": books.product(lines["product"], "brand"),
        "Outstanding Balance": once("0.00"),
        "Id": once(pc.add(books.place(lines["order_id"]), 5_000_000_000).cast(pa.string())),
        "Risk Level": once("Low"),
        "Source": once("web"),
        "Tax 1 Name": once("MwSt"),
        "Tax 1 Value": order_money(tax),
        **{
            f"{kind} {part}": once(column)
            for kind in ("Billing", "Shipping")
            for part, column in home.items()
        },
    }
    return _filled(_ORDERS, told, len(lines))


def _tax_of(books: Books, lines: pa.Table) -> FloatArray:
    """VAT in the goods of each order."""
    rate = lines["vat_bp"].to_numpy()
    tax = lines["amount_minor"].to_numpy() * rate / (10_000 + rate)
    place = books.place(lines["order_id"]).to_numpy()
    return np.bincount(place, tax, len(books.order_ids)).astype(np.float64)


def _products(rows: pa.Table) -> pa.Table:
    """A row a variant; what is said of the model stands at its first."""
    handle = pc.list_element(pc.split_pattern(words(rows["product"]), "-"), 0)
    codes = pc.dictionary_encode(handle).indices.to_numpy()
    first = pa.array(np.isin(np.arange(len(rows)), np.unique(codes, return_index=True)[1]))

    def once(column: pa.Array | str) -> pa.Array:
        return pc.if_else(first, column, "")

    return pa.table(
        {
            "Handle": pc.utf8_lower(handle),
            "Title": once(pc.replace_substring_regex(words(rows["name"]), r" [^ ]+$", "")),
            "Vendor": once(words(rows["brand"])),
            "Type": once(words(rows["category"])),
            "Published": once("true"),
            "Option1 Name": once("Farbe"),
            "Option1 Value": pc.replace_substring_regex(words(rows["name"]), "^.* ", ""),
            "Variant SKU": words(rows["product"]),
            "Variant Price": SHOPIFY.money(rows["list_price_minor"]),
            "Variant Taxable": pa.repeat("true", len(rows)),
            "Cost per item": SHOPIFY.money(rows["unit_cost_minor"]),
            "Status": once("active"),
        }
    )


def _customers(books: Books, rows: pa.Table) -> pa.Table:
    """A row a person: whoever has two accounts stands here twice, under one address."""
    signed = books.signed(rows)
    number = pc.binary_join_element_wise("'", pa.array(signed.number + 7_000_000_000).cast(pa.string()), "")
    return pa.table(
        {
            "Customer ID": number,
            "First Name": signed.first,
            "Last Name": signed.last,
            "Email": signed.address,
            "Accepts Email Marketing": pa.repeat("no", len(rows)),
            "Default Address Address1": signed.street,
            "Default Address City": signed.town(pc.equal(rows["country"].combine_chunks(), "AT")),
            "Default Address Country Code": words(rows["country"]),
            "Default Address Zip": signed.postcode,
        }
    )


def _filled(headers: tuple[str, ...], told: dict[str, pa.Array | str], count: int) -> pa.Table:
    """All headers in their order; a text stands in every row, and nothing where nothing is told."""
    cells = [told.get(name, "") for name in headers]
    return pa.table(
        [pa.repeat(each, count) if isinstance(each, str) else each for each in cells], names=list(headers)
    )

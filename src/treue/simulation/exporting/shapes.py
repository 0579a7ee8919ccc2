"""The register of shapes: which files a system exports, and how it writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from treue.simulation.exporting import german, shopify, shopware, woocommerce
from treue.simulation.exporting.blemishes import Blunder, Mischief
from treue.simulation.exporting.books import Books


@dataclass(frozen=True, slots=True)
class Shape:
    """How a system exports.

    Args:
        files: what it writes, as text.
        lines: the file of order lines; it gets the broken and doubled rows.
        first: the first order's number.
        wrong: what goes wrong there; a broken order was never refunded.
        delimiter: between cells.
        is_quoted: whether every cell stands in quotation marks.
        mark: bytes before the first header.
        ends: of lines.
    """

    files: Callable[[Books], dict[str, pa.Table]]
    lines: str
    first: int
    wrong: Mischief
    delimiter: str = ","
    is_quoted: bool = False
    mark: bytes = b""
    ends: bytes = b"\n"


SHAPES: Mapping[str, Shape] = {
    "german": Shape(
        files=german.german_files,
        lines="bestellungen.csv",
        first=german.FIRST_ORDER,
        wrong=Mischief(
            number="Bestellnummer",
            begins="",
            blunders=(
                Blunder("Einzelpreis", "auf Anfrage", "not_a_number"),
                Blunder("Bestelldatum", "31.02.2025 10:15", "impossible_date"),
                Blunder("Menge", "zwei", "not_a_number"),
                Blunder("Bestelldatum", "", "missing_time"),
                Blunder("Einzelpreis", "#WERT!", "not_a_number"),
                Blunder("Bestelldatum", "00.00.0000 00:00", "impossible_date"),
            ),
        ),
        delimiter=";",
        mark=b"\xef\xbb\xbf",
        ends=b"\r\n",
    ),
    "shopify": Shape(
        files=shopify.shopify_files,
        lines="orders_export.csv",
        first=shopify.FIRST_ORDER,
        wrong=Mischief(
            number="Name",
            begins="#",
            blunders=(
                Blunder("Lineitem price", "see offer", "not_a_number"),
                Blunder("Created at", "2025-02-31 10:15:00 +0100", "impossible_date"),
                Blunder("Created at", "", "missing_time"),
            ),
            left_out=("Refunded Amount",),
        ),
    ),
    "woocommerce": Shape(
        files=woocommerce.woocommerce_files,
        lines="orders.csv",
        first=woocommerce.FIRST_ORDER,
        wrong=Mischief(
            number="order_number",
            begins="",
            blunders=(
                Blunder("order_date", "0000-00-00 00:00:00", "impossible_date"),
                Blunder("cart_discount", "#VALUE!", "not_a_number"),
                Blunder("order_date", "", "missing_time"),
            ),
            left_out=("refund_items",),
        ),
    ),
    "shopware": Shape(
        files=shopware.shopware_files,
        lines="orders.csv",
        first=shopware.FIRST_ORDER,
        wrong=Mischief(
            number="order_number",
            begins="",
            blunders=(
                Blunder("amount_total", "see offer", "not_a_number"),
                Blunder("order_date_time", "2025-02-31T10:15:00.000+00:00", "impossible_date"),
                Blunder("order_date_time", "", "missing_time"),
            ),
        ),
        delimiter=";",
        is_quoted=True,
    ),
}

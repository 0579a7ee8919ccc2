"""The radar as tables of a snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np
import pyarrow as pa

from treue.segments.radar.alignment import Aligned
from treue.segments.radar.answers import BoolArray, FloatArray, IntArray
from treue.segments.radar.appetite import Agreement, Appetite, kinds
from treue.segments.radar.groups import Shown
from treue.segments.radar.questionnaire import SCALES, VALUES
from treue.segments.radar.reliability import Reliability

ANSWERS = "radar_customers"
"""The one table that holds what single people answered: from it they are deleted alone."""

_TEXT, _WHOLE, _REAL = pa.string(), pa.int64(), pa.float64()


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


OVERVIEW = _schema(
    customers=_WHOLE, answered=_WHOLE, refused=_WHOLE, seen=_WHOLE,
    bold=_WHOLE, careful=_WHOLE, compared=_WHOLE,
    correlation=_REAL, correlation_low=_REAL, correlation_high=_REAL,
)  # fmt: skip
SCALE_ROWS = _schema(
    scale=_TEXT, answers=_WHOLE, alpha=_REAL, alpha_low=_REAL, alpha_high=_REAL, company=_REAL,
    company_centred=_REAL, doubt=_REAL,
)  # fmt: skip
GROUPS = _schema(
    grouping=_TEXT, name=_TEXT, scale=_TEXT, customers=_WHOLE, answers=_WHOLE, effective=_REAL, score=_REAL,
    mean=_REAL, low=_REAL, high=_REAL,
)  # fmt: skip
RISK_COLUMNS = (
    "appetite", "appetite_low", "appetite_high", "early_adoption", "variety", "discounts", "returned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """How many there are, how many of them answered on all values, and whose answers may not be used."""

    customers: int
    answered: int
    refused: int


def overview(told: Answered, done: Appetite | None, agreed: Agreement | None) -> pa.Table:
    """One row, as `OVERVIEW`; empty where behaviour tells nobody apart, or too few did and said something."""
    row: dict[str, object] = dict(zip(("customers", "answered", "refused"), astuple(told), strict=True))
    if done is not None:
        kind = kinds(done)
        row |= {"seen": len(kind), "bold": int((kind > 0).sum()), "careful": int((kind < 0).sum())}
    if agreed is not None:
        names = "compared", "correlation", "correlation_low", "correlation_high"
        row |= dict(zip(names, astuple(agreed), strict=True))
    return pa.Table.from_pylist([row], schema=OVERVIEW)


def scales(known: Mapping[str, Reliability], company: FloatArray | None, shared: float) -> pa.Table:
    """As `SCALE_ROWS`; the shop has no score for the appetite for risk.

    Args:
        known: of each scale.
        company: the shop's own profile.
        shared: `shared_doubt` of the six values.
    """
    doubt = float(np.sqrt(shared * (1 - 1 / len(VALUES))))
    own = {} if company is None else dict(zip(VALUES, company.tolist(), strict=True))
    middle = 0.0 if company is None else float(company.mean())
    return pa.Table.from_pylist(
        [
            {
                "scale": scale,
                "answers": each.answers,
                "alpha": each.alpha,
                "alpha_low": each.low,
                "alpha_high": each.high,
                "company": own.get(scale),
                "company_centred": own[scale] - middle if scale in own else None,
                "doubt": doubt if scale in VALUES else None,
            }
            for scale, each in known.items()
        ],
        schema=SCALE_ROWS,
    )


def groups(shown: Sequence[Shown]) -> pa.Table:
    """As `GROUPS`."""
    columns = list(zip(*map(astuple, shown), strict=True)) or [()] * len(GROUPS)
    told = [_told(column, field.type) for column, field in zip(columns, GROUPS, strict=True)]
    return pa.table(told, schema=GROUPS)


def customers(
    customer: IntArray, scores: FloatArray, complete: BoolArray, aligned: Aligned | None
) -> pa.Table:
    """customer, a score per scale, alignment with its interval; empty where not all was answered.

    Args:
        customer: shape (n,).
        scores: shape (n, 7).
        complete: shape (n,), who answered on all values.
        aligned: of those; None without a profile of the shop.
    """
    beside = np.full((3, len(customer)), np.nan)
    if aligned is not None:
        beside[:, complete] = aligned.alignment, aligned.low, aligned.high
    names = (*SCALES, "alignment", "alignment_low", "alignment_high")
    columns = (*scores.T, *beside)
    told = {name: _told(column, _REAL) for name, column in zip(names, columns, strict=True)}
    return pa.table({"customer": pa.array(customer, _WHOLE), **told})


def risk(customer: IntArray, done: Appetite | None) -> pa.Table:
    """customer, `RISK_COLUMNS`, kind (bold, careful, or empty); no rows where nobody can be told apart."""
    found = np.zeros((0, len(RISK_COLUMNS)))
    kind = np.zeros(0, np.int64)
    if done is not None:
        found, kind = np.column_stack([done.mean, done.low, done.high, done.signs]), kinds(done)
    told = {name: _told(column, _REAL) for name, column in zip(RISK_COLUMNS, found.T, strict=True)}
    words = pa.array(["careful", None, "bold"], _TEXT).take(pa.array(kind + 1))
    return pa.table({"customer": pa.array(customer[: len(kind)], _WHOLE), **told, "kind": words})


def _told(column: object, kind: pa.DataType) -> pa.Array:
    """An array in which what is not known is empty."""
    return pa.array(column, kind, from_pandas=True)

"""What a run says of itself in its manifest, as far as the page tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from treue.errors import BrokenHome
from treue.report.growing import Growing, read_growing
from treue.report.model_card import Card, read_card
from treue.report.plain import listed, mapping, number

_DAYS_PER_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A total with its 80 % interval."""

    mean: float
    median: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Run:
    """One run of Treue.

    Args:
        name: of the run.
        until: the last day that was looked at.
        currency: ISO 4217.
        horizon_days: how far ahead the forecast looks.
        discount_per_year: taken off what comes later; 0.1 is 10 % a year.
        model: as `--model` calls it.
        parameters: of the purchase model and the spend model, by the papers' letters.
        units: of those parameters that have one: "day", "week", or "money".
        log_likelihood: of the purchase model; None where it has none.
        choices: language -> one sentence on why this model; empty where a person named it.
        orders: expected orders of the whole base.
        value_minor: expected margin of the whole base; None where no amounts are known.
        test_split: last day the back-test learned from; None without a back-test.
        test_customers: how many customers it asked, where it did not ask all.
        test_horizon_days: how far the back-test looked ahead.
        test_ranges: intervals of the orders the back-test forecast in total, by "80" and "95"; those known.
        warned_days: how far warnings look ahead, and within which dates of next orders hold.
        card: how the forecast was made and tried; None for a run that has none.
        warnings: kind and sentence of each that is not named as missing.
        missing: what nobody told us: names of figures.
        settings: as text, by their keys; empty for a run that kept none.
        growing: whether the base grows, and how an earlier plan did; None for a run that says nothing of it.
    """

    name: str
    until: date
    currency: str
    horizon_days: int
    discount_per_year: float
    model: str
    parameters: Mapping[str, float]
    units: Mapping[str, str]
    log_likelihood: float | None
    choices: Mapping[str, str]
    orders: Estimate
    value_minor: Estimate | None
    test_split: date | None
    test_horizon_days: int | None
    test_customers: int | None
    test_ranges: Mapping[str, tuple[float, float]]
    warned_days: int
    card: Card | None
    warnings: Sequence[tuple[str, str]]
    missing: Sequence[str]
    settings: Mapping[str, str]
    growing: Growing | None = None

    @property
    def is_revenue(self) -> bool:
        """Whether value is revenue, for want of what goods cost."""
        return "costs" in self.missing

    @property
    def horizon_months(self) -> int | None:
        """The horizon in whole months, or None where it is not close to any."""
        months = round(self.horizon_days / _DAYS_PER_MONTH)
        is_close = months > 0 and abs(self.horizon_days - months * _DAYS_PER_MONTH) < 2
        return months if is_close else None


def read_manifest(manifest: Mapping[str, object]) -> Run:
    """Take from a manifest what the page needs.

    Raises:
        BrokenHome: a key is missing or holds something else than it should.
    """
    try:
        return _read(manifest)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BrokenHome(
            f"manifest: {type(error).__name__} {error}; expected run, until, currency, horizon_days, model "
            "and totals as `treue run` writes them. Run `treue run` again."
        ) from error


def _read(manifest: Mapping[str, object]) -> Run:
    totals = mapping(manifest["totals"])
    test = mapping(manifest.get("back_test") or {})
    parameters = mapping(manifest.get("parameters") or {}) | mapping(manifest.get("spend_parameters") or {})
    orders = _estimate(totals["orders"])
    if orders is None:
        raise ValueError("totals.orders is empty")
    likelihood = manifest.get("log_likelihood")
    missing = [str(each) for each in listed(manifest, "missing")]
    return Run(
        name=str(manifest["run"]),
        until=date.fromisoformat(str(manifest["until"])),
        currency=str(manifest["currency"]),
        horizon_days=int(number(manifest["horizon_days"])),
        discount_per_year=number(manifest.get("discount_per_year") or 0.0),
        model=str(manifest["model"]),
        parameters={name: number(value) for name, value in parameters.items()},
        units=_units(manifest),
        log_likelihood=None if likelihood is None else number(likelihood),
        choices={"en": str(manifest.get("choice") or ""), "de": str(manifest.get("choice_german") or "")},
        orders=orders,
        value_minor=_estimate(totals.get("value_minor")),
        test_split=date.fromisoformat(str(test["split"])) if test.get("split") else None,
        test_horizon_days=int(number(test["horizon_days"])) if test.get("horizon_days") else None,
        test_customers=int(number(test["customers"])) if test.get("sampled") else None,
        test_ranges=_ranges(mapping(test.get("total") or {})),
        warned_days=int(number(manifest["warned_days"])),
        card=read_card(manifest.get("card")),
        warnings=_beside(_warnings(manifest), missing),
        missing=missing,
        settings={key: str(value) for key, value in mapping(manifest.get("settings") or {}).items()},
        growing=read_growing(manifest.get("growth")),
    )


def _units(manifest: Mapping[str, object]) -> dict[str, str]:
    """Of the purchase model's scales, and of the spend model's."""
    unit = str(manifest.get("unit") or "")
    return dict.fromkeys(map(str, listed(manifest, "scales")), unit) | {"gamma": "money"}


def _estimate(value: object) -> Estimate | None:
    if value is None:
        return None
    parts = mapping(value)
    if parts.get("mean") is None:
        return None
    return Estimate(*(number(parts[name]) for name in ("mean", "median", "low", "high")))


def _ranges(total: Mapping[str, object]) -> dict[str, tuple[float, float]]:
    ends = {share: listed(total, share) for share in ("80", "95") if share in total}
    return {share: (number(low), number(high)) for share, (low, high) in ends.items()}


def _warnings(manifest: Mapping[str, object]) -> list[tuple[str, str]]:
    told = map(mapping, listed(manifest, "warnings"))
    return [(str(each["kind"]), str(each["text"])) for each in told]


def _beside(warnings: list[tuple[str, str]], missing: Sequence[str]) -> list[tuple[str, str]]:
    """The warnings that the list of what is missing does not already tell."""
    return [(kind, text) for kind, text in warnings if not (missing and kind == "MissingFigures")]

"""`treue backtest`: how well the forecast would have done on a past we know."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from treue.cli.asking import About, Terms, day_of, mappings_of, settings_from, settings_of
from treue.cli.terminal import print_json, print_table, say, say_warnings, silent, warnings_as_json
from treue.loop.backtest_file import FileTest, backtest_file
from treue.loop.night.backtesting import Tested
from treue.loop.value_file import FileQuestion
from treue.units import Period
from treue.value.backtest import Row

_ABOUT, _TERMS = About(), Terms()
_HEAD = (
    "",
    "forecast",
    "RMSE",
    "MAE",
    "CRPS",
    "bias",
    "Gini",
    "of value",
    "in 80 %",
    "weekly",
    "cumul.",
    "s",
)


def backtest(
    file: Path,
    *,
    split: Annotated[list[str] | None, Parameter(negative="")] = None,
    about: About = _ABOUT,
    terms: Terms = _TERMS,
    config: Path | None = None,
    json: bool = False,
) -> None:
    """Forecast a past we know as treue value would have, beside every model and four naive forecasts.

    Args:
        file: orders or order lines, as for treue value.
        split: last day of the calibration, given again for more splits; where a night would cut unless set.
        about: the file.
        terms: the forecast; without --horizon all that came after the split is forecast.
        config: settings file; treue.toml here, if there is one, unless named.
        json: one object, for programs.
    """
    settings = settings_of(about, terms, settings_from(config))
    question = FileQuestion(file, mappings_of(about, settings), settings)
    days = [day for text in split or [] if (day := day_of(text, "--split"))]
    horizon = Period.parse(terms.horizon) if terms.horizon else None
    answer = backtest_file(question, days, horizon, silent if json else say)
    if json:
        print_json(_as_json(answer))
        return
    for tested in answer.tested:
        _print(tested)
    say_warnings(answer.warnings)


def _as_json(answer: FileTest) -> dict[str, object]:
    return {
        "splits": [
            {
                "split": tested.split.isoformat(),
                "horizon_days": tested.horizon_days,
                "reason": tested.reason,
                "orders": tested.orders,
                "oracle_top_decile_units": tested.oracle_units,
                "oracle_top_decile_value": tested.oracle_value,
                "models": [_row_as_json(row) for row in tested.rows],
            }
            for tested in answer.tested
        ],
        "warnings": warnings_as_json(answer.warnings),
    }


def _row_as_json(row: Row) -> dict[str, object]:
    return {
        "model": row.model,
        "naive": row.is_naive,
        "chosen": row.is_chosen,
        "mae": row.errors.mae,
        "mae_median": row.errors.mae_median,
        "rmse": row.errors.rmse,
        "bias": row.errors.bias,
        "spearman": row.errors.spearman,
        "gini_units": row.gini_units,
        "gini_value": row.gini_value,
        "top_decile_units": row.top_decile_units,
        "top_decile_value": row.top_decile_value,
        "crps": row.crps,
        "coverage": dict(row.coverage),
        "coverage_repeat": dict(row.coverage_repeat),
        "coverage_closed": dict(row.coverage_closed),
        "total": {share: {"low": low, "high": high} for share, (low, high) in row.total.items()},
        "tracking_weekly": row.tracking_weekly,
        "tracking_four_weekly": row.tracking_four_weekly,
        "tracking_cumulative": row.tracking_cumulative,
        "weeks_inside": row.weeks_inside,
        "calibration": [
            {"predicted": each.predicted_mean, "actual": each.actual_mean, "customers": each.customers}
            for each in row.deciles
        ],
        "seconds": round(row.seconds, 3),
    }


def _print(tested: Tested) -> None:
    title = f"Learned up to {tested.split}, judged by the {tested.horizon_days} days after it"
    print_table(_HEAD, [_cells(row) for row in tested.rows], title)
    print(
        f"The best possible top 10 %: {_share(tested.oracle_units)} of orders"
        f"{f', {_share(tested.oracle_value)} of value' if tested.oracle_value is not None else ''}. "
        f"* is what auto forecasts. {tested.reason}"
    )
    print(
        "RMSE of the mean, MAE of the median, CRPS of all chances: orders per customer, lower is better. "
        "bias: of the total. Gini: how well customers are sorted by orders, and by value. in 80 %: share of "
        "customers in their interval. weekly, cumul.: error of weekly and running totals. s: seconds."
    )
    chosen = next((row for row in tested.rows if row.is_chosen), None)
    if chosen is not None:
        low, high = chosen.total["80"]
        expected = sum(each.predicted_mean * each.customers for each in chosen.deciles)
        print(
            f"In total {expected:,.0f} orders were expected, mostly (80 %) {low:,.0f} to {high:,.0f}; "
            f"{tested.orders:,.0f} came."
        )
        deciles = [
            (f"{place}", f"{each.predicted_mean:.3f}", f"{each.actual_mean:.3f}", f"{each.customers:,}")
            for place, each in enumerate(chosen.deciles, 1)
        ]
        print_table(("tenth", "predicted", "came", "customers"), deciles, f"Orders by tenths, {chosen.model}")


def _cells(row: Row) -> tuple[str, ...]:
    errors = row.errors
    return (
        "*" if row.is_chosen else "",
        row.model,
        _figure(errors.rmse),
        _figure(errors.mae if errors.mae_median is None else errors.mae_median),
        _figure(row.crps),
        _share(errors.bias),
        _figure(row.gini_units),
        _figure(row.gini_value),
        _share(row.coverage.get("80")),
        _share(row.tracking_weekly),
        _share(row.tracking_cumulative),
        f"{row.seconds:.1f}",
    )


def _figure(number: float | None) -> str:
    return "" if number is None else f"{number:.3f}"


def _share(number: float | None) -> str:
    return "" if number is None else f"{number:.1%}"

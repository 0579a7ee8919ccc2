"""How good early warnings and next-order dates are on public data, hits and misses alike.

    PYTHONPATH=tests/value:tests/value/warning:tests/value/next_order python bench/early_warning.py [SET ...]

Prints the tables of docs/numbers/warning.md and next-order.md. Public sets below TREUE_DATA (default
../shared/data), read as tests read them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from time import process_time

import numpy as np
from public_diaries import day_of, public_diary, public_lines
from scipy.special import expit, logit
from test_learning import auc, logistic_rfm, tenths_off
from test_refills import again

from treue.value.diary import Diary
from treue.value.next_order import (
    Gaps,
    Refills,
    Rhythm,
    days_to_next,
    demand_at,
    late,
    needs_at,
    own_mean_gap,
)
from treue.value.next_order.demand import pieces_by_week
from treue.value.tournament.origins import Origin
from treue.value.tournament.stands import Stand
from treue.value.warning.learning import USUAL, learn_risk
from treue.value.warning.odds import shift_to
from treue.value.warning.risk import model_silent

DATA = Path(os.environ.get("TREUE_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
RISKS = {
    "cdnow": (91, ("1997-09-30", "1997-11-15", "1997-12-31", "1998-02-14", "1998-03-31")),
    "online_retail": (91, ("2011-06-11", "2011-07-26", "2011-09-09")),
    "complete_journey": (28, ("2017-11-04", "2017-11-18", "2017-12-02", "2017-12-04")),
    "grocery": (91, ("2007-04-01", "2007-06-30", "2007-09-30")),
}
DATES = (
    ("cdnow", 91, "1997-09-30"), ("cdnow", 91, "1998-03-31"), ("online_retail", 91, "2011-09-09"),
    ("complete_journey", 28, "2017-12-04"), ("complete_journey", 91, "2017-09-30"), ("grocery", 91, "2007-09-30"),
)  # fmt: skip


def main() -> None:
    asked = sys.argv[1:] or list(RISKS)
    print(
        "| set, day | customers | silent | AUC | own repeat buyers | model alone | logistic RFM | off by tenths | of a perfect model (95 %) | level | fit |"
    )
    for name in asked:
        for split in RISKS[name][1]:
            print(risk_row(name, RISKS[name][0], split), flush=True)
    print(
        "\n| set, day, days ahead | asked | ours | own mean gap | middle error, both | between | chance: said, came | AUC | late: uniform? |"
    )
    for name, days, split in DATES:
        if name in asked:
            print(date_row(name, days, split), flush=True)
    if "complete_journey" in asked:
        print(
            "\n| day | pairs | bought again in 14 days: said, came | AUC | of time since | due: listed, said, came | "
            "pieces in 2 weeks: said, came | in the interval | off a week: ours, last 4 weeks, the weeks before |"
        )
        for split in ("2017-08-31", "2017-10-31", "2017-12-03"):
            print(product_row(split), flush=True)


def risk_row(name: str, days: int, split: str) -> str:
    whole, origin = public_diary(DATA, name), Origin(day_of(split), days)
    began = process_time()
    learned = learn_risk(whole, origin)
    took = process_time() - began
    stand = Stand.at(origin, whole)
    fitted = USUAL.fit(stand.seen)
    risk, silent = learned.silent(stand.seen, fitted), (stand.came == 0).astype(np.float64)
    again = stand.seen.histories.frequency > 0
    held = expit(logit(risk) + shift_to(logit(risk), float(silent.mean())))
    rng = np.random.default_rng(1)
    perfect = [tenths_off(held, (rng.random(len(held)) < held).astype(float)) for _ in range(300)]
    figures = (
        f"{len(risk):,}", f"{100 * silent.mean():.1f} %", f"{auc(silent, risk):.4f}", f"{auc(silent[again], risk[again]):.4f}",
        f"{auc(silent, model_silent(stand.seen, fitted, days)):.4f}", f"{auc(silent, logistic_rfm(whole, stand)):.4f}",
        f"{100 * tenths_off(held, silent):.2f}", f"{100 * np.quantile(perfect, 0.95):.2f}",
        f"{100 * (risk.mean() - silent.mean()):+.1f}", f"{took:.2f} s",
    )  # fmt: skip
    return f"| {name}, {split} | " + " | ".join(figures) + " |"


def date_row(name: str, days: int, split: str) -> str:
    whole, day = public_diary(DATA, name), day_of(split)
    needs = needs_at(whole.orders, day, days)
    wait = days_to_next(whole.orders, needs.customer, day)
    came = wait <= days
    asked = came & (needs.orders >= 2)
    ours, naive = (
        np.abs(each - wait)[asked] for each in (needs.date(), own_mean_gap(whole.orders, needs, day, days))
    )
    low, high = needs.between()
    inside = ((wait >= low) & (wait <= high))[came].mean()
    said = needs.chance[:, -1]
    surely = late(needs)
    known = ~np.isnan(surely)
    figures = (
        f"{asked.sum():,}", f"{ours.mean():.1f}", f"{naive.mean():.1f}", f"{np.median(ours):.0f}, {np.median(naive):.0f}",
        f"{100 * inside:.0f} %", f"{100 * said.mean():.1f} %, {100 * came.mean():.1f} %", f"{auc(came.astype(float), said):.3f}",
        lateness(whole, day), f"{100 * came[known & (surely > 0.9)].mean():.0f} %, {100 * came[known & (surely <= 0.9)].mean():.0f} %",
    )  # fmt: skip
    return f"| {name}, {split}, {days} | " + " | ".join(figures) + " |"


def product_row(split: str) -> str:
    bought, day = public_lines(DATA), day_of(split)
    refills = Refills.at(day, bought)
    came, chance, due = again(bought, refills, 14), refills.chance(14), refills.due(14)
    demand = demand_at(day, bought, 2, np.random.default_rng(1))
    real = pieces_by_week(bought, demand.product, day, 2)
    before = pieces_by_week(bought, demand.product, day - 14, 2)
    usual = pieces_by_week(bought, demand.product, day - 28, 4).mean(axis=1, keepdims=True)
    off = ", ".join(f"{np.abs(each - real).mean():.1f}" for each in (demand.mean, usual, before))
    figures = (
        f"{len(refills):,}", f"{100 * chance.mean():.1f} %, {100 * came.mean():.1f} %", f"{auc(came, chance):.3f}",
        f"{auc(came, -refills.now.days):.3f}",
        f"{len(due.chance):,}, {100 * due.chance.mean():.0f} %, {100 * came[chance >= 0.5].mean():.0f} %",
        f"{demand.mean.sum():,.0f}, {real.sum():,.0f}",
        f"{100 * ((real >= demand.low) & (real <= demand.high)).mean():.0f} %", off,
    )  # fmt: skip
    return f"| {split} | " + " | ".join(figures) + " |"


def lateness(whole: Diary, day: int) -> str:
    """Learned up to a day; of gaps from three orders on that were closed after it, the shares below .5, .8 and .9."""
    orders = whole.orders
    rhythm = Rhythm.learn(Gaps.of(orders.customer, orders.day, day)[0])
    end = int(orders.day.max())
    gaps, _ = Gaps.of(orders.customer, orders.day, end)
    # Begun after the day and ended, in the first half of what is left: so that long ones can be seen to end.
    fresh = gaps.where(
        (gaps.began < end - day) & (gaps.began > (end - day) / 2) & gaps.is_closed & (gaps.earlier >= 2)
    )
    told = rhythm.lateness(fresh)
    return ", ".join(f"{100 * (told <= share).mean():.0f}" for share in (0.5, 0.8, 0.9))


if __name__ == "__main__":
    main()

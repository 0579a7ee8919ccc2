"""CPU seconds from orders in memory to histories, and from histories to the fitted purchase models.

    python bench/fit.py LOG.parquet|LOG.csv [--customer customer_id] [--day date] [--repeats 3]

LOG has one row an order with a whole number for its customer and an ISO date. All threads count.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow.csv
import pyarrow.parquet

from treue.value.histories import Histories, IntArray
from treue.value.purchases import MODELS

Made = TypeVar("Made")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("log", type=Path)
    asked.add_argument("--customer", default="customer_id")
    asked.add_argument("--day", default="date")
    asked.add_argument("--repeats", type=int, default=3)
    given = asked.parse_args()
    customer, day = orders(given.log, given.customer, given.day)
    for _ in range(given.repeats):
        measure(customer, day)


def orders(log: Path, customer: str, day: str) -> tuple[IntArray, IntArray]:
    if log.suffix == ".csv":
        table = pyarrow.csv.read_csv(log)
    else:
        table = pyarrow.parquet.read_table(log, columns=[customer, day])
    days = table[day].to_numpy().astype("datetime64[D]").astype(np.int64)
    return table[customer].to_numpy().astype(np.int64), days


def measure(customer: IntArray, day: IntArray) -> None:
    histories, _ = timed("histories", lambda: Histories.from_orders(customer, day)[0])
    (distinct, _), _ = timed("distinct", histories.compress)
    say("sizes", orders=len(day), customers=len(histories), distinct=len(distinct))
    for name, model in MODELS.items():
        fitted, seconds = timed(f"{name} fit", partial(model().fit, histories))
        say(
            name,
            cpu_s=seconds,
            log_likelihood=fitted.log_likelihood,
            **fitted.whole_numbers,
            **fitted.parameters,
        )
        timed(f"{name} expected orders", partial(fitted.expected_orders, distinct, 365))
        timed(f"{name} variance", partial(fitted.orders_variance, distinct, 365))


def timed(step: str, work: Callable[[], Made]) -> tuple[Made, float]:
    begin = time.process_time()
    made = work()
    seconds = round(time.process_time() - begin, 4)
    say(step, cpu_s=seconds)
    return made, seconds


def say(step: str, **figures: float) -> None:
    print(json.dumps({"step": step, **figures}), flush=True)


if __name__ == "__main__":
    main()

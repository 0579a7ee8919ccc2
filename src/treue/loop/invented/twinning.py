"""From a shop's facts to its twin: a home of people who do not exist, and a card that says how good it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from treue.errors import BadOption, NothingAccepted
from treue.facts.declared import TABLES
from treue.facts.manifest import Manifest, write_manifest
from treue.loop.currency import currency_of
from treue.loop.home import SETTINGS, Home
from treue.loop.invented.twin_card import Card, Trial, card_of
from treue.loop.night import valuing
from treue.loop.passing import Say
from treue.simulation.telling.rows import Rows, together
from treue.simulation.twin.drawing import draw
from treue.simulation.twin.law import Law, law_of
from treue.simulation.twin.learning import learn
from treue.simulation.twin.likeness import features_of, nearness, told_apart
from treue.simulation.twin.playing import invent
from treue.simulation.twin.reading import Assortment, assortment_of, seen_of
from treue.simulation.twin.seen import Seen
from treue.simulation.twin.tables import articles, goods_back, goods_days
from treue.simulation.twin.telling import Shelf, tell_articles, tell_twins
from treue.value.making import make
from treue.value.reads import READS
from treue.value.sales.tables import Facts as FactsTables
from treue.value.staging import ledger_stages
from treue.warehouse.engine import Engine, EngineOptions
from treue.warehouse.opening import open_engine

FEWEST = 200
"""Customers below which a half would teach too little to be judged by the other."""

MOST, MOST_DAYS = 6_000, 80_000
"""Customers, and their order days, from whom is learned; of more a sample, by luck."""

CARD = "twin.json"
"""In a twin's home: the card, and the mark that the folder may be replaced."""

_BLOCK = 25_000
_READ = ("orders_placed", "sales", "refunds_netted")
_SETTINGS = """\
# A twin: nobody in it exists. What was learned, and how like it is, stands in twin.json.

[shop]
name = "{name}"
currency = "{currency}"
country = "{country}"

[vat]
prices = "net"
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted.

    Args:
        customers: how many twins; as many as the shop has unless said.
        seed: another one gives other twins.
    """

    customers: int | None = None
    seed: int = 1


@dataclass(frozen=True)
class Original:
    """The shop a twin is made of.

    Args:
        seen: its customers' orders.
        assortment: its articles.
        currency: of all amounts.
    """

    seen: Seen
    assortment: Assortment
    currency: str


def make_twin(home: Home, folder: Path, asked: Asked, say: Say) -> Card:
    """Learn, judge, invent, write.

    Args:
        home: the shop's; only its facts are read.
        folder: new, empty, or an earlier twin, which is replaced; a home afterwards.
        asked: how many, and the seed.
        say: told what passes.

    Raises:
        BadOption: the folder holds something else, or nobody is to be invented.
        NothingAccepted: too few customers to learn from.
    """
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / CARD).exists())):
        raise BadOption(
            f"{folder} holds something that is no twin, and would be overwritten. Name a new folder."
        )
    if asked.customers is not None and asked.customers < 1:
        raise BadOption(f"A twin of {asked.customers} customers is none; ask for one at least.")
    original = read_original(home)
    seen = original.seen
    if len(seen) < FEWEST:
        raise NothingAccepted(
            f"{home.folder} knows {len(seen):,} customers; a twin is learned from {FEWEST:,} or more, half "
            "of them to learn from and half to judge by. Load more of the past: treue load."
        )
    rng = np.random.default_rng(asked.seed)
    say(f"{len(seen):,} customers, {len(seen.day):,} days with an order.")
    say("1/3 learn from one half, judge by the other")
    trial = judge(seen, asked.seed, rng)
    say("2/3 learn from all")
    some = sample(seen, MOST, MOST_DAYS, rng)
    learned = learn(some, rng)
    law = law_of(some, learned)
    count = len(seen) if asked.customers is None else asked.customers
    say(f"3/3 invent {count:,} customers")
    card = card_of(some, learned, trial, original.currency)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CARD).write_text(card.as_json() + "\n", encoding="utf-8")
    told = home.settings.shop
    settings = _SETTINGS.format(
        name=told.name.replace('"', "'"), currency=original.currency, country=told.country
    )
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    _write(law, original, folder, (count, asked.seed))
    return card


def judge(seen: Seen, seed: int, rng: np.random.Generator) -> Trial:
    """Learn from one half, and hold twins beside the other."""
    some = sample(seen, 2 * MOST, 2 * MOST_DAYS, rng)
    side = rng.permutation(len(some)) < len(some) // 2
    trained, strangers = some.of(side), some.of(~side)
    law = law_of(trained, learn(trained, rng))
    twins = invent(law, draw(law, np.arange(len(strangers)), seed), seed)
    area, error = told_apart(features_of(strangers), features_of(twins))
    return Trial(area, error, nearness(trained, strangers, twins), len(strangers))


def sample(seen: Seen, customers: int, days: int, rng: np.random.Generator) -> Seen:
    """So many customers at most, with so many order days on average at most; drawn by luck."""
    share = min(1.0, customers / max(len(seen), 1), days / max(len(seen.day), 1))
    if share >= 1:
        return seen
    return seen.of(np.sort(rng.permutation(len(seen))[: max(int(share * len(seen)), 2)]))


def read_original(home: Home) -> Original:
    """What a twin is learned from, read off a home's facts.

    Raises:
        NothingAccepted: there are no orders.
    """
    store = home.facts
    if not store.rows("orders"):
        raise NothingAccepted(
            f"{home.folder} holds no orders yet. Load some: treue load orders.csv --home {home.folder}"
        )
    with _engine(home) as engine, store.reading():
        for table, schema in READS.items():
            engine.load(table, schema, store.files(table))
        currency = currency_of(engine, home.settings.shop.currency)
        terms = valuing.ledger_terms(home.settings, currency.code if currency.is_mixed else None)
        stages = {stage.name: stage for stage in ledger_stages(terms)}
        upto = list(stages).index("refunds_netted") + 1
        make(engine, tuple(stages.values())[:upto], _READ, [name for name in READS if not store.rows(name)])
        orders, sold, back = (stages[name].made for name in _READ)
        lines = FactsTables.declared().order_lines
        days = engine.read(goods_days(sold, lines)).read_all()
        returned = engine.read(goods_back(back, orders)).read_all()
        assortment = assortment_of(engine.read(articles(sold, lines)).read_all())
        last = engine.read(orders.aggregate(last=orders.day.max())).read_all().column("last")[0].as_py()
    return Original(seen_of(days, returned, valuing.day_number(last)), assortment, currency.code)


@contextmanager
def _engine(home: Home) -> Iterator[Engine]:
    """An engine for this question alone; its scratch goes with it."""
    folder = home.work / "twin"
    folder.mkdir(parents=True, exist_ok=True)
    engine, secret = home.settings.engine, home.settings.secret
    options = EngineOptions(
        memory=engine.memory, scratch=folder, postgres=secret.postgres, spark_master=engine.spark_master,
        run="twin",
    )  # fmt: skip
    try:
        with open_engine(engine.name, options) as opened:
            yield opened
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write(law: Law, original: Original, folder: Path, wanted: tuple[int, int]) -> None:
    """All twins, block by block, so that memory does not grow with their number."""
    count, seed = wanted
    shelf = Shelf(original.assortment, original.currency)
    for name in TABLES:
        shutil.rmtree(folder / "facts" / name, ignore_errors=True)
    written: dict[str, list[tuple[str, int]]] = {}
    for block, begin in enumerate(range(0, count, _BLOCK)):
        twins = draw(law, np.arange(begin, min(begin + _BLOCK, count)), seed)
        told: list[Rows] = tell_twins(invent(law, twins, seed), shelf, seed)
        if not block:
            told += tell_articles(shelf, law.first)
        for name, rows in together(told).items():
            file = f"{name}-{block + 1:06}.parquet"
            _put(rows.rows, folder / "facts" / name / file)
            written.setdefault(name, []).append((file, len(rows)))
    for name, files in written.items():
        write_manifest(
            folder / "facts" / name, Manifest(1, tuple(file for file, _ in files), sum(n for _, n in files))
        )


def _put(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd")

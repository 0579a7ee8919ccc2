"""The settings, section by section: name, default, what it means, how its text is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from treue.settings import parse
from treue.units import Period

T = TypeVar("T")
_MODELS = ("auto", "bg-nbd", "mbg-nbd", "mbg-cnbd", "pareto-nbd", "sbg")
_A_YEAR = Period.parse("12mo")


def _setting(default: T, meaning: str, read: Callable[[str], T]) -> T:
    return field(default=default, metadata={"meaning": meaning, "read": read})


@dataclass(frozen=True, slots=True)
class Shop:
    """Who we work for."""

    name: str = _setting("Shop", "shown in titles", parse.text)
    currency: str = _setting("EUR", "holds where a file names none", parse.currency)
    country: str = _setting("DE", "decides the VAT where an order names no country", parse.country)
    zone: str = _setting("Europe/Berlin", "the shop's day begins at midnight here", parse.zone)
    staff: tuple[str, ...] = _setting(
        (), "mail domains and customer groups whose orders are the shop's own people", parse.names
    )
    language: str = _setting(
        "de",
        "of pages and reports: de or en; once set, of the terminal too, which else speaks as the system does",
        parse.one_of("de", "en"),
    )


@dataclass(frozen=True, slots=True)
class Vat:
    """Value added tax; it comes off before any margin."""

    prices: str = _setting(
        "unknown",
        "whether amounts include VAT: gross, net or unknown",
        parse.one_of("gross", "net", "unknown"),
    )
    rates: tuple[tuple[str, int], ...] = _setting(
        (), "standard rates in per cent that differ from the built-in ones: DE=19, CH=8.1", parse.rates
    )


@dataclass(frozen=True, slots=True)
class Value:
    """How a customer's worth is computed."""

    margin: float | None = _setting(
        None, "share of net revenue that is margin, where no purchase prices are known: 40%", parse.share
    )
    horizon: Period = _setting(_A_YEAR, "how far ahead: 90d, 39w, 12mo, 1y", parse.period)
    discount: float = _setting(0.10, "rate per year at which later money counts less", parse.rate)
    model: str = _setting(
        "auto",
        f"{', '.join(_MODELS[:-1])} or {_MODELS[-1]}",
        parse.one_of(*_MODELS),
    )
    spend: str = _setting(
        "all", "orders the spend model learns from: all, or repeat (classical)", parse.one_of("all", "repeat")
    )
    unit: str = _setting(
        "week", "unit in which model parameters are told: day or week", parse.one_of("day", "week")
    )
    by_day: str = _setting(
        "no",
        "whether bg-nbd, mbg-nbd and pareto-nbd mend what whole days hide: yes, or no as published",
        parse.one_of("no", "yes"),
    )
    first_orders: str = _setting(
        "keep",
        "customers whose first order in the file may not be their first: keep, or drop from the fit",
        parse.one_of("keep", "drop"),
    )
    leave_out: tuple[str, ...] = _setting(
        (), "kinds of orders to leave out: marketplace, business, staff, test", parse.kinds
    )


@dataclass(frozen=True, slots=True)
class Tiers:
    """Who is platinum, gold, iron and lead."""

    limits: parse.Limits = _setting(
        parse.Limits("share", (Decimal(20), Decimal(30), Decimal(30))),
        "of platinum, gold, iron: share 20 30 30 (per cent), from 500 200 50 (profit), most 100 400 1000",
        parse.limits,
    )
    losses_are_lead: str = _setting(
        "yes",
        "whether who brings less than nothing is lead in any case: yes or no",
        parse.one_of("yes", "no"),
    )


@dataclass(frozen=True, slots=True)
class Costs:
    """What customers cost beside their orders."""

    service_hour: Decimal | None = _setting(
        None, "what an hour of customer service costs you, in the shop's currency: 36.50", parse.amount
    )


@dataclass(frozen=True, slots=True)
class ValuesProfile:
    """What the shop itself stands for; held against its customers' values once all six are told."""

    quality: float | None = _setting(None, "how much you stand for quality that lasts, 1 to 5", parse.score)
    price: float | None = _setting(None, "for good prices, 1 to 5", parse.score)
    sustainability: float | None = _setting(None, "for people and nature, 1 to 5", parse.score)
    novelty: float | None = _setting(None, "for what is new, 1 to 5", parse.score)
    tradition: float | None = _setting(None, "for what has proven itself, 1 to 5", parse.score)
    service: float | None = _setting(None, "for advice and service, 1 to 5", parse.score)


@dataclass(frozen=True, slots=True)
class Engine:
    """Where tables are computed."""

    name: str = _setting("duckdb", "duckdb, postgres or spark", parse.one_of("duckdb", "postgres", "spark"))
    memory: str = _setting("4GB", "what DuckDB may use before it spills to disk", parse.text)
    spark_master: str = _setting("local[2]", "for Spark", parse.text)


@dataclass(frozen=True, slots=True)
class Web:
    """Where the pages are, and who is told what."""

    address: str = _setting("127.0.0.1", "that `treue serve` listens on; 0.0.0.0 for every one", parse.text)
    port: int = _setting(8420, "it listens on", parse.port)
    hosts: tuple[str, ...] = _setting(
        (), "names under which the pages are reached: treue.shop.de", parse.names
    )
    https: str = _setting(
        "no",
        "whether a proxy with TLS stands before the pages: yes or no; yes makes cookies secure",
        parse.one_of("no", "yes"),
    )
    calls: int = _setting(3000, "what one key of the API may ask in a minute", parse.calls)
    night_at: str = _setting(
        "03:30", "when the worker computes everything anew, in the shop's zone", parse.clock
    )
    mail_at: str = _setting("07:00", "when the page Today goes out as a mail without names", parse.clock)
    mail_to: tuple[str, ...] = _setting((), "who gets it; nobody unless set", parse.names)
    mail_from: str = _setting("treue@localhost", "sender of that mail and of new passwords", parse.text)


@dataclass(frozen=True, slots=True)
class Backup:
    """Where copies of all that cannot be made again go, and when."""

    folder: str = _setting(
        "", "where the worker puts a backup each day, best on another disk; none unless set", parse.folder
    )
    at: str = _setting("02:30", "when it does, in the shop's zone", parse.clock)
    keep: int = _setting(14, "how many of them stay; older ones are deleted", parse.kept)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Never in treue.toml, never shown."""

    key: str = _setting("", "keys customer numbers; made and kept in the home where unset", parse.text)
    postgres: str = _setting("", "connection string for the PostgreSQL engine", parse.text)
    database: str = _setting(
        "",
        "address of the operational database, postgresql://user:password@host/name; else SQLite in the home",
        parse.text,
    )
    mail: str = _setting(
        "",
        "how mail is handed over, as smtp://user:password@host:587; printed to the terminal where unset",
        parse.text,
    )
    metrics: str = _setting("", "lets who shows it read /metrics from elsewhere", parse.text)


@dataclass(frozen=True, slots=True)
class Settings:
    """All sections, the raw `[[files]]` and `[[sources]]` entries, and where each value came from."""

    shop: Shop = field(default_factory=Shop)
    vat: Vat = field(default_factory=Vat)
    value: Value = field(default_factory=Value)
    tiers: Tiers = field(default_factory=Tiers)
    costs: Costs = field(default_factory=Costs)
    values_profile: ValuesProfile = field(default_factory=ValuesProfile)
    engine: Engine = field(default_factory=Engine)
    web: Web = field(default_factory=Web)
    backup: Backup = field(default_factory=Backup)
    secret: Secrets = field(default_factory=Secrets)
    files: tuple[Mapping[str, object], ...] = ()
    sources: tuple[Mapping[str, object], ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)

"""How a setting's text becomes its value; each says in one phrase what is allowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal
from zoneinfo import ZoneInfo

from treue.errors import BadOption
from treue.units import Period, is_currency, parse_share

KINDS = ("marketplace", "business", "staff", "test")


def text(value: str) -> str:
    """As written."""
    return value


def currency(text: str) -> str:
    """An ISO 4217 code."""
    if not is_currency(text):
        raise ValueError("an ISO 4217 code such as EUR, CHF or GBP")
    return text


def country(text: str) -> str:
    """An ISO 3166-1 alpha-2 code."""
    if len(text) != 2 or not text.isalpha() or not text.isupper():
        raise ValueError("an ISO 3166-1 code of two capitals such as DE, AT or CH")
    return text


def zone(text: str) -> str:
    """A name of the IANA time zone database."""
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError("an IANA time zone such as Europe/Berlin") from None
    return text


def period(text: str) -> Period:
    """A span of time: 90d, 12mo."""
    try:
        return Period.parse(text)
    except BadOption:
        raise ValueError("a span of 1 or more with its unit: 90d, 39w, 12mo or 1y") from None


def share(text: str) -> float | None:
    """A share, or nothing."""
    if not text:
        return None
    try:
        return parse_share(text)
    except BadOption:
        raise ValueError("a share such as 40% or 0.4") from None


def amount(text: str) -> Decimal | None:
    """An amount of money, zero or more, or nothing."""
    if not text:
        return None
    try:
        read = Decimal(text)
    except InvalidOperation:
        read = Decimal(-1)
    if not (read.is_finite() and read >= 0):
        raise ValueError("an amount of zero or more with a point: 36.50")
    return read


def score(text: str) -> float | None:
    """A score from 1 to 5, or nothing."""
    if not text:
        return None
    try:
        read = float(text)
    except ValueError:
        read = 0.0
    if not 1 <= read <= 5:
        raise ValueError("a number from 1 to 5 with a point: 4.5")
    return read


KindOfLimit = Literal["share", "from", "most"]
KINDS_OF_LIMITS: tuple[KindOfLimit, ...] = ("share", "from", "most")


@dataclass(frozen=True, slots=True)
class Limits:
    """Of platinum, gold and iron.

    Args:
        kind: share, from or most.
        limits: per cent, least profit or number of customers.
    """

    kind: KindOfLimit
    limits: tuple[Decimal, Decimal, Decimal]

    def __str__(self) -> str:
        return " ".join((self.kind, *map(str, self.limits)))


def limits(text: str) -> Limits:
    """Three limits of one kind."""
    kind, *told = text.split() or [""]
    try:
        numbers = tuple(map(Decimal, told))
    except InvalidOperation:
        numbers = ()
    for known in KINDS_OF_LIMITS:
        if (
            kind == known
            and len(numbers) == 3
            and all(map(Decimal.is_finite, numbers))
            and _fit(kind, numbers)
        ):
            return Limits(known, (numbers[0], numbers[1], numbers[2]))
    kinds = "share 20 30 30 (per cent), from 500 200 50 (profit) or most 100 400 1000 (customers)"
    raise ValueError(f"three limits: {kinds}{_unfit(kind, numbers)}")


def _unfit(kind: str, numbers: Sequence[Decimal]) -> str:
    """What is wrong with three numbers of a known kind."""
    if kind not in KINDS_OF_LIMITS or len(numbers) != 3 or not all(map(Decimal.is_finite, numbers)):
        return ""
    if kind == "from":
        return "; platinum begins highest, then gold, then iron"
    if any(limit < 0 or limit != limit.to_integral_value() for limit in numbers):
        return "; whole numbers, zero or more"
    return f"; these are {sum(numbers)}% together, which is more than 100"


def _fit(kind: str, numbers: Sequence[Decimal]) -> bool:
    if kind == "from":
        return list(numbers) == sorted(numbers, reverse=True)
    whole = all(limit == limit.to_integral_value() and limit >= 0 for limit in numbers)
    return whole and (kind == "most" or sum(numbers) <= 100)


def rate(text: str) -> float:
    """A rate per year."""
    try:
        return parse_share(text)
    except BadOption:
        raise ValueError("a rate per year such as 10% or 0.1") from None


def rates(text: str) -> tuple[tuple[str, int], ...]:
    """Turn "DE=19, CH=8.1" into (("DE", 1900), ("CH", 810)): basis points."""
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    try:
        return tuple((country(code.strip()), _basis_points(rate)) for code, _, rate in pairs)
    except (ValueError, OverflowError):
        raise ValueError("countries with their rate in per cent: DE=19, AT=20, CH=8.1") from None


def _basis_points(per_cent: str) -> int:
    points = round(float(per_cent) * 100)
    if not 0 <= points <= 10_000:
        raise ValueError
    return points


def kinds(value: str) -> tuple[str, ...]:
    """Kinds of orders between commas."""
    told = names(value)
    if set(told) - set(KINDS):
        raise ValueError("some of " + ", ".join(KINDS))
    return told


def names(text: str) -> tuple[str, ...]:
    """Words between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def one_of(*allowed: str) -> Callable[[str], str]:
    """Only these words."""

    def parse(text: str) -> str:
        if text not in allowed:
            raise ValueError("one of " + ", ".join(allowed))
        return text

    return parse


def port(text: str) -> int:
    """A port of this machine."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ValueError("a port from 1 to 65535")
    return int(text)


def calls(text: str) -> int:
    """How often something may be asked."""
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise ValueError("a whole number from 1 to 1000000")
    return int(text)


def folder(text: str) -> str:
    """A folder of this machine, or nothing."""
    if text and not text.startswith("/"):
        raise ValueError("a whole path such as /backups")
    return text


def kept(text: str) -> int:
    """How many of something stay."""
    if not text.isdecimal() or not 0 < int(text) <= 1_000:
        raise ValueError("a whole number from 1 to 1000")
    return int(text)


def clock(text: str) -> str:
    """A time of day."""
    hours, _, minutes = text.partition(":")
    if not (hours.isdecimal() and minutes.isdecimal() and int(hours) < 24 and int(minutes) < 60):
        raise ValueError("a time of day such as 03:30")
    return f"{int(hours):02}:{int(minutes):02}"

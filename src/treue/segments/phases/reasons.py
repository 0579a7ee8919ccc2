"""Why somebody moved, as a sentence with its numbers: English, German."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from treue.errors import BadOption
from treue.segments.phases.limits import FIRST, Limit, PhaseRule
from treue.segments.phases.moves import REASONS
from treue.segments.phases.names import FAREWELL

_SAID: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "seen": (
            "First seen, no order yet.",
            "Erstmals erfasst, noch ohne Bestellung.",
        ),
        "first-order": (
            "First order.",
            "Erste Bestellung.",
        ),
        "bought-before": (
            "First order in the file; there may have been earlier ones.",
            "Erste Bestellung in den Daten; es kann frühere geben.",
        ),
        "second-order": (
            "Second order after {silence}.",
            "Zweite Bestellung nach {silence}.",
        ),
        "came-back": (
            "Ordered again after a silence of {silence}; the limit was {limit}.",
            "Nach {silence} Pause wieder bestellt; die Grenze lag bei {limit}.",
        ),
        "overdue-first": (
            (
                "No second order for {silence}. Of those{where} who order a second time, {share} do so "
                "within {limit}."
            ),
            (
                "Seit {silence} keine zweite Bestellung. Von denen, die{where} ein zweites Mal bestellen,"
                " tun das {share} innerhalb von {limit}."
            ),
        ),
        "overdue": (
            (
                "No order for {silence}, usually one {rhythm}. Of those{where} who come again at a "
                "similar rhythm, {share} are back within {limit}."
            ),
            (
                "Seit {silence} keine Bestellung, sonst {rhythm} eine. Von denen, die{where} bei "
                "ähnlichem Rhythmus wiederkommen, sind {share} innerhalb von {limit} wieder da."
            ),
        ),
        "gone-quiet": (
            (
                "No order for {silence}. Of those{where} silent for more than {limit}, fewer than {few} "
                "order within the next {ahead}."
            ),
            (
                "Seit {silence} keine Bestellung. Von denen, die{where} länger als {limit_plain} still "
                "sind, bestellen innerhalb von {ahead} weniger als {few}."
            ),
        ),
        "gone-late": (
            "No order for {silence}: half as long again as the limit of reactivation.",
            "Seit {silence} keine Bestellung: anderthalbmal so lange wie die Grenze zur Reaktivierung.",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one customer moved; the numbers of one row of `Moves`.

    Args:
        key: one of `REASONS`.
        after: code of the phase that began.
        silence_days: since the order before.
        limit_days: the limit that was passed.
        usual_days: the customer's usual gap.
        limit: the limits that held; None where none did.
    """

    key: str
    after: int
    silence_days: int
    limit_days: int
    usual_days: float
    limit: Limit | None

    def sentence(self, language: str, rule: PhaseRule) -> str:
        """In words.

        Args:
            language: "de" or "en".
            rule: under which the limits were learned.

        Raises:
            BadOption: a reason or a language that does not exist.
        """
        if self.key not in REASONS or language not in ("de", "en"):
            raise BadOption(
                f"Reason {self.key!r} in {language!r}: take one of {', '.join(REASONS)}, de or en."
            )
        german = language == "de"
        category = "" if self.limit is None else self.limit.category
        where = (f" nach „{category}“" if german else f" after “{category}”") if category else ""
        return _SAID[self._which()][german].format(
            silence=_days(self.silence_days, german),
            limit=_days(self.limit_days, german),
            limit_plain=_days(self.limit_days, german, plain=True),
            rhythm=_rhythm(max(round(self.usual_days), 1), german),
            share=_share(rule.come_again, german),
            few=_share(rule.still_come, german),
            ahead=_days(rule.ahead_days, german),
            where=where,
        )

    def _which(self) -> str:
        if self.limit is not None and self.key == "overdue" and self.limit.band == FIRST:
            return "overdue-first"
        if self.limit is not None and self.after == FAREWELL:
            return "gone-late" if self.limit.is_stretched else "gone-quiet"
        return self.key


def _days(count: int, german: bool, *, plain: bool = False) -> str:
    """In German after "seit" and "von", unless plain."""
    if german:
        more = "Tage" if plain else "Tagen"
        return f"{count:,}".replace(",", ".") + f" {'Tag' if count == 1 else more}"
    return f"{count:,} day" + ("" if count == 1 else "s")


def _rhythm(days: int, german: bool) -> str:
    if days == 1:
        return "fast täglich" if german else "almost every day"
    return f"{'etwa alle' if german else 'about every'} {_days(days, german, plain=True)}"


def _share(share: float, german: bool) -> str:
    return f"{100 * share:.0f}" + ("\u00a0%" if german else "%")

"""The sentence each block opens with: what its figures say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from treue.report.charts.cohorts import shown_cells
from treue.report.customer_rows import CalmTest, Customer, Needs
from treue.report.manifest import Run
from treue.report.phases import BUYERS, came_back, overdue
from treue.report.rows import CohortMonth, Figures, Flow, Group, Input, Kind, Month, Reserves, Stakes
from treue.report.voice import Voice
from treue.report.years import Year

_FEWEST_CALMED = 10

_WATCHED = ("at-risk", "cannot-lose")
# From one in ten on whoever reads "lost" beside "probably still buying" wonders.
_STILL = 0.1
# From one in ten of a month's margin on its column misleads.
_MUCH_OPEN = 0.1


def history_finding(year: Year | None, alike: tuple[Year, Year] | None, first: str, voice: Voice) -> str:
    """The past year and its change, without what may still come back.

    Args:
        year: the last full one; None where there is none.
        alike: the months of it that can be held against those a year before, and those; None for too few.
        first: names the first month.
        voice: of the page.
    """
    say, figures = voice.words.say, voice.figures
    if year is None:
        return say("history.young", {"first": first})
    orders = figures.number(year.orders)
    if year.margin_minor is None:
        return say("history.year_orders", {"orders": orders})
    found = say("history.year", {"orders": orders, "margin": figures.about(year.margin_minor)})
    now, then = alike or (None, None)
    if now is None or then is None or not then.settled_minor or then.settled_minor <= 0:
        return found
    change = (now.settled_minor or 0) / then.settled_minor - 1
    part = "" if now.first == year.first else "alike_"
    way = f"history.{part}{'more' if change >= 0 else 'less'}{'_settled' if now.open_minor > 0 else ''}"
    values = {
        "change": figures.share(abs(change)),
        "first": figures.month(now.first),
        "last": figures.month(now.last),
    }
    return f"{found} {say(way, values)}"


def missing_size(missing: str, figures: Figures, voice: Voice) -> str:
    """How much of the figures something missing is about; empty where that is not counted."""
    if missing == "anonymous" and figures.reserves.anonymous_orders:
        count = figures.reserves.anonymous_orders
        return voice.words.count("missing_size.anonymous", count, {"count": voice.figures.number(count)})
    if missing == "supposed_costs":
        about = voice.figures.about
        for bridge in figures.bridges:
            if bridge.kind == "purchase_price" and bridge.ledger_minor and bridge.derived_minor:
                values = {"part": about(-bridge.derived_minor), "whole": about(-bridge.ledger_minor)}
                return voice.words.say("missing_size.supposed_costs", values)
    return ""


def provisional_finding(reserves: Reserves, voice: Voice) -> str:
    """What is not final yet; nothing where nothing ever comes back."""
    about, told = voice.figures.about, []
    if reserves.returned_minor:
        values = {
            "amount": about(reserves.provisional_minor or 0),
            "returned": about(reserves.returned_minor),
        }
        told.append(voice.words.say("history.provisional", values))
    if reserves.default_minor:
        told.append(voice.words.say("history.unpaid", {"amount": about(reserves.default_minor)}))
    if reserves.unassigned_minor:
        told.append(voice.words.say("history.unassigned", {"amount": about(reserves.unassigned_minor)}))
    return " ".join(told)


def running_finding(month: Month, voice: Voice) -> str:
    """Of how much of the last month's margin will probably be lost; empty where that is little."""
    if month.margin_minor is None or month.open_minor <= max(_MUCH_OPEN * month.margin_minor, 0):
        return ""
    values = {
        "month": voice.figures.full_month(month.month),
        "amount": voice.figures.about(month.open_minor),
    }
    return voice.words.say("history.running", values)


def rfm_finding(segments: Sequence[Group], voice: Voice, past: int = 24) -> str:
    """The group that brings most in so many months, or without amounts the largest."""
    customers = sum(segment.customers for segment in segments)
    profit = sum(segment.profit_minor or 0 for segment in segments)
    top = max(segments, key=lambda segment: segment.profit_minor or 0 if profit > 0 else segment.customers)
    values = {
        "past": voice.figures.number(past),
        "segment": voice.words.name("segment", top.name),
        "customers": voice.figures.share(top.customers / customers),
        "margin": voice.figures.share((top.profit_minor or 0) / profit) if profit > 0 else "",
    }
    return voice.words.say("rfm.finding" if profit > 0 else "rfm.finding_orders", values)


def watch_finding(segments: Sequence[Group], voice: Voice) -> str:
    """How many good customers are hardly heard from, and how many of them came only once; empty if none.

    Names are ranks among a shop's own customers: where those called lost may still buy, that is said.
    """
    told = [*_watched(segments, voice), *_relative(segments, voice)]
    return " ".join(told)


def _relative(segments: Sequence[Group], voice: Voice) -> list[str]:
    number = voice.figures.number
    return [
        voice.words.say(
            "rfm.relative", {"count": number(each.customers), "active": number(round(each.active))}
        )
        for each in segments
        if each.name == "lost"
        and each.customers > 1
        and round(each.active)
        and each.active >= _STILL * each.customers
    ]


def _watched(segments: Sequence[Group], voice: Voice) -> list[str]:
    count = sum(segment.customers for segment in segments if segment.name in _WATCHED)
    if not count:
        return []
    number = voice.figures.number
    once = sum(segment.once for segment in segments if segment.name in _WATCHED)
    told = [voice.words.count("rfm.watch", count, {"count": number(count)})]
    if once:
        told.append(voice.words.count("rfm.watch_once", once, {"once": number(once)}))
    active = round(sum(segment.active for segment in segments if segment.name in _WATCHED))
    if 0 < active < count / 2:
        told.append(voice.words.say("rfm.watch_active", {"active": number(active), "count": number(count)}))
    return told


def phase_finding(phases: Sequence[Group], month: date | None, moves: Sequence[Flow], voice: Voice) -> str:
    """How many customers stand in each phase, and who fell silent or came back in the last full month."""
    standing = phase_counts({phase.name: phase.customers for phase in phases}, voice)
    if not standing:
        return voice.words.say("phases.empty")
    found = voice.words.say("phases.finding", {"phases": standing})
    if month is None:
        return found
    told = [_came("overdue", overdue(moves), month, voice), _came("back", came_back(moves), month, voice)]
    return f"{found} {''.join(told)}"


def overdue_finding(phases: Sequence[Group], voice: Voice) -> str:
    """How many of the overdue probably still buy, where that is most of them: late is not gone."""
    late = next((phase for phase in phases if phase.name == "reactivation"), None)
    if late is None or late.customers < 2 or late.active < late.customers / 2:
        return ""
    number = voice.figures.number
    values = {"count": number(late.customers), "active": number(round(late.active))}
    return voice.words.say("phases.late", values)


def _came(way: str, count: int, month: date, voice: Voice) -> str:
    values = {"count": voice.figures.number(count), "month": voice.figures.full_month(month)}
    if not count:
        return voice.words.say(f"phases.{way}.none", values)
    return voice.words.count(f"phases.{way}", count, values)


def phase_counts(customers: Mapping[str, int], voice: Voice) -> str:
    """Those who have ordered, by phase, as part of a sentence; empty where nobody has."""
    counts = [(phase, customers.get(phase, 0)) for phase in BUYERS]
    *first, last = [
        voice.words.say(f"phases.of_{phase}", {"count": voice.figures.number(count)})
        for phase, count in counts
        if count
    ] or [""]
    return voice.words.say("phases.and", {"first": ", ".join(first), "last": last}) if first else last


def interest_finding(phases: Sequence[Group], voice: Voice) -> str:
    """How many people are known who have not ordered yet; empty if nobody."""
    count = sum(phase.customers for phase in phases if phase.name == "awareness")
    return (
        voice.words.count("phases.interest", count, {"count": voice.figures.number(count)}) if count else ""
    )


def kinds_finding(kinds: Sequence[Kind], voice: Voice) -> str:
    """How many kinds there are, and the largest."""
    largest = max(kinds, key=lambda kind: kind.customers)
    values = {
        "count": voice.figures.number(len(kinds)),
        "name": largest.name[voice.figures.language],
        "share": voice.figures.share(largest.share),
    }
    return voice.words.count("kinds.finding", len(kinds), values)


def cohort_finding(cells: Sequence[CohortMonth], voice: Voice) -> str:
    """How many buy again one month after, and in the latest month that most of the picture reaches."""
    shares = _shares_by_month(shown_cells(cells))
    if 1 not in shares:
        return voice.words.say("cohorts.empty")
    later = max((month for month in (3, 6, 12) if month in shares), default=None)
    values = {} if later is None else {"months": later, "share": voice.figures.share(shares[later])}
    more = voice.words.say("cohorts.later", values) if values else ""
    return voice.words.say("cohorts.finding", {"first": voice.figures.share(shares[1]), "later": more})


def _shares_by_month(cells: Sequence[CohortMonth]) -> dict[int, float]:
    months = {cell.month_index for cell in cells}
    of = {month: [cell for cell in cells if cell.month_index == month] for month in months}
    return {
        month: sum(cell.buyers for cell in found) / sum(cell.customers for cell in found)
        for month, found in of.items()
    }


def best_finding(best: Sequence[Customer], run: Run, voice: Voice) -> str:
    """What the listed customers stand for."""
    if not best or run.value_minor is None or run.value_minor.mean <= 0:
        return voice.words.say("best.empty")
    share = sum(customer.value_minor for customer in best) / run.value_minor.mean
    values = {"count": voice.figures.number(len(best)), "share": voice.figures.share(share, 1)}
    return voice.words.count("best.finding", len(best), values)


def worry_finding(worrying: Sequence[Customer], run: Run, voice: Voice) -> str:
    """What is at stake with the listed customers together."""
    if run.value_minor is None:
        return voice.words.say("worry.no_amounts")
    if not worrying:
        return voice.words.say("worry.empty")
    amount = sum(customer.at_stake_minor for customer in worrying)
    values = {"count": voice.figures.number(len(worrying)), "amount": voice.figures.about(amount)}
    return voice.words.count("worry.finding", len(worrying), values)


def stakes_finding(worrying: Sequence[Customer], stakes: Stakes, voice: Voice) -> str:
    """What it means to be at stake, and how much is with all, where more have something than are listed."""
    if not worrying:
        return ""
    meaning = voice.words.say("worry.meaning")
    if stakes.customers <= len(worrying):
        return meaning
    values = {"count": voice.figures.number(stakes.customers), "amount": voice.figures.about(stakes.minor)}
    return f"{voice.words.say('worry.all', values)} {meaning}"


def calm_sentences(calmed: int, tests: Sequence[CalmTest], voice: Voice) -> str:
    """How many are off the list because the shop knows better, and how well it did; empty where nobody is.

    Args:
        calmed: customers with something at stake but for that.
        tests: what became of it earlier, told from ten customers on.
        voice: of the page.
    """
    number = voice.figures.number
    told = [voice.words.count("worry.calm", calmed, {"count": number(calmed)})] if calmed else []
    for each in tests:
        if each.asked >= _FEWEST_CALMED:
            counts = {name: number(figure) for name, figure in asdict(each).items()}
            told.append(voice.words.say("worry.calm_test", counts))
    return " ".join(told)


def needs_finding(needs: Needs, voice: Voice) -> str:
    """For how many a refill is probably due, and of what most is asked for."""
    if not needs.articles:
        return voice.words.say("needs.no_articles")
    count = voice.figures.number(needs.customers)
    if not needs.customers:
        return voice.words.say("needs.nobody", {"article": needs.articles[0].name})
    if needs.most_due is None:
        return voice.words.count("needs.due_finding", needs.customers, {"count": count})
    return voice.words.count("needs.finding", needs.customers, {"count": count, "article": needs.most_due})


def dates_finding(needs: Needs, voice: Voice) -> str:
    """How far off the dates of next orders were when they were tried."""
    if not needs.dates:
        return ""
    tried, number = needs.dates[0], voice.figures.number
    values = {
        "days": number(tried.ahead_days),
        "off": number(tried.off_by),
        "own": number(tried.own_gap_off_by),
    }
    return voice.words.say("needs.dates", values)


def data_finding(inputs: Sequence[Input], voice: Voice) -> str:
    """How many rows were read, accepted and set aside."""
    if not inputs:
        return voice.words.say("data.empty")
    read, accepted = (sum(each.rows_read for each in inputs), sum(each.rows_accepted for each in inputs))
    number = voice.figures.number
    if read == accepted:
        return voice.words.count("data.finding_all", read, {"read": number(read)})
    values = {"read": number(read), "accepted": number(accepted), "aside": number(read - accepted)}
    return voice.words.count("data.finding", read - accepted, values)

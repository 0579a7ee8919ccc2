"""The sentence each block opens with: what its figures say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date

from treue.report.charts.cohorts import shown_cells
from treue.report.charts.tiers import GIVEN
from treue.report.customer_rows import CalmTest, Customer, Needs
from treue.report.manifest import Run
from treue.report.phases import BUYERS, came_back, overdue
from treue.report.rows import CohortMonth, Decile, Flow, Group, Input, Kind, Reserves, Shift, Trial
from treue.report.voice import Voice
from treue.report.years import Year
from treue.units import currency_digits

_FEWEST_CALMED = 10

_LIMITS = "share 20 30 30"  # of a run that kept no settings
_WATCHED = ("at-risk", "cannot-lose")
_PROMISED, _NEAR = 80, 3  # what a range promises, and how near is as promised, in per cent
_OUT_OF_BALANCE = 0.05  # of all that is given
_NOTICEABLE = 0.005  # a deviation below half a per cent is called right


def history_finding(years: Sequence[Year], first: str, voice: Voice) -> str:
    """The past year and its change; `first` names the first month there is."""
    say, figures = voice.words.say, voice.figures
    if not years:
        return say("history.young", {"first": first})
    year, orders = years[0], figures.number(years[0].orders)
    if year.margin_minor is None:
        return say("history.year_orders", {"orders": orders})
    found = say("history.year", {"orders": orders, "margin": figures.about(year.margin_minor)})
    before = years[1].margin_minor if len(years) > 1 else None
    if not before or before <= 0:
        return found
    change = year.margin_minor / before - 1
    way = "history.more" if change >= 0 else "history.less"
    return f"{found} {say(way, {'change': figures.share(abs(change))})}"


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


def tier_finding(tiers: Sequence[Group], voice: Voice) -> str:
    """What the best tier brings, and what the last one costs if it does."""
    if not tiers:
        return voice.words.say("tiers.empty")
    customers = sum(tier.customers for tier in tiers)
    profit = sum(tier.profit_minor or 0 for tier in tiers)
    best = tiers[0]
    values = {
        "tier": voice.words.name("tier", best.name),
        "customers": voice.figures.share(best.customers / customers),
        "profit": voice.figures.share((best.profit_minor or 0) / profit) if profit > 0 else "",
    }
    found = voice.words.say("tiers.finding" if profit > 0 else "tiers.finding_orders", values)
    # A few cents are no finding.
    costly = [tier for tier in tiers if (tier.profit_minor or 0) < -_NOTICEABLE * abs(profit)]
    return " ".join([found, *(_cost(tier, voice) for tier in costly)])


def limits_sentence(run: Run, voice: Voice) -> str:
    """Where the tiers end at present, and how sure a move must be."""
    kind, *limits = run.settings.get("tiers.limits", _LIMITS).split()
    unit = voice.figures.whole if kind == "from" else voice.figures.number
    scale = 10 ** currency_digits(run.currency) if kind == "from" else 1
    names = ("platinum", "gold", "iron")
    values = {name: unit(float(limit) * scale) for name, limit in zip(names, limits, strict=True)}
    told = [f"tiers.limits_{kind}"]
    told += ["tiers.losses"] if run.settings.get("tiers.losses_are_lead", "yes") == "yes" else []
    return " ".join(voice.words.say(key, values) for key in (*told, "tiers.moves"))


def _cost(tier: Group, voice: Voice) -> str:
    values = {
        "tier": voice.words.name("tier", tier.name),
        "customers": voice.figures.number(tier.customers),
        "amount": voice.figures.about(-(tier.profit_minor or 0)),
    }
    return voice.words.say("tiers.costs", values)


def attention_finding(tiers: Sequence[Group], voice: Voice) -> str:
    """The tier that takes most more of what the shop gives than it brings; empty if none takes much more."""
    profit, found = sum(tier.profit_minor or 0 for tier in tiers), []
    for name, given in GIVEN.items():
        whole = sum(map(given, tiers))
        if whole and profit > 0:
            found += [
                (given(tier) / whole, (tier.profit_minor or 0) / profit, tier.name, name) for tier in tiers
            ]
    if not found:
        return ""
    share, brings, tier, name = max(found, key=lambda each: each[0] - each[1])
    if share - brings < _OUT_OF_BALANCE:
        return ""
    values = {
        "tier": voice.words.name("tier", tier),
        "share": voice.figures.share(share),
        "profit": voice.figures.share(brings),
    }
    return voice.words.say(f"tiers.{name}", values)


def shift_finding(shifts: Sequence[Shift], voice: Voice) -> str:
    """How many went up and down within a month, each with the reason most of them share; empty if nobody."""
    return " ".join(
        _shifted(way, [shift for shift in shifts if shift.is_up == is_up], voice)
        for way, is_up in (("up", True), ("down", False))
    ).strip()


def _shifted(way: str, shifts: Sequence[Shift], voice: Voice) -> str:
    if not shifts:
        return ""
    count, most = sum(shift.customers for shift in shifts), max(shifts, key=lambda shift: shift.customers)
    values = {
        "count": voice.figures.number(count),
        "reason": voice.words.say(f"tiers.{way}_{most.reason}"),
    }
    return voice.words.count(f"tiers.{way}", count, values)


def tier_shares(tiers: Sequence[Group], voice: Voice) -> str:
    """All tiers' shares in one line, for those who do not see the picture."""
    customers = sum(tier.customers for tier in tiers) or 1
    profit = sum(tier.profit_minor or 0 for tier in tiers) or 1
    whole = {name: sum(map(given, tiers)) for name, given in GIVEN.items()}
    share, told = voice.figures.share, []
    for tier in tiers:
        values = {
            "tier": voice.words.name("tier", tier.name),
            "customers": share(tier.customers / customers),
            "profit": share((tier.profit_minor or 0) / profit),
        }
        told.append(voice.words.say("tiers.picture_share", values))
        told += [
            voice.words.say(f"tiers.picture_{name}", {"share": share(given(tier) / whole[name])})
            for name, given in GIVEN.items()
            if whole[name]
        ]
    return " ".join(told)


def rfm_finding(segments: Sequence[Group], voice: Voice) -> str:
    """The group that brings most, or without amounts the largest."""
    customers = sum(segment.customers for segment in segments)
    profit = sum(segment.profit_minor or 0 for segment in segments)
    top = max(segments, key=lambda segment: segment.profit_minor or 0 if profit > 0 else segment.customers)
    values = {
        "segment": voice.words.name("segment", top.name),
        "customers": voice.figures.share(top.customers / customers),
        "margin": voice.figures.share((top.profit_minor or 0) / profit) if profit > 0 else "",
    }
    return voice.words.say("rfm.finding" if profit > 0 else "rfm.finding_orders", values)


def watch_finding(segments: Sequence[Group], voice: Voice) -> str:
    """How many good customers are hardly heard from, and how many of them came only once; empty if none."""
    count = sum(segment.customers for segment in segments if segment.name in _WATCHED)
    if not count:
        return ""
    once = sum(segment.once for segment in segments if segment.name in _WATCHED)
    told = [voice.words.count("rfm.watch", count, {"count": voice.figures.number(count)})]
    if once:
        told.append(voice.words.count("rfm.watch_once", once, {"once": voice.figures.number(once)}))
    return " ".join(told)


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


def check_finding(deciles: Sequence[Decile], run: Run, voice: Voice) -> str:
    """What would have been forecast against what came."""
    figures = voice.figures
    predicted, actual = _in_total(deciles)
    values: dict[str, object] = {
        "predicted": figures.about_count(predicted),
        "actual": figures.number(actual),
        "range": "",
        "verdict": _verdict(predicted / actual - 1 if actual else 0.0, _where(actual, run, voice), voice),
    }
    if "80" in run.test_ranges:
        values["range"] = voice.words.say("check.range", _ends(run.test_ranges["80"], voice))
    if run.test_split is None or run.test_horizon_days is None:
        return voice.words.say("check.finding_short", values)
    values |= {"split": figures.day(run.test_split), "horizon": figures.number(run.test_horizon_days)}
    return voice.words.say("check.finding", values)


def _in_total(deciles: Sequence[Decile]) -> tuple[float, float]:
    """Orders of all customers: predicted, and come."""
    predicted = sum(decile.predicted * decile.customers for decile in deciles)
    return predicted, sum(decile.actual * decile.customers for decile in deciles)


def _verdict(deviation: float, where: str, voice: Voice) -> str:
    if abs(deviation) < _NOTICEABLE:
        return voice.words.say("check.exact")
    way = "above" if deviation > 0 else "below"
    return voice.words.say(f"check.{way}", {"share": voice.figures.share(abs(deviation)), "where": where})


def _where(actual: float, run: Run, voice: Voice) -> str:
    """Whether what came lies in the ranges around the total; empty where they are not known."""
    if "80" not in run.test_ranges:
        return ""
    if _is_within(actual, run.test_ranges["80"]):
        return voice.words.say("check.inside")
    if "95" not in run.test_ranges:
        return voice.words.say("check.outside")
    widest = run.test_ranges["95"]
    way = "inside_95" if _is_within(actual, widest) else "outside_95"
    return voice.words.say(f"check.{way}", _ends(widest, voice))


def _is_within(actual: float, ends: tuple[float, float]) -> bool:
    return ends[0] <= actual <= ends[1]


def _ends(ends: tuple[float, float], voice: Voice) -> dict[str, str]:
    low, high = (voice.figures.about_count(end) for end in ends)
    return {"low": low, "high": high}


def apart_finding(deciles: Sequence[Decile], trials: Sequence[Trial], run: Run, voice: Voice) -> str:
    """Why customers lie in their ranges while the total lies outside its own; empty where that is not so."""
    _, actual = _in_total(deciles)
    is_outside = "80" in run.test_ranges and not _is_within(actual, run.test_ranges["80"])
    shares = [trial.coverage_80 for trial in trials if trial.is_chosen and trial.coverage_80 is not None]
    have_held = any(_held(share) != "narrow" for share in shares)
    return voice.words.say("check.apart") if is_outside and have_held else ""


def rivals_finding(trials: Sequence[Trial], voice: Voice) -> str:
    """The chosen model's error beside the best simple rule's, and how often customers' ranges held."""
    chosen = next((trial for trial in trials if trial.is_chosen and trial.mae is not None), None)
    rules = [(trial.mae, trial.model) for trial in trials if trial.is_naive and trial.mae is not None]
    if chosen is None or chosen.mae is None:
        return ""
    found = []
    if rules:
        error, rule = min(rules)
        number = voice.figures.number
        values = {
            "error": number(chosen.mae, 2),
            "naive": number(error, 2),
            "rule": voice.words.name("model", rule),
        }
        found.append(voice.words.say("check.better", values))
    if chosen.coverage_80 is not None:
        found.append(_coverage(chosen.coverage_80, voice))
    return " ".join(found)


def _coverage(share: float, voice: Voice) -> str:
    """Whether the customers' 80 % ranges, each one's own, held what they say."""
    return voice.words.say(f"check.coverage_{_held(share)}", {"share": voice.figures.share(share)})


def _held(share: float) -> str:
    missed = round(100 * share) - _PROMISED
    return "held" if abs(missed) <= _NEAR else "wide" if missed > 0 else "narrow"


def choice_sentence(run: Run, voice: Voice) -> str:
    """Why the forecast is made as it is, with the names that the page uses; empty where a person chose."""
    told = run.choices[voice.figures.language]
    if not told:
        return ""
    told = told.replace(f"{run.model}:", f"{voice.words.name('model', run.model)}:", 1)
    naive = run.card.naive if run.card else ""
    named = voice.words.say("check.quoted", {"name": voice.words.name("model", naive)})
    return told.replace(f" {naive} ", f" {named} ") if naive else told


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
    values = {"count": voice.figures.number(needs.customers), "article": needs.articles[0].name}
    if not needs.customers:
        return voice.words.say("needs.nobody", values)
    return voice.words.count("needs.finding", needs.customers, values)


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

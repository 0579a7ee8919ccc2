"""What only facts beside the orders tell: late parcels, bad scores, what people say of customers."""

from __future__ import annotations

from datetime import date

from treue.facts import TABLES
from treue.facts.stored import arrow_schema
from treue.value.ledger_terms import LedgerTerms
from treue.value.sales.tables import Facts, resolved, unwanted
from treue.warehouse.tables import Expression, declare, on

READS = {"judgements": arrow_schema(TABLES["judgements"])}
"""Facts that only early warning reads."""

CALM = "calm"
"""The kind of a judgement that there is no reason to worry; one without a kind says the same."""

ASKED = "nps"
"""The kind of survey whose low scores are detractors: would you recommend us, 0 to 10."""


def last_parcels(parcels: Expression, until: date) -> Expression:
    """How late the parcel of each customer's last order came, where a day had been promised.

    Args:
        parcels: customer, day (of the order), promised_days, took_days, as `experience.tables.parcels`.
        until: the last day that counts.

    Returns:
        customer, late_days (zero or less: in time).
    """
    told = parcels.filter(parcels.promised_days.notnull() & (parcels.day <= on(until)))
    latest = told.group_by("customer").aggregate(day=told.day.max())
    joined = told.inner_join(latest, ["customer", "day"])
    late = joined.mutate(late_days=joined.took_days - joined.promised_days)
    return late.group_by("customer").aggregate(late_days=late.late_days.max())


def last_scores(facts: Facts, terms: LedgerTerms, since: date, until: date) -> Expression:
    """What each customer last answered when asked whether they would recommend the shop.

    Args:
        facts: for answers.
        terms: which customers count.
        since: the day before the first that counts.
        until: the last day that counts.

    Returns:
        customer, score (0 to 10; of several on one day the lowest).
    """
    rows = facts.answers.filter((facts.answers.kind.lower() == ASKED) & facts.answers.score.notnull())
    if terms.leave_out:
        rows = rows.anti_join(unwanted(facts, terms), "customer")
    told = resolved(rows.filter(rows.customer.notnull()), facts)
    told = told.mutate(day=told.at.date())
    told = told.filter((told.day > on(since)) & (told.day <= on(until)))
    latest = told.group_by("customer").aggregate(day=told.day.max())
    joined = told.inner_join(latest, ["customer", "day"])
    return joined.group_by("customer").aggregate(score=joined.score.min())


def calmed(facts: Facts, terms: LedgerTerms) -> Expression:
    """Each "no reason to worry" that was not taken back.

    Args:
        facts: to find the person behind a number, and who is left out.
        terms: which customers are left out.

    Returns:
        customer, day, until (empty where nobody said until when).
    """
    said = declare("judgements", READS["judgements"])
    rows = said.filter(said.kind.fill_null(CALM) == CALM)
    if terms.leave_out:
        rows = rows.anti_join(unwanted(facts, terms), "customer")
    return resolved(rows, facts).select("customer", "day", "until")

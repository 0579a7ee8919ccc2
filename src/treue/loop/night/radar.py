"""The values radar of a night: what customers say, what they do, and the groups that may be shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import compute

from treue.loop.night import radar_rows as rows
from treue.loop.night.radar_reading import Told
from treue.segments.names import SEGMENTS, TIERS
from treue.segments.phases.names import PHASES
from treue.segments.radar.alignment import align
from treue.segments.radar.anonymity import FEWEST
from treue.segments.radar.answers import BoolArray, FloatArray, IntArray
from treue.segments.radar.appetite import Agreement, Appetite, agreement, appetite
from treue.segments.radar.groups import ALL, Membership, shown_risk, shown_values
from treue.segments.radar.launches import counts_of
from treue.segments.radar.questionnaire import SCALES, VALUES
from treue.segments.radar.reliability import reliability, shared_doubt
from treue.segments.radar.weights import response_weights
from treue.settings import ValuesProfile
from treue.value.past import Past

GROUPINGS = {"tier": TIERS, "phase": PHASES, "segment": SEGMENTS}
"""What customers are grouped by; of two groups that may not be shown together the earlier is."""


@dataclass(frozen=True, slots=True)
class Radar:
    """Tables of the snapshot.

    Args:
        overview: one row: how many answered, who tries and who needs safety, how answers go with behaviour.
        scales: a row per scale: its reliability, and the shop's own score.
        groups: a row per scale of each group that may be shown.
        customers: a row per person whose answers count; the only table with answers of single people.
        risk: a row per customer: appetite for risk by what they did.
    """

    overview: pa.Table
    scales: pa.Table
    groups: pa.Table
    customers: pa.Table
    risk: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """By the names they have in the snapshot."""
        return {
            "radar": self.overview,
            "radar_scales": self.scales,
            "radar_groups": self.groups,
            rows.ANSWERS: self.customers,
            "radar_risk": self.risk,
        }


def company_of(told: ValuesProfile) -> FloatArray | None:
    """The shop's profile, shape (6,); None unless all six are told."""
    scores = [getattr(told, scale) for scale in VALUES]
    return None if None in scores else np.array(scores, np.float64)


def radar_of(told: Told, past: Past, sheet: pa.Table, company: FloatArray | None) -> Radar:
    """Put answers and behaviour side by side.

    Args:
        told: answers that count, and signs of behaviour.
        past: of all customers, for who answers.
        sheet: customer, and any of `GROUPINGS` (empty where in none), any order of rows.
        company: the shop's own profile, shape (6,); None where it is not told.
    """
    sheets, scores = told.sheets, told.sheets.scores()
    known = {scale: reliability(sheets.of(scale)) for scale in SCALES}
    noise = np.array([known[scale].noise for scale in VALUES])
    people = _People.of(past, sheet)
    place = people.places(sheets.customer)
    # Who never ordered may answer, but stands for no customer.
    complete, risky = sheets.complete() & (place >= 0), ~np.isnan(scores[:, -1]) & (place >= 0)
    profiles = scores[complete, : len(VALUES)]
    shared = shared_doubt([known[scale] for scale in VALUES])
    aligned = None if company is None else align(profiles, company, noise, shared)
    shown = shown_values(
        people.groups(place[complete]), profiles, people.weights(place[complete]), aligned
    ) + shown_risk(people.groups(place[risky]), scores[risky, -1], people.weights(place[risky]))
    done = appetite(counts_of(told.signs)) if len(told.sign_customer) else None
    return Radar(
        overview=rows.overview(
            rows.Answered(len(past), int(complete.sum()), told.refused),
            done,
            _agreed(told, scores[:, -1], done),
        ),
        scales=rows.scales(known, company, shared),
        groups=rows.groups(shown),
        customers=rows.customers(sheets.customer, scores, complete, aligned),
        risk=rows.risk(told.sign_customer, done),
    )


@dataclass(frozen=True, slots=True)
class _People:
    """All customers: who they are, what they are like, and what groups they are in."""

    customer: IntArray
    features: FloatArray
    groupings: dict[str, pa.Array]

    @classmethod
    def of(cls, past: Past, sheet: pa.Table) -> _People:
        place = np.argsort(np.asarray(sheet.column("customer")))
        named = {
            name: sheet.column(name).combine_chunks().take(pa.array(place)) for name in sheet.column_names[1:]
        }
        return cls(past.customer, features_of(past), named)

    def places(self, wanted: IntArray) -> IntArray:
        return places(self.customer, wanted)

    def weights(self, place: IntArray) -> FloatArray:
        answered = np.zeros(len(self.customer), bool)
        answered[place] = True
        weights = np.zeros(len(self.customer))
        weights[answered] = response_weights(self.features, answered)
        return weights[place]

    def groups(self, place: IntArray) -> list[Membership]:
        """Everybody, then the groupings."""
        found = [Membership(ALL, ALL, np.ones(len(place), bool), len(self.customer))]
        for grouping, names in GROUPINGS.items():
            if grouping not in self.groupings:
                continue
            known = pa.array([name.key for name in names], pa.string())
            codes = np.asarray(compute.index_in(self.groupings[grouping], known).fill_null(-1))
            counts = np.bincount(codes[codes >= 0], minlength=len(names))
            found += [
                Membership(grouping, name.key, codes[place] == code, int(counts[code]))
                for code, name in enumerate(names)
            ]
        return found


def places(customers: IntArray, wanted: IntArray) -> IntArray:
    """Where each key stands among sorted customers; -1 where it does not."""
    if not len(customers):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(customers, wanted), len(customers) - 1)
    return np.where(customers[place] == wanted, place, -1)


def features_of(past: Past) -> FloatArray:
    """What is known of everybody and may say who answers: shape (n, 4).

    Frequency, time since the last order, tenure on a log scale; margin on one that is logarithmic far from 0.
    """
    seen = past.histories
    spread = float(np.median(np.abs(past.margin))) if len(past) else 1.0
    return np.column_stack(
        [
            np.log1p(seen.frequency),
            np.log1p(seen.tenure_days - seen.recency_days),
            np.log1p(seen.tenure_days),
            np.arcsinh(past.margin / (spread or 1.0)),
        ]
    )


def _agreed(told: Told, said: FloatArray, done: Appetite | None) -> Agreement | None:
    if done is None:
        return None
    place = places(told.sign_customer, told.sheets.customer)
    both: BoolArray = (place >= 0) & ~np.isnan(said)
    return agreement(said[both], done.mean[place[both]], FEWEST)

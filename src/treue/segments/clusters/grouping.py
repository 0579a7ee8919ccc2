"""Finding the kinds of customers of a shop, and finding the same ones again in the next run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from threadpoolctl import threadpool_limits

from treue.errors import PoorFit, ThinData, TreueWarning
from treue.segments.clusters.choosing import Agreement, agreements, choose
from treue.segments.clusters.describing import described, titles_of
from treue.segments.clusters.features import Features
from treue.segments.clusters.fitted import Cluster, Clusters
from treue.segments.clusters.matching import matched
from treue.segments.clusters.means import centres_of, nearest
from treue.segments.clusters.scaling import Scale
from treue.value.histories import FloatArray, IntArray

FEWEST_CUSTOMERS = 200
# A new start replaces the groups of the last run only if customers lie so much closer to their centres.
_CLOSER = 0.95
# Below one of these borders are drawn through a cloud: one without any kinds in it has a clearness of 0.27.
_STABLE, _CLEAR = 0.6, 0.3


@dataclass(frozen=True, slots=True)
class Grouping:
    """Every customer's group.

    Args:
        customer: shape (n,), keys, ascending.
        cluster: shape (n,), ids.
        clearness: shape (n,), 1 at the centre of the group, 0 on the border to the next.
        clusters: the groups.
    """

    customer: IntArray
    cluster: IntArray
    clearness: FloatArray
    clusters: Clusters


def group(features: Features, rng: np.random.Generator, before: Clusters | None = None) -> Grouping:
    """Three to eight kinds of customers, as many as are stable; one where there are too few to tell.

    Args:
        features: of every customer.
        rng: seeds every draw; the same seed gives the same groups.
        before: the groups of the last run, whose numbers and names stay where the groups do.
    """
    scale = Scale.learned(features)
    if len(features) < FEWEST_CUSTOMERS or not scale.names:
        return _one_group(features, before)
    scaled = scale.apply(features)
    if len(np.unique(scaled[:: 1 + len(scaled) // 10_000], axis=0)) < FEWEST_CUSTOMERS // 10:
        return _one_group(features, before)
    old = _on_this_scale(before, scale)
    # One thread: sums come in the same order on every machine. Said once, for saying it takes milliseconds.
    with threadpool_limits(1):
        found = agreements(scaled, rng)
        many = choose(found, None if old is None else len(old))
        centres = _centres(scaled, many, int(rng.integers(2**31)), old)
        made = _clusters(features, scale, centres, before, found)
    ids, clearness = made.assign(features)
    return Grouping(features.customer, ids, clearness, made)


def _on_this_scale(before: Clusters | None, scale: Scale) -> FloatArray | None:
    """The centres of the last run; None where there are none, or other figures were known then."""
    if before is None or len(before.clusters) < 2 or before.scale.names != scale.names:
        return None
    return before.scale.moved_to(scale, before.centres)


def _centres(scaled: FloatArray, many: int, seed: int, old: FloatArray | None) -> FloatArray:
    fresh = centres_of(scaled, many, seed)
    if old is None or len(old) != many:
        return fresh
    kept = centres_of(scaled, many, seed, start=old)
    part = scaled[:: 1 + len(scaled) // 100_000]
    is_closer = nearest(part, fresh).distance.sum() < _CLOSER * nearest(part, kept).distance.sum()
    return fresh if is_closer else kept


def _clusters(
    features: Features,
    scale: Scale,
    centres: FloatArray,
    before: Clusters | None,
    found: dict[int, Agreement],
) -> Clusters:
    scaled = scale.apply(features)
    own = nearest(scaled, centres).centre
    count = np.bincount(own, minlength=len(centres))
    centres, count = centres[count > 0], count[count > 0]
    own = np.unique(own, return_inverse=True)[1]
    ids, next_id = _ids(centres, count, scale, before)
    names = {} if before is None else {each.id: each.title for each in before.clusters}
    told = described(features, scaled, scale, own)
    titles = titles_of(told, [names.get(each) for each in ids])
    clusters = [
        Cluster(
            id=ids[place],
            customers=int(count[place]),
            share=float(count[place] / len(scaled)),
            traits=told[place].telling,
            title=titles[place],
            centre=tuple(float(each) for each in centres[place]),
        )
        for place in range(len(centres))
    ]
    return Clusters(
        scale=scale,
        clusters=tuple(sorted(clusters, key=lambda each: each.id)),
        next_id=next_id,
        agreement={number: each.rand for number, each in found.items()},
        clearness={number: each.clearness for number, each in found.items()},
        customers=len(scaled),
        warnings=_doubts(found[max(len(centres), min(found))]),
    )


def _ids(
    centres: FloatArray, count: IntArray, scale: Scale, before: Clusters | None
) -> tuple[tuple[int, ...], int]:
    """Numbers by inheritance, as far as both runs know the same figures; else from the largest group down."""
    shared = () if before is None else tuple(name for name in scale.names if name in before.scale.names)
    if before is None or not shared:
        start = 1 if before is None else before.next_id
        rank = np.argsort(np.argsort(-count, kind="stable"))
        return tuple(int(start + each) for each in rank), start + len(centres)
    then, now = before.scale.only(shared), scale.only(shared)
    old = then.moved_to(now, before.centres[:, [before.scale.names.index(name) for name in shared]])
    new = centres[:, [scale.names.index(name) for name in shared]]
    ids = matched(new, old, tuple(each.id for each in before.clusters), before.next_id)
    return ids, max(before.next_id, max(ids) + 1)


def _doubts(found: Agreement) -> tuple[TreueWarning, ...]:
    if found.rand >= _STABLE and found.clearness >= _CLEAR:
        return ()
    return (
        PoorFit(
            f"Your customers form a cloud rather than groups: two halves of them agree by {found.rand:.2f} "
            f"(1 is fully, 0 is chance), and groups stand apart by {found.clearness:.2f} (1 is far, 0 is not "
            "at all). Read the borders as a help, not as a fact."
        ),
    )


def _one_group(features: Features, before: Clusters | None) -> Grouping:
    """Everybody together, with a word why."""
    many = len(features)
    said = ThinData(
        f"{many:,} customers are too few, or too much alike, to form groups: it takes {FEWEST_CUSTOMERS} who "
        "differ. All are in one group until then."
    )
    nothing = np.zeros(0)
    one = 1 if before is None or len(before.clusters) > 1 else before.clusters[0].id
    if before is not None and len(before.clusters) > 1:
        one = before.next_id
    next_id = one + 1 if before is None else max(one + 1, before.next_id)
    whole = Cluster(id=one, customers=many, share=1.0 if many else 0.0, traits=(), title=(), centre=())
    made = Clusters(Scale((), nothing, nothing, nothing, nothing), (whole,), next_id, {}, {}, many, (said,))
    return Grouping(features.customer, np.full(many, one, np.int64), np.ones(many), made)

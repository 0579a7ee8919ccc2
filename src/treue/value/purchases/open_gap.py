"""What the time since the last order says where orders keep a rhythm.

Between one order and the next, k phases pass, each of them at random at the customer's rate lambda. Of the
open gap, j = 0 to k-1 phases have passed, else the next order would have come. With lambda ~ Gamma(shape,
rate) after all that was seen, and w the share of the rate that is time since the last order, the chances are

    P(j) = c_j / M,    c_j = (shape)_j / j! * w^j,    M = sum of all c_j,

and given j, lambda ~ Gamma(shape + j, rate): Platzer & Reutterer (2016), Marketing Science 35(5), with the
survival of an Erlang gap written out. All terms are positive, so nothing is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from treue.value.histories import FloatArray


def phase_weights(shape: FloatArray, share: FloatArray, k: int) -> FloatArray:
    """c_j for j = 0 to k-1, shape (k, n); the first is 1.

    Args:
        shape: shape (n,), of the Gamma of the rates.
        share: shape (n,), time since the last order as a share of the Gamma's rate, 0 to below 1.
        k: phases from order to order.
    """
    weights = np.ones((k, len(shape)))
    for j in range(1, k):
        weights[j] = weights[j - 1] * ((shape + (j - 1.0)) / j * share)
    return weights


@dataclass(frozen=True, slots=True)
class OpenGap:
    """ln M, and how it bends with the shape and with the logarithm of the share; shape (n,) each.

    Args:
        log: ln M.
        by_shape: first derivative by the shape.
        by_share: first derivative by ln w, which is the mean number of phases passed.
        shape_twice: second derivative by the shape.
        across: the mixed one.
        share_twice: second derivative by ln w.
    """

    log: FloatArray
    by_shape: FloatArray
    by_share: FloatArray
    shape_twice: FloatArray
    across: FloatArray
    share_twice: FloatArray

    @classmethod
    def of(cls, shape: FloatArray, share: FloatArray, k: int) -> OpenGap:
        """From the arguments of `phase_weights`."""
        total, weight = np.ones(len(shape)), np.ones(len(shape))
        # ln c_j has slope h and bend -g by the shape; sums run over j, weighted with c_j.
        h, g = np.zeros(len(shape)), np.zeros(len(shape))
        j_sum, jj_sum, h_sum, bend_sum, jh_sum = np.zeros((5, len(shape)))
        for j in range(1, k):
            before = shape + (j - 1.0)
            weight = weight * (before / j * share)
            h = h + 1.0 / before
            g = g + 1.0 / (before * before)
            total += weight
            j_sum += j * weight
            jj_sum += j * j * weight
            h_sum += h * weight
            bend_sum += (h * h - g) * weight
            jh_sum += j * h * weight
        phases, slope = j_sum / total, h_sum / total
        return cls(
            log=np.log(total),
            by_shape=slope,
            by_share=phases,
            shape_twice=bend_sum / total - slope * slope,
            across=jh_sum / total - phases * slope,
            share_twice=jj_sum / total - phases * phases,
        )

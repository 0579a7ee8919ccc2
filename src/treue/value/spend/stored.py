"""A fitted spend model read back from plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from treue.errors import BrokenHome, TreueWarning
from treue.value.spend.fitted import FORMAT, NAME, FittedGammaGamma

_KINDS = {kind.__name__: kind for kind in TreueWarning.__subclasses__()}


def from_json(stored: Mapping[str, object]) -> FittedGammaGamma:
    """What `FittedGammaGamma.to_json` gave.

    Raises:
        BrokenHome: another model or format, or a part is missing.
    """
    if (stored.get("format"), stored.get("model")) != (FORMAT, NAME):
        raise BrokenHome(
            f"Stored spend model: got format {stored.get('format')!r} of {stored.get('model')!r}; this "
            f"version reads format {FORMAT} of {NAME!r}. Fit again."
        )
    try:
        return _read(stored)
    except (KeyError, TypeError, ValueError) as wrong:
        raise BrokenHome(f"Stored spend model: {wrong} cannot be read. Fit again.") from wrong


def _read(stored: Mapping[str, object]) -> FittedGammaGamma:
    parameters = cast("Mapping[str, float]", stored["parameters"])
    return FittedGammaGamma(
        p=float(parameters["p"]),
        q=float(parameters["q"]),
        gamma=float(parameters["gamma"]),
        covariance=np.array(stored["covariance"], dtype=np.float64),
        log_likelihood=float(cast("float", stored["log_likelihood"])),
        orders=str(stored["orders"]),
        customers=float(cast("float", stored["customers"])),
        fingerprint=str(stored["fingerprint"]),
        warnings=tuple(_warning(said) for said in cast("list[Mapping[str, str]]", stored["warnings"])),
    )


def _warning(said: Mapping[str, str]) -> TreueWarning:
    return _KINDS[said["kind"]](said["text"])

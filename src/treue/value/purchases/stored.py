"""A fitted purchase model read back from plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

from treue import errors
from treue.errors import BrokenHome, TreueWarning
from treue.units import Unit
from treue.value.purchases.bg_nbd import FittedBgNbd
from treue.value.purchases.fitted import FORMAT, Learned
from treue.value.purchases.mbg_cnbd import FittedMbgCnbd
from treue.value.purchases.mbg_nbd import FittedMbgNbd
from treue.value.purchases.pareto_nbd import FittedParetoNbd
from treue.value.purchases.sbg import FittedSbg

AnyFitted: TypeAlias = FittedBgNbd | FittedMbgNbd | FittedMbgCnbd | FittedParetoNbd | FittedSbg
_TYPES: Mapping[str, type[AnyFitted]] = {
    fitted.name: fitted for fitted in (FittedBgNbd, FittedMbgNbd, FittedMbgCnbd, FittedParetoNbd, FittedSbg)
}


def load(stored: Mapping[str, object]) -> AnyFitted:
    """What `to_json` of a fitted purchase model gave.

    Raises:
        BrokenHome: another model or format, or a part is missing.
    """
    if stored.get("format") != FORMAT or stored.get("model") not in _TYPES:
        raise BrokenHome(
            f"Stored purchase model: got format {stored.get('format')!r} of {stored.get('model')!r}; this "
            f"version reads format {FORMAT} of {', '.join(_TYPES)}. Fit again."
        )
    try:
        return _read(stored)
    except (AttributeError, KeyError, TypeError, ValueError, errors.InputError) as wrong:
        raise BrokenHome(f"Stored purchase model: {wrong} cannot be read. Fit again.") from wrong


def _read(stored: Mapping[str, object]) -> AnyFitted:
    fitted = _TYPES[cast("str", stored["model"])]
    parameters = cast("Mapping[str, float]", stored["parameters"])
    height = cast("float | None", stored["log_likelihood"])
    learned = Learned(
        covariance=tuple(tuple(row) for row in cast("list[list[float]]", stored["covariance"])),
        log_likelihood=float("nan") if height is None else height,
        fingerprint=str(stored["fingerprint"]),
        warnings=tuple(_warning(said) for said in cast("list[Mapping[str, str]]", stored["warnings"])),
    )
    unit = Unit(cast("str", stored["unit"]))
    values = {letter: float(parameters[letter]) for letter in fitted.letters}
    if issubclass(fitted, FittedSbg):
        period = float(cast("float", stored["period_days"]))
        return FittedSbg(**values, period_days=period, unit=unit, learned=learned)
    returning = float(cast("float", stored["returning"]))
    if issubclass(fitted, FittedMbgCnbd):
        whole = cast("Mapping[str, int]", stored["whole_numbers"])
        return FittedMbgCnbd(
            k=whole["k"], by_day=False, **values, unit=unit, learned=learned, returning=returning
        )
    return fitted(**values, unit=unit, by_day=bool(stored["by_day"]), learned=learned, returning=returning)


def _warning(said: Mapping[str, str]) -> TreueWarning:
    kind: type[TreueWarning] = getattr(errors, said["kind"])
    return kind(said["text"])

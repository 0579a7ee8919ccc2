"""How the forecast would have done, and why it is made as it is, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

from treue.report.manifest import Run
from treue.report.rows import Decile, Trial
from treue.report.voice import Voice

_PROMISED, _NEAR = 80, 3  # what a range promises, and how near is as promised, in per cent
_MUCH_ADJUSTED = 0.03  # of a total, from which on somebody asks why
_NOTICEABLE = 0.005  # a deviation below half a per cent is called right


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


def apart(trials: Sequence[Trial]) -> list[Trial]:
    """Without MBG/CNBD-k where it found no rhythm: then it is MBG/NBD, to the last digit shown."""
    by_model = {each.model: each for each in trials}
    twin, plain = by_model.get("mbg-cnbd"), by_model.get("mbg-nbd")
    if twin is None or plain is None or not _is_like(twin, plain):
        return list(trials)
    return [each for each in trials if each is not twin or each.is_chosen]


def _is_like(one: Trial, other: Trial) -> bool:
    pairs = zip(
        (one.mae, one.crps, one.bias, one.gini_value), (other.mae, other.crps, other.bias, other.gini_value),
        strict=True,
    )  # fmt: skip
    return all(a == b or (a is not None and b is not None and isclose(a, b, abs_tol=1e-4)) for a, b in pairs)


def apart_finding(deciles: Sequence[Decile], trials: Sequence[Trial], run: Run, voice: Voice) -> str:
    """Why customers lie in their ranges while the total lies outside its own; empty where that is not so."""
    _, actual = _in_total(deciles)
    is_outside = "80" in run.test_ranges and not _is_within(actual, run.test_ranges["80"])
    shares = [trial.coverage_80 for trial in trials if trial.is_chosen and trial.coverage_80 is not None]
    have_held = any(_held(share) != "narrow" for share in shares)
    return voice.words.say("check.apart") if is_outside and have_held else ""


def level_finding(deciles: Sequence[Decile], run: Run, voice: Voice) -> str:
    """That the total was adjusted the way in which the test was off already; empty where it was not."""
    predicted, actual = _in_total(deciles)
    if run.card is None or not actual:
        return ""
    deviation, adjusted = predicted / actual - 1, run.card.level - 1
    if min(abs(deviation), abs(adjusted)) < _MUCH_ADJUSTED or (deviation < 0) != (adjusted < 0):
        return ""
    way = "cut" if adjusted < 0 else "raised"
    values = {"share": voice.figures.share(abs(adjusted)), "count": voice.figures.number(run.card.origins)}
    told = voice.words.count(f"check.{way}", run.card.origins, values)
    if run.value_minor is None:
        return told
    without = voice.figures.about(run.value_minor.mean / run.card.level)
    return f"{told} {voice.words.say('check.unadjusted', {'value': without})}"


def tried_finding(run: Run, voice: Voice) -> str:
    """What the test does not tell: money, and as long a time as the forecast's; empty where it tells both."""
    if run.test_horizon_days is None or (
        run.value_minor is None and run.test_horizon_days >= run.horizon_days
    ):
        return ""
    days = voice.figures.number(run.test_horizon_days)
    told = voice.words.say("check.tried_orders", {"days": days})
    is_plan_tried = run.growing is not None and run.growing.tested is not None
    return f"{told} {voice.words.say('check.plan_apart')}" if is_plan_tried else told


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

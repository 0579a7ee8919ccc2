"""What the page says of growth and of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from pages import Published

from treue.errors import BrokenHome
from treue.report import growing as tell
from treue.report.charts.frame import NARROW, WIDE
from treue.report.charts.growth import step_chart, worth_chart
from treue.report.charts.plan import plan_chart
from treue.report.drawing import picture
from treue.report.figures import read_figures
from treue.report.firsts import FirstOrders
from treue.report.growing import Growing, Part, PlanMonth, WorthDay, read_growing
from treue.report.growth_story import open_worth, tell_growth, tell_plan
from treue.report.manifest import read_manifest
from treue.report.numerals import NBSP, Numerals
from treue.report.rows import CohortMonth
from treue.report.season import season_sentence
from treue.report.voice import Voice
from treue.report.words import read_words
from treue.value.levers.last_day import LastDay

GERMAN, ENGLISH = (Voice(read_words(each), Numerals(each, "EUR")) for each in ("de", "en"))
SINCE, UNTIL = date(2026, 9, 30), date(2026, 11, 21)
MONTH = {"before": 100_000_00, "new": 5_200_00, "time": -3_000_00, "basket": 600_00, "margin": 1_00,
         "group_new": 5_200_00, "group_ordered": 2_100_00, "group_silent": -4_499_00,
         "total": 2_801_00, "after": 102_801_00}  # fmt: skip


def parts(months: int, told: dict[str, float], low: float = 100_00.0, high: float = 900_00.0) -> list[Part]:
    return [
        Part(months, SINCE, part, amount, *((low, high) if part == "total" else (None, None)))
        for part, amount in told.items()
    ]


def growing(verdict: str, months: int = 12) -> Growing:
    return Growing(verdict, months, 12, 0.4, 365, (1_560_00.0, 1_460_00.0, 1_670_00.0), (12, 10), -0.15)


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace("\u2060", "")


VERDICTS = {
    "growing": (500_00, "Ja, er wächst: Ihr Kundenstamm ist 500 € mehr wert als vor zwölf", "900 € mehr)."),
    "shrinking": (-500_00, "Nein, er schrumpft: Ihr Kundenstamm ist 500 € weniger wert", "900 € weniger)."),
    "standing": (
        50_00,
        "Er hält sich: Der Unterschied zum Stand vor zwölf Monaten (+50 €,",
        "sein kann.",
    ),
}


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdict_is_plain(verdict: str) -> None:
    total, begins, ends = VERDICTS[verdict]
    sign = 1 if total > 0 else -1
    low, high = sorted((sign * 100_00.0, sign * 900_00.0))
    told = parts(12, {"total": total, "after": 100_000_00}, low, high)
    said = plain(tell.verdict_finding(growing(verdict), told, GERMAN, has_amounts=True))
    assert said.startswith(begins)
    assert said.endswith(ends)


def test_a_young_shop_gets_no_verdict() -> None:
    said = tell.verdict_finding(growing("young", 0), parts(1, MONTH), ENGLISH, has_amounts=True)
    assert said == "Your data do not reach back far enough for a verdict yet."


def test_a_month_is_told_by_who_changed_it() -> None:
    said = plain(tell.month_finding(parts(1, MONTH), GERMAN, has_amounts=True))
    assert said.startswith("Seit dem 30. September 2026 hat sich der Wert")
    assert "um +2.800 € verändert: +5.200 € durch Neukunden, +2.100 € bei Kunden, die bestellt haben" in said
    assert tell.month_finding([], GERMAN, has_amounts=True) == ""


def test_the_parts_of_a_month_add_up_and_each_is_the_rounding_of_its_own() -> None:
    told = {**MONTH, "group_new": 34_349_00, "group_ordered": 29_149_00, "group_silent": -50_951_00}
    said = plain(tell.month_finding(parts(1, told | {"total": 12_547_00}), ENGLISH, has_amounts=True))
    assert said == (
        "Since 30 September 2026 the worth has changed by +€12,550: +€34,350 from new customers, +€29,150 "
        "from customers who ordered, −€50,950 from customers who have not ordered since."
    )


def test_what_is_left_of_a_month_after_winning_customers_is_its_change_less_that_as_they_stand_there() -> (
    None
):
    told = MONTH | {"acquisition": -2_386_00, "total": 2_801_00}
    said = plain(tell.month_finding(parts(1, told), GERMAN, has_amounts=True))
    assert "hat sich der Wert um +2.801 € verändert" in said
    assert said.endswith(
        "Zieht man ab, was das Gewinnen von Kunden in dieser Zeit gekostet hat (−2.386 €), bleiben +415 €."
    )
    said = plain(tell.month_finding(parts(1, told | {"acquisition": -3_000_00}), ENGLISH, has_amounts=True))
    assert said.endswith("Less what winning customers cost in that time (−€3,000), −€200 is left.")


def test_a_month_that_ends_before_the_last_day_says_so() -> None:
    end = date(2026, 10, 31)
    said = plain(tell.month_finding(parts(1, MONTH), GERMAN, has_amounts=True, until=end))
    assert said.startswith("Vom 30. September 2026 bis zum 31. Oktober 2026 hat sich der Wert um")


def test_what_was_and_its_steps_come_to_what_is() -> None:
    steps = tell.shown_steps(tell.parts_over(parts(1, MONTH), 1))
    write = tell.step_writer(100_000_00.0, steps, ENGLISH, has_amounts=True)
    assert [tell.signed(each.amount, write) for each in steps] == ["+€5,200", "−€3,000", "+€600", "+€1"]
    assert write(102_801_00.0) == "€102,801"


def test_a_point_of_repeat_rate() -> None:
    said = tell.repeat_finding(growing("growing"), ENGLISH)
    assert said.startswith(
        "If one more of 100 new customers orders again, that brings €1,560 a year (usually between "
        "€1,460 and €1,670)."
    )
    assert "So far, 40 of 100 order again within 365 days" in said
    assert tell.repeat_finding(Growing("young", 0, 0, None, 0, None, None, 0.0), ENGLISH) == ""


def test_small_steps_are_one_and_all_add_up() -> None:
    told = tell.parts_over(parts(1, MONTH), 1)
    shown = tell.shown_steps(told)
    assert [each.part for each in shown] == ["new", "time", "basket", "rest"]
    assert sum(each.amount for each in shown) == sum(told[step].amount for step in tell.STEPS if step in told)


def months() -> list[PlanMonth]:
    past = [
        PlanMonth("past", date(2026, each, 1), None, None, 900_00.0, None, None, 8, 0)
        for each in range(4, 10)
    ]
    ahead = [
        PlanMonth("plan", date(2026, each, 1), 700_00.0, 300_00.0, 1_000_00.0, 800_00.0, 1_300_00.0, 9, 90_00)
        for each in range(10, 13)
    ]
    year = PlanMonth(
        "year", date(2026, 10, 1), 2_100_00.0, 900_00.0, 3_000_00.0, 2_500_00.0, 3_600_00.0, 27, 270_00
    )
    return [*past, *ahead, year]  # fmt: skip


def test_a_plan_in_words() -> None:
    said = tell.plan_finding(months(), growing("growing"), ENGLISH, has_amounts=True)
    assert said == (
        "From October 2026 to December 2026, €3,000 of margin, usually between €2,500 and €3,600. "
        "€900 of it comes from customers you have yet to win, the rest from present ones."
    )
    hidden = replace(growing("growing"), firsts=FirstOrders(date(2026, 9, 1), 3, is_hidden=True))
    assert tell.plan_finding(months(), hidden, ENGLISH, has_amounts=True).endswith("and €3,600.")
    sure = tell.plan_sure(growing("growing"), UNTIL, ENGLISH)
    assert sure.endswith(
        "promised 15% too little in all for 12 months; 10 of 12 months lay in its range, 10 should."
    )
    counted = tell.plan_arrivals(months(), growing("growing"), ENGLISH)
    assert "counts on 27 new customers" in counted
    assert "Winning them costs about €270" in counted


def test_a_plan_whose_range_held_too_few_months_says_that_it_is_narrow() -> None:
    narrow = "mehr Spielraum"
    assert narrow in tell.plan_sure(replace(growing("growing"), tested=(6, 3)), UNTIL, GERMAN)
    assert narrow not in tell.plan_sure(replace(growing("growing"), tested=(6, 4)), UNTIL, GERMAN)


def test_a_plan_that_was_never_tried_says_so() -> None:
    never = replace(growing("growing"), tested=None)
    assert tell.plan_sure(never, UNTIL, GERMAN).startswith(
        "An Ihrer Vergangenheit prüfen lässt sich dieser Plan"
    )


@pytest.mark.parametrize("has_amounts", [True, False])
def test_pictures_are_drawn_for_both_widths(has_amounts: bool) -> None:
    days = [WorthDay(date(2026, each, 28), 10 * each, 5.0 * each, 90_000_00 + each) for each in range(1, 9)]
    steps = tell.shown_steps(tell.parts_over(parts(1, MONTH), 1))
    for chart in (
        lambda size: worth_chart(days, GERMAN, size, has_amounts=has_amounts),
        lambda size: step_chart(100_000_00, steps, GERMAN, size, has_amounts=has_amounts),
        lambda size: plan_chart(months(), GERMAN, size, has_amounts=has_amounts),
    ):
        drawn = picture("said", chart)
        assert f'viewBox="0 0 {WIDE.width}' in drawn.wide
        assert f'viewBox="0 0 {NARROW.width}' in drawn.narrow
    assert (
        "Neukunden" in picture("said", lambda size: step_chart(0, steps, GERMAN, size, has_amounts=True)).wide
    )


def test_a_manifest_says_of_growth_what_it_should_or_nothing() -> None:
    assert read_growing(None) is None
    told = read_growing({"verdict": "young", "months": 0, "new_customers": 3})
    assert told == Growing("young", 0, 3, None, 0, None, None, 0.0)
    with pytest.raises(BrokenHome, match="verdict"):
        read_manifest({"run": "a", "until": "2026-01-01", "currency": "EUR", "horizon_days": 1, "model": "m",
                       "totals": {"orders": dict.fromkeys(("mean", "median", "low", "high"), 1.0)},
                       "warned_days": 91, "growth": {"months": 0}})  # fmt: skip


@pytest.mark.parametrize(
    ("orders", "usual", "is_open"),
    [(85, 418.0, True), (300, 418.0, False), (3, 12.0, False), (5, None, False), (9, 20.0, True)],
)
def test_a_last_day_of_half_the_usual_orders_is_not_over(
    orders: int, usual: float | None, is_open: bool
) -> None:
    assert LastDay(orders, usual).is_open is is_open


def season(**told: object) -> str:
    """As the page says it, of what a manifest says beside that nothing is told."""
    parts = {"known": True, "orders": False, "margin": False, "new": False, **told}
    growing = read_growing({"verdict": "young", "months": 0, "new_customers": 3, "season": parts})
    assert growing is not None
    return season_sentence(growing.season, GERMAN, has_amounts=True)


def test_a_plan_says_whether_it_knows_the_time_of_year_and_why_not() -> None:
    assert "etwa zwei Jahre" in season(known=False)
    assert "ähneln sich Monat für Monat nicht" in season()
    both = season(orders=True, margin=True, new=True, strong=11, weak=2)
    assert "bei heutigen wie bei neuen Kunden: wie oft bestellt wird und was eine Bestellung bringt" in both
    assert both.endswith(
        "Für sich genommen ist danach der November am stärksten und der Februar am schwächsten."
    )
    assert "Ob eine Bestellung je nach Jahreszeit" in season(orders=True, strong=11, weak=2)
    assert "nur bei der Zahl neuer Kunden" in season(new=True)
    before = read_growing({"verdict": "young", "months": 0, "new_customers": 3})
    assert before is not None
    assert season_sentence(before.season, GERMAN, has_amounts=True) == ""


def test_while_the_last_day_is_open_nobody_is_told_that_their_base_shrinks(published: Published) -> None:
    days = [WorthDay(date(2026, each, 28), 10, 5.0, 90_000_00) for each in range(6, 9)]
    told = parts(12, {"total": -500_00, "after": 100_000_00}, -900_00.0, -100_00.0)
    figures = replace(read_figures(published[0]), worth=days, parts=told, last_day=[LastDay(40, 50.0)])
    run = replace(read_manifest(published[1]), growing=growing("shrinking"))
    over = tell_growth(figures, run, GERMAN)
    assert over is not None
    assert over.finding.startswith("Nein, er schrumpft")
    still = tell_growth(replace(figures, last_day=[LastDay(4, 50.0)]), run, GERMAN)
    assert still is not None
    assert still.finding.startswith("Ob er wächst oder schrumpft, lässt sich heute nicht sagen")
    assert "erst 4 Bestellungen, sonst sind es etwa 50 am Tag" in still.more


def test_a_last_day_that_is_not_over_is_left_out_and_the_page_says_so(published: Published) -> None:
    days = [WorthDay(date(2026, each, 20), 10, 5.0, 90_000_00) for each in range(9, 12)]
    told = [*parts(12, {"total": 500_00, "after": 100_000_00}), *parts(1, MONTH)]
    figures = replace(read_figures(published[0]), worth=days, parts=told, last_day=[LastDay(4, 50.0)])
    measured = replace(growing("growing"), until=date(2026, 11, 20))
    run = replace(read_manifest(published[1]), growing=measured)
    shown = tell_growth(figures, run, GERMAN)
    assert shown is not None
    assert shown.finding.startswith("Ja, er wächst")
    assert "Vom 30. September 2026 bis zum 20. November 2026" in plain(shown.more)
    assert plain(shown.more).endswith(
        "Gemessen ist das bis zum Tag davor: Der letzte Tag Ihrer Daten, der 21. November 2026, scheint noch "
        "nicht zu Ende zu sein (4 Bestellungen, sonst etwa 50 am Tag)."
    )
    assert shown.until == date(2026, 11, 20)
    assert "zum 20. November 2026 (102.801 €)" in plain(shown.captions[1])
    assert "eher etwas zu niedrig" in open_worth(figures, run, GERMAN)
    over = replace(figures, last_day=[LastDay(40, 50.0)])
    assert open_worth(over, run, GERMAN) == ""


def test_the_year_before_a_plan_holds_full_months_only(published: Published) -> None:
    first = [date(2025 + (each + 8) // 12, (each + 8) % 12 + 1, 1) for each in range(13)]
    past = [PlanMonth("past", day, None, None, 1_000_00.0, None, None, 8, 0) for day in first]
    rest = PlanMonth("rest", first[-1], 1_00.0, 0.0, 1_00.0, 1.0, 2.0, 1, 0)
    run = replace(read_manifest(published[1]), growing=growing("growing"))
    figures = read_figures(published[0])
    running = [*past[:-1], replace(past[-1], whole=5_00.0), rest, *months()[6:]]
    for planned in (running, [*past, *months()[6:]]):
        shown = tell_plan(replace(figures, planned=planned), run, ENGLISH)
        assert shown is not None
        assert "brought €12,000 on the same footing" in shown.more
        assert tell.plan_sure(growing("growing"), UNTIL, ENGLISH) in shown.more
        assert "discounted to today" in shown.more


def test_the_year_before_a_plan_is_split_by_who_was_there_already(published: Published) -> None:
    first = [date(2025 + (each + 8) // 12, (each + 8) % 12 + 1, 1) for each in range(12)]
    past = [PlanMonth("past", day, None, None, 1_000_00.0, None, None, 8, 0) for day in first]
    cohorts = [
        CohortMonth(date(2025, 8, 1), 0, 5, 5, 700_00),  # before these months
        CohortMonth(date(2025, 8, 1), 1, 5, 3, 2_000_00),
        CohortMonth(date(2025, 8, 1), 12, 5, 2, 3_000_00),
        CohortMonth(date(2025, 8, 1), 13, 5, 2, 9_000_00),  # after them
        CohortMonth(first[0], 3, 4, 4, 4_000_00),  # who came in them
    ]
    run = replace(read_manifest(published[1]), growing=growing("growing"))
    figures = replace(read_figures(published[0]), planned=[*past, *months()[6:]], cohorts=cohorts)
    shown = tell_plan(figures, run, ENGLISH)
    assert shown is not None
    assert (
        "customers who were there before (5; today there are 5,000) brought €5,000, and those who came during"
        in shown.more
    )
    assert "these twelve months €7,000" in shown.more
    unknown = replace(growing("growing"), firsts=FirstOrders(date(2026, 9, 1), 3, is_hidden=True))
    hidden = tell_plan(figures, replace(run, growing=unknown), ENGLISH)
    assert hidden is not None
    assert "who were there before" not in hidden.more


def test_each_change_stands_in_a_table_by_step_and_by_customers(published: Published) -> None:
    days = [WorthDay(date(2026, each, 28), 10, 5.0, 90_000_00) for each in range(6, 9)]
    year = MONTH | {"group_ordered": 9_000_00, "group_silent": -11_399_00}
    figures = replace(
        read_figures(published[0]),
        worth=days,
        parts=[*parts(1, MONTH | {"acquisition": -1_000_00}), *parts(12, year)],
        last_day=[],
    )
    run = replace(read_manifest(published[1]), growing=growing("growing"))
    shown = tell_growth(figures, run, ENGLISH)
    assert shown is not None
    month, whole = shown.changes
    assert (month.before, month.after) == ("€100,000", "€102,801")
    assert month.steps == [
        ("new", "+€5,200"), ("time", "−€3,000"), ("basket", "+€600"), ("rest", "+€1"),
    ]  # fmt: skip
    assert whole.groups == [
        ("group_new", "+€5,200"), ("group_ordered", "+€9,000"), ("group_silent", "−€11,399"),
    ]  # fmt: skip
    assert (month.acquisition, month.net, whole.net) == ("−€1,000", "+€1,801", "")
    assert shown.explained == ["new", "time", "basket"]


def test_what_the_base_was_worth_the_day_before_an_open_one_is_told(published: Published) -> None:
    days = [WorthDay(date(2026, 11, 20), 10, 5.0, 90_000_00)]
    figures = replace(read_figures(published[0]), worth=days, last_day=[LastDay(4, 50.0)])
    run = read_manifest(published[1])
    until = replace(growing("growing"), until=date(2026, 11, 20))
    assert plain(open_worth(figures, replace(run, growing=until), GERMAN)).endswith(
        "Am Abend davor wären es 90.000 €."
    )
    assert "Am Abend davor" not in open_worth(figures, replace(run, growing=growing("growing")), GERMAN)


def test_what_winning_customers_cost_comes_off_the_verdict_too() -> None:
    told = parts(12, {"total": 49_553_00, "after": 266_213_00, "acquisition": -35_536_00})
    assert plain(tell.net_finding(growing("growing"), told, GERMAN)) == (
        "Zieht man ab, was es seit dem Stand vor zwölf Monaten gekostet hat, Kunden zu gewinnen (−35.500 €), "
        "bleiben +14.000 €."
    )
    assert tell.net_finding(growing("growing"), parts(12, {"total": 1.0, "acquisition": 0.0}), GERMAN) == ""


@pytest.mark.parametrize(
    ("until", "made"), [(date(2026, 11, 28), "Ende Oktober 2025"), (date(2026, 11, 30), "Ende November 2025")]
)
def test_a_plan_that_was_tried_says_when_it_would_have_been_made(until: date, made: str) -> None:
    assert f"Ein {made} gemachter Plan" in tell.plan_sure(growing("growing"), until, GERMAN)

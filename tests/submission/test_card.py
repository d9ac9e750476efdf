"""The card before a report is confirmed, and what of it a reviewer looks at first."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.submission.world import PROGRAMME, facts, known
from zc_bot.submission.card import card, recorded
from zc_bot.submission.draft import Draft, Entry
from zc_bot.submission.events import CardLine, ShowCard
from zc_bot.submission.exceptions import Reviewed, sort_out
from zc_bot.submission.facts import Facts, Known
from zc_bot.submission.form import form_for, missing


def shown(world: Facts | None = None, year: int = 2019, **entered: str) -> ShowCard:
    """Show the card of 通创 with figures; `!` after one gives a reason, 不适用 a marker."""
    entries = [
        Entry(metric, said, None, "not_applicable") if said == "不适用" else
        Entry(metric, said, Decimal(said.rstrip("!")), None, reason="搬迁" if said.endswith("!") else "")
        for metric, said in entered.items()
    ]
    draft = Draft(community="tongchuang", year=year, entries=tuple(entries))
    return card(draft, facts() if world is None else world)


def line(found: ShowCard, metric: str) -> CardLine:
    return next(one for one in found.lines if one.entry.metric == metric)


def looked_at(world: Facts | None = None, **entered: str) -> Reviewed:
    return sort_out(shown(world, **entered), PROGRAMME)


def names(found: tuple[CardLine, ...]) -> list[str]:
    return [one.entry.metric for one in found]


def test_lines_stand_in_the_programmes_order_each_with_last_years_figure_and_the_change() -> None:
    found = shown(employees="5720", planned_area="3", total_investment="不适用", makerspaces="2")
    assert names(found.lines) == ["planned_area", "total_investment", "employees", "makerspaces"]
    one = line(found, "employees")
    assert (one.change, one.previous, one.verdict) == (Fraction(10), known("5200"), None)
    assert line(found, "planned_area").change == 0
    assert (line(found, "total_investment").change, line(found, "total_investment").verdict) == (None, None)
    none = {("tongchuang", "employees", 2018): known("0")}
    assert line(shown(replace(facts(), figures=none), employees="5"), "employees").change is None
    back = {("tongchuang", "employees", 2018): known("5200", "returned")}
    assert line(shown(replace(facts(), figures=back), employees="5"), "employees").previous is None


@pytest.mark.parametrize(
    ("metric", "value", "verdict"),
    [
        ("carrier_floor_area", "200000", "met"), ("carrier_floor_area", "199999.99", "not_met"),
        ("wifi_coverage", "100", "met"), ("wifi_coverage", "99.9", "not_met"),
        ("makerspaces", "1", "met"), ("makerspaces", "0", "not_met"),
        ("planned_area", "1", None), ("employees", "1", None),
    ],
)
def test_a_figure_is_held_against_its_own_bound_exactly_and_advice_never_fails(
    metric: str, value: str, verdict: str | None
) -> None:
    assert line(shown(**{metric: value}), metric).verdict == verdict
    blind = replace(facts(), judged=False)
    assert line(shown(blind, **{metric: value}), metric).verdict is None, "who may not judge is told no verdict"
    assert (shown(blind, **{metric: value}).judged, shown(**{metric: value}).judged) == (False, True)


def test_a_share_is_of_what_is_entered_over_what_is_recorded_and_stands() -> None:
    world = facts(total_output=known("1000"), sei_investment=known("70", "returned"), total_investment=known("100"))
    (share,) = shown(world, hitech_output="600").shares
    assert (share.code, share.value, share.verdict) == ("hitech_share", Fraction(60), "not_met"), "not exceeded"
    assert share.previous == Fraction(420_000) / 690_000 * 100
    (share,) = shown(world, hitech_output="601").shares
    assert share.verdict == "met"
    assert shown(world, hitech_output="1", total_output="0").shares == (), "of nothing there is no share"
    assert recorded("tongchuang", 2019, world) == {"total_output": Decimal(1000), "total_investment": Decimal(100)}
    assert recorded("tongchuang", 2020, world) == {}


def test_what_is_missing_is_neither_entered_nor_recorded_and_before_the_start_nothing_is() -> None:
    world = facts(employees=known("5", "submitted"), makerspaces=known("1", "withdrawn"))
    found = shown(world, new_startups="1").missing
    assert {*PROGRAMME.metric} - {*found} == {"employees", "new_startups"}
    form = form_for(PROGRAMME, "tongchuang", 2019)
    assert missing(facts(), form) == tuple(one.code for one in form.metrics)
    assert [one.standing for one in form.metrics] == sorted((one.standing for one in form.metrics), reverse=True)
    assert len(form.metrics) == 22
    assert form_for(PROGRAMME, "guanyinshan", 2017).metrics == ()
    assert len(form_for(PROGRAMME, "guanyinshan", 2018).metrics) == 22


def test_what_has_a_reason_or_leaps_or_fails_is_looked_at_first_and_the_rest_behind() -> None:
    found = looked_at(
        employees="5300!", new_startups="157", planned_area="3.9", makerspaces="0", carrier_floor_area="200000",
    )
    assert names(found.exceptions) == ["new_startups", "employees", "makerspaces"]
    assert names(found.rest) == ["planned_area", "carrier_floor_area"]
    assert (found.reasons, found.jumps, found.failed, found.newly) == (1, 2, 1, 1)
    assert (found.count, found.is_clear) == (3, False)
    assert looked_at(employees="5300").is_clear


@pytest.mark.parametrize(("value", "jumps"), [("156", 0), ("157", 1), ("84", 0), ("83", 1)])
def test_up_or_down_by_more_than_three_tenths_is_a_leap(value: str, jumps: int) -> None:
    assert looked_at(new_startups=value).jumps == jumps


@pytest.mark.parametrize(("before", "newly"), [("210000", 1), ("200000", 1), ("199999", 0), (None, 0)])
def test_what_held_last_year_and_fails_now_is_counted_apart(before: str | None, newly: int) -> None:
    figures: dict[tuple[str, str, int], Known] = {}
    if before is not None:
        figures["tongchuang", "carrier_floor_area", 2018] = known(before)
    found = looked_at(replace(facts(), figures=figures), carrier_floor_area="150000")
    assert (found.failed, found.newly) == (1, newly)


def test_a_share_that_what_is_entered_makes_fail_counts_and_one_that_failed_without_it_does_not() -> None:
    low = facts(total_output=known("1000"), hitech_output=known("100"))
    found = looked_at(low, hitech_output="500")
    assert [one.code for one in found.shares] == ["hitech_share"]
    assert (found.failed, found.newly, found.count) == (1, 1, 2), "the leap of the figure itself, and the share"
    other = looked_at(low, employees="5200")
    assert (other.shares, other.failed, other.is_clear) == ((), 0, True)
    before = replace(low, figures={**low.figures, ("tongchuang", "hitech_output", 2018): known("100")})
    assert looked_at(before, hitech_output="500").newly == 0, "it failed last year too"
    whole = looked_at(low, total_output="690000")
    assert [one.code for one in whole.shares] == ["hitech_share"], "by the whole as by the part"

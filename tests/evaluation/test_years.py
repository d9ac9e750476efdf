"""No year named: the latest year that is full enough of approved figures, else the fullest, and what came later."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.evaluation.situation import ask, figure, reported
from zc_bot.evaluation.completeness import wanted_by
from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.result import Answer
from zc_bot.parsing.meaning import Intent, Meaning, Threshold
from zc_bot.parsing.query import Bound, Measure, Places, Query, Top
from zc_bot.parsing.query import Test as Bounded
from zc_bot.policy.programme import Programme

SEVERAL: tuple[tuple[Intent, dict[str, object]], ...] = (
    ("rank", {}),
    ("aggregate", {}),
    ("filter", {"threshold": Threshold(">", Decimal(0))}),
    ("filter", {"verdict": "met"}),
    ("check", {}),
    ("compare", {"communities": ("tongchuang", "jianghai", "xincailiao", "kaiyuan", "langu")}),
    ("rank", {"communities": ("tongchuang",)}),
)


def of_year(programme: Programme, year: int, count: int, status: str = "approved", **by_metric: int) -> list[Figure]:
    """Report metrics for the first communities that are due."""
    due = [code for code, place in programme.community.items() if place.start <= year]
    return [
        figure(code, metric, year, value, status)  # type: ignore[arg-type]
        for code in due[:count]
        for metric, value in by_metric.items()
    ]


def shares_of(programme: Programme, year: int, count: int, status: str = "approved") -> list[Figure]:
    return of_year(programme, year, count, status, hitech_output=70, total_output=100)


def answered(found: Answer) -> int:
    (year,) = found.years
    return year


@pytest.mark.parametrize(("count", "year"), [(10, 2018), (11, 2019), (13, 2019)])
def test_four_fifths_of_thirteen_are_eleven(programme: Programme, count: int, year: int) -> None:
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, count)]
    found = ask(programme, figures, "rank", "hitech_share")
    assert answered(found) == year
    assert found.meaning.years == ()


@pytest.mark.parametrize(("intent", "rest"), SEVERAL)
def test_a_new_year_takes_over_no_answer_over_several(
    programme: Programme, intent: Intent, rest: dict[str, object]
) -> None:
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 3)]
    found = ask(programme, figures, intent, "hitech_share", **rest)
    assert answered(found) == 2018
    assert found.period is not None
    assert found.period.later is not None
    assert (found.period.enough, found.period.later.year) == (True, 2019)


def test_submitted_figures_make_no_year_full(programme: Programme) -> None:
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 13, "submitted")]
    found = ask(programme, figures, "rank", "hitech_share")
    assert answered(found) == 2018
    assert found.period is not None
    assert found.period.later is not None
    assert (found.period.later.seen, found.period.later.approved, found.period.later.due) == (13, 0, 13)


def test_a_share_counts_where_both_its_figures_are_approved(programme: Programme) -> None:
    halves = of_year(programme, 2019, 13, hitech_output=70) + of_year(programme, 2019, 5, total_output=100)
    found = ask(programme, [*shares_of(programme, 2018, 13), *halves], "rank", "hitech_share")
    assert answered(found) == 2018


def test_a_community_that_has_not_started_is_not_waited_for(programme: Programme) -> None:
    found = ask(programme, shares_of(programme, 2017, 5), "rank", "hitech_share")
    assert found.period is not None
    assert (answered(found), found.period.enough, found.period.full.due) == (2017, True, 5)


def test_exactly_four_fifths_are_enough(programme: Programme) -> None:
    found = ask(programme, shares_of(programme, 2017, 4), "rank", "hitech_share")
    assert found.period is not None
    assert (found.period.full.approved, found.period.enough) == (4, True)


def test_a_year_in_which_nothing_was_due_is_not_full(programme: Programme) -> None:
    early = [figure("tongchuang", metric, 2015, 50) for metric in ("hitech_output", "total_output")]
    assert answered(ask(programme, [*early, *shares_of(programme, 2018, 3)], "rank", "hitech_share")) == 2018


def test_a_figure_from_before_the_start_does_not_fill_a_year(programme: Programme) -> None:
    early = [
        figure(code, metric, 2017, 50) for code in programme.community for metric in ("hitech_output", "total_output")
        if programme.community[code].start == 2018
    ]
    found = ask(programme, [*early, *shares_of(programme, 2017, 3)], "rank", "hitech_share")
    assert found.period is not None
    assert (found.period.full.approved, found.period.full.due, found.period.enough) == (3, 5, False)


def test_only_those_asked_about_are_counted(programme: Programme) -> None:
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 2)]
    both = ("tongchuang", "guanyinshan")
    assert answered(ask(programme, figures, "compare", "hitech_share", communities=both)) == 2019
    third = (*both, "kuajiang-hezuo")
    assert answered(ask(programme, figures, "compare", "hitech_share", communities=third)) == 2018


def test_without_a_full_year_the_fullest_answers(programme: Programme) -> None:
    figures = [*shares_of(programme, 2018, 9), *shares_of(programme, 2019, 4)]
    found = ask(programme, figures, "rank", "hitech_share")
    assert found.period is not None
    assert found.period.later is not None
    assert (answered(found), found.period.enough, found.period.later.year) == (2018, False, 2019)


def test_of_two_years_equally_full_the_later_answers(programme: Programme) -> None:
    figures = [*shares_of(programme, 2018, 6), *shares_of(programme, 2019, 6)]
    found = ask(programme, figures, "rank", "hitech_share")
    assert found.period is not None
    assert (answered(found), found.period.later) == (2019, None)


def test_a_year_with_nothing_of_what_is_asked_is_no_later_one(programme: Programme) -> None:
    figures = [*of_year(programme, 2018, 13, total_output=5), *of_year(programme, 2019, 13, employees=5)]
    found = ask(programme, figures, "aggregate", "total_output")
    assert found.period is not None
    assert (answered(found), found.period.later) == (2018, None)


def test_a_marker_is_a_figure_that_came(programme: Programme) -> None:
    marked = [figure("tongzhouwan", metric, 2019, "保密") for metric in ("hitech_output", "total_output")]
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 10), *marked]
    assert answered(ask(programme, figures, "rank", "hitech_share")) == 2019


def test_growth_wants_both_years_of_each(programme: Programme) -> None:
    figures = [
        *of_year(programme, 2017, 5, employees=100),
        *of_year(programme, 2018, 5, employees=110),
        *of_year(programme, 2019, 13, employees=120),
    ]
    found = ask(programme, figures, "growth", "employees")
    assert found.period is not None
    assert (answered(found), found.period.enough) == (2019, False)
    fuller = [*figures, *of_year(programme, 2018, 13, employees=110)]
    assert ask(programme, fuller, "growth", "employees").period.enough  # type: ignore[union-attr]


def test_average_growth_wants_a_base(programme: Programme) -> None:
    first = of_year(programme, 2017, 5, employees=100)
    without = ask(programme, [*first, *of_year(programme, 2018, 13, employees=90)], "rank", "employees_growth")
    assert without.period is not None
    assert (without.period.full.approved, without.period.full.due) == (5, 13)
    both = [*first, *of_year(programme, 2018, 13, employees=90), *of_year(programme, 2019, 13, employees=95)]
    found = ask(programme, both, "rank", "employees_growth").period
    assert found is not None
    assert (found.full.year, found.full.approved, found.enough) == (2019, 13, True)


def test_what_came_before_the_start_is_no_base(programme: Programme) -> None:
    early = [figure(code, "employees", 2017, 50) for code in programme.community]
    found = ask(programme, [*early, *of_year(programme, 2018, 13, employees=90)], "rank", "employees_growth").period
    assert found is not None
    assert (found.full.year, found.full.approved, found.full.due) == (2018, 5, 13)


@pytest.mark.parametrize(
    ("intent", "metric", "approved"), [("growth", "employees", 0), ("rank", "employees_growth", 5)]
)
def test_a_change_wants_the_year_before_and_an_average_any_year_since_the_start(
    programme: Programme, intent: Intent, metric: str, approved: int
) -> None:
    figures = [*of_year(programme, 2017, 5, employees=100), *of_year(programme, 2019, 13, employees=120)]
    found = ask(programme, figures, intent, metric, communities=tuple(programme.community)).period
    assert found is not None
    assert {one.year: one.approved for one in (found.full, found.later) if one is not None}.get(2019) == approved


def test_a_check_counts_what_its_requirement_is_judged_by(programme: Programme) -> None:
    figures = [*shares_of(programme, 2018, 13), *of_year(programme, 2019, 13, employees=5)]
    found = ask(programme, figures, "check", requirements=("R4",))
    assert found.period is not None
    assert (answered(found), found.period.unit, found.period.later) == (2018, "communities", None)


@pytest.mark.parametrize(
    ("intent", "rest"),
    [("trend", {}), ("value", {"years": (2018,)}), ("missing", {}), ("rank", {"query": Query("figures")})],
)
def test_no_year_is_chosen_where_one_was_named_or_none_is_wanted(
    programme: Programme, intent: Intent, rest: dict[str, object]
) -> None:
    assert wanted_by(replace(Meaning(intent), metrics=("employees",), **rest), programme) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rest", "metrics"),
    [
        ({"requirements": ("R3",), "verdict": "met"}, {"sei_investment", "total_investment"}),
        ({"metrics": ("total_output",), "threshold": Threshold(">", Decimal(0))}, {"total_output"}),
    ],
)
def test_who_meets_something_is_asked_of_the_year_that_has_what_is_judged_or_compared(
    programme: Programme, rest: dict[str, object], metrics: set[str]
) -> None:
    wanted = wanted_by(replace(Meaning("filter"), **rest), programme)  # type: ignore[arg-type]
    assert wanted is not None
    assert set(wanted.metrics) == metrics


@pytest.mark.parametrize(
    ("intent", "rest", "chosen"),
    [
        ("value", {"metrics": ("employees",)}, False),
        ("check", {"requirements": ("R4",)}, False),
        ("value", {}, False),
        ("check", {}, True),
        ("card", {}, True),
    ],
)
def test_of_one_community_only_the_whole_is_of_a_full_year(
    programme: Programme, intent: Intent, rest: dict[str, object], chosen: bool
) -> None:
    asked = replace(Meaning(intent, communities=("tongchuang",)), **rest)  # type: ignore[arg-type]
    assert (wanted_by(asked, programme) is not None) == chosen


def test_one_community_answers_a_metric_with_its_latest_figure(programme: Programme) -> None:
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 1, "submitted")]
    found = ask(programme, figures, "value", "hitech_share", communities=("tongchuang",))
    assert (answered(found), found.period) == (2019, None)


def test_a_card_is_of_the_year_with_four_fifths_of_its_figures(programme: Programme) -> None:
    whole = reported("tongchuang", **{metric: {2018: 1} for metric in programme.metric})
    few = [figure("tongchuang", metric, 2019, 1) for metric in tuple(programme.metric)[:17]]
    early = ask(programme, [*whole, *few], "check", communities=("tongchuang",))
    assert answered(early) == 2018
    assert early.period is not None
    assert early.period.later is not None
    assert (early.period.later.seen, early.period.later.due) == (17, 22)
    enough = [figure("tongchuang", metric, 2019, 1, "submitted") for metric in tuple(programme.metric)[:18]]
    assert answered(ask(programme, [*whole, *enough], "check", communities=("tongchuang",))) == 2019


def test_the_board_wants_four_fifths_of_all_figures_approved(programme: Programme) -> None:
    metrics = dict.fromkeys(programme.metric, 1)
    full, most = of_year(programme, 2018, 13, **metrics), of_year(programme, 2019, 10, **metrics)
    assert answered(ask(programme, [*full, *most], "check")) == 2018
    few_more = of_year(programme, 2019, 13, **dict.fromkeys(tuple(programme.metric)[:12], 1))
    assert answered(ask(programme, [*full, *most, *few_more], "check")) == 2019
    pending = of_year(programme, 2019, 13, "submitted", **metrics)
    assert answered(ask(programme, [*full, *pending], "check")) == 2018


def test_the_share_is_the_programmes_own(programme: Programme) -> None:
    half = programme.model_copy(
        update={"completeness": programme.completeness.model_copy(update={"share": Decimal("0.5")})}
    )
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 7)]
    assert answered(ask(programme, figures, "rank", "hitech_share")) == 2018
    assert answered(ask(half, figures, "rank", "hitech_share")) == 2019


@pytest.mark.parametrize("held_by", ["bound", "difference"])
def test_a_year_in_which_whoever_others_are_held_against_has_nothing_answers_nothing(
    programme: Programme, held_by: str
) -> None:
    """It was said of twelve communities that nothing can be told of them, though the year before tells it."""
    both = of_year(programme, 2018, 13, total_output=100)
    figures = [*both, *(one for one in of_year(programme, 2019, 13, total_output=100) if one.community != "langu")]
    output = Measure("total_output")
    query = Query("places", places=Places(where=Bounded(output, (Bound(">=", against="langu"),))))
    if held_by == "difference":
        query = Query("figures", (replace(output, view="difference"),), Places(("tongchuang",)), other="langu")
    found = ask(programme, figures, "filter", query=query)
    assert answered(found) == 2018
    assert found.period is not None
    assert found.period.later is not None
    assert (found.period.enough, found.period.later.year) == (True, 2019)


def test_the_year_in_which_something_was_topmost_needs_no_word_why_that_year(programme: Programme) -> None:
    """It was said that all was of 2018, beside figures of 2019."""
    figures = [*shares_of(programme, 2018, 13), *shares_of(programme, 2019, 1, "submitted")]
    figures += of_year(programme, 2019, 1, "submitted", employees=7)
    at = Top(Measure("hitech_share"))
    query = Query("figures", (Measure("employees"),), Places(("tongchuang",)), at=at)
    found = ask(programme, figures, "value", query=query)
    assert found.period is None

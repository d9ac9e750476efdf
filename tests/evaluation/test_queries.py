"""Composed queries over figures: exact sides, all or some of the years, and the unknown kept apart."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evaluation.situation import figure, reported
from zc_bot.evaluation.engine import Result, run
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.formulas import shown
from zc_bot.evaluation.found import Found
from zc_bot.evaluation.measurements import POINTS
from zc_bot.parsing.query import Ask, Bound, Condition, Fold, Joined, Judged, Measure, Places, Query, Sign, Top, View
from zc_bot.parsing.query import Test as Bounded
from zc_bot.policy.programme import Programme

OUTPUT, EMPLOYEES = Measure("total_output"), Measure("employees")


def answered(programme: Programme, figures: list[Figure], query: Query) -> Result:
    return run(query, programme, Figures(figures))


def where(programme: Programme, figures: list[Figure], condition: Condition) -> tuple[set[str], int]:
    """Return the places that fulfil a condition, and of how many it can't be told."""
    found = answered(programme, figures, Query("places", places=Places(where=condition)))
    return set(found.chosen), len(found.undecided)


def numbers(found: Result) -> dict[str | None, str | None]:
    """Return what was found, by place or by authority."""
    return {one.community or one.authority: _written(one) for one in found.rows}


def _written(one: Found) -> str | None:
    return None if one.number is None else f"{shown(one.number).normalize():f}"


def output(sign: Sign, value: int, *years: int, every: bool = True) -> Bounded:
    return Bounded(OUTPUT, (Bound(sign, Decimal(value)),), years or (2019,), every)


THREE = [
    *reported("tongchuang", total_output=100, employees=10),
    *reported("jianghai", total_output=200, employees=30),
    *reported("langu", total_output=300, employees=50),
]


@pytest.mark.parametrize(
    ("sign", "chosen"),
    [
        ("<", {"tongchuang"}),
        ("<=", {"tongchuang", "jianghai"}),
        ("=", {"jianghai"}),
        ("!=", {"tongchuang", "langu"}),
        (">=", {"jianghai", "langu"}),
        (">", {"langu"}),
    ],
)
def test_a_bound_has_an_exact_side_and_who_reported_nothing_is_on_neither(
    programme: Programme, sign: Sign, chosen: set[str]
) -> None:
    assert where(programme, THREE, output(sign, 200)) == (chosen, 10)


def test_every_year_or_one_of_them(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 10, 2019: 10}),
        *reported("jianghai", total_output={2018: 10, 2019: 99}),
        *reported("langu", total_output={2018: 10}),
        *reported("nengda", total_output={2019: 99}),
    ]
    every = where(programme, figures, output("<", 50, 2018, 2019))
    some = where(programme, figures, output("<", 50, 2018, 2019, every=False))
    assert every == ({"tongchuang"}, 10)
    assert some == ({"tongchuang", "jianghai", "langu"}, 10)


def test_what_fails_once_fails_whatever_else_is_unknown(programme: Programme) -> None:
    figures = [*reported("tongchuang", total_output=100), *reported("jianghai", total_output=10)]
    both = Joined("and", (output(">", 50), Bounded(EMPLOYEES, (Bound(">", Decimal(1)),), (2019,))))
    either = Joined("or", both.items)
    assert where(programme, figures, both) == (set(), 12)
    assert where(programme, figures, either) == ({"tongchuang"}, 12)


def test_met_and_not_met_leave_out_whom_nobody_can_judge(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output=100, hitech_output="60.001"),
        *reported("jianghai", total_output=100, hitech_output=60),
        *reported("langu", total_output=100),
    ]
    met = where(programme, figures, Judged("met", ("hitech_share",), (2019,)))
    not_met = where(programme, figures, Judged("not_met", ("hitech_share",), (2019,)))
    assert met == ({"tongchuang"}, 11)
    assert not_met == ({"jianghai"}, 11)


def test_above_the_mean_is_above_and_not_at_it(programme: Programme) -> None:
    mean = Bounded(OUTPUT, (Bound(">", against="mean"),), (2019,))
    assert where(programme, THREE, mean)[0] == {"langu"}
    below = Bounded(OUTPUT, (Bound("<", against="mean"),), (2019,))
    assert where(programme, THREE, below)[0] == {"tongchuang"}


def test_a_quotient_is_held_against_all_of_both_and_the_middle_quotient(programme: Programme) -> None:
    figures = [*THREE, *reported("nengda", total_output=400, employees=30)]
    by_head = Measure("total_output", per="employees")  # 10, 6.67, 6, 13.3; of all 1,000 by 120: 8.33; middle 8.33
    above = {
        against: where(programme, figures, Bounded(by_head, (Bound(">", against=against),), (2019,)))[0]
        for against in ("mean", "median")
    }
    assert above == {"mean": {"tongchuang", "nengda"}, "median": {"tongchuang", "nengda"}}
    found = answered(programme, figures[:6], Query("figures", (by_head,), years=(2019,), fold="median"))
    assert _written(found.rows[0]) == "6.67", "of three the middle one, and not all of both"


def test_several_figures_added_are_held_against_the_mean_of_what_they_come_to(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", makerspaces=1, incubators=9), *reported("jianghai", makerspaces=5, incubators=1),
        *reported("langu", makerspaces=1, incubators=1),
    ]
    both = Measure("makerspaces", terms=("+incubators",))
    above = Bounded(both, (Bound(">", against="mean"),), (2019,))
    assert where(programme, figures, above)[0] == {"tongchuang"}, "10, 6 and 2 make 6"


def test_above_another_community(programme: Programme) -> None:
    other = Bounded(OUTPUT, (Bound(">", against="jianghai"),), (2019,))
    assert where(programme, THREE, other)[0] == {"langu"}


@pytest.mark.parametrize(
    ("sign", "chosen"),
    [("<", {"tongchuang"}), ("<=", {"tongchuang", "jianghai"}), (">", {"langu"}), (">=", {"jianghai", "langu"})],
)
def test_one_metric_against_another_of_the_same_place(programme: Programme, sign: Sign, chosen: set[str]) -> None:
    figures = [
        *reported("tongchuang", makerspaces=1, incubators=2),
        *reported("jianghai", makerspaces=2, incubators=2),
        *reported("langu", makerspaces=3, incubators=2),
        *reported("nengda", makerspaces=3),
    ]
    held = Bounded(Measure("makerspaces"), (Bound(sign, metric="incubators"),), (2019,))
    assert where(programme, figures, held) == (chosen, 10), "of whoever lacks either it can't be told"


def test_growth_is_held_against_the_growth_of_another_metric(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 100, 2019: 110}, employees={2018: 10, 2019: 12}),
        *reported("jianghai", total_output={2018: 100, 2019: 150}, employees={2018: 10, 2019: 12}),
        *reported("langu", total_output={2018: 100, 2019: 150}, employees={2019: 12}),
    ]
    held = Bounded(Measure("total_output", "change", 2018), (Bound(">", metric="employees"),), (2019,))
    assert where(programme, figures, held) == ({"jianghai"}, 11), "by its figures alone 通创 had more, too"


def test_a_count_of_all_years_is_made_anew_in_each(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 10, 2019: 30}),
        *reported("jianghai", total_output={2018: 30, 2019: 30}),
        *reported("langu", total_output={2018: 10}),
    ]
    above = Bounded(OUTPUT, (Bound(">", Decimal(20)),))
    found = answered(programme, figures, Query("count", places=Places(where=above), ever=True))
    assert [(one.year, _written(one), one.counted) for one in found.rows] == [(2018, "1", 3), (2019, "2", 2)]


@pytest.mark.parametrize(("fold", "expected"), [("mean", "250"), ("sum", "500")])
def test_either_end_is_left_out_of_a_fold_and_named(programme: Programme, fold: Fold, expected: str) -> None:
    figures = [
        *THREE, *reported("nengda", total_output=900), *reported("sutong", employees=5),
    ]
    query = Query("figures", (OUTPUT,), years=(2019,), fold=fold, trim=(1, 1))
    found = answered(programme, figures, query)
    assert [(one.community, _written(one)) for one in found.rows] == [
        (None, expected), ("nengda", "900"), ("tongchuang", "100"),
    ]
    assert (found.rows[0].counted, found.rows[0].of) == (2, 11), "of the thirteen but for either end"


@pytest.mark.parametrize(("trim", "expected", "named"), [((1, 0), "200", "nengda"), ((0, 1), "250", "tongchuang")])
def test_one_end_is_left_out_alone(
    programme: Programme, trim: tuple[int, int], expected: str, named: str
) -> None:
    figures = [*THREE, *reported("nengda", total_output=330 if trim == (1, 0) else 250)]
    found = answered(programme, figures, Query("figures", (OUTPUT,), years=(2019,), fold="mean", trim=trim))
    assert _written(found.rows[0]) == expected
    assert found.rows[0].community is None
    assert [one.community for one in found.rows[1:]] == [named]


@pytest.mark.parametrize(("place", "climbed"), [("tongchuang", "2"), ("jianghai", "-1"), ("langu", "-1")])
def test_who_rose_in_rank_rose_among_those_that_have_both_figures(
    programme: Programme, place: str, climbed: str
) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 10, 2019: 90}),
        *reported("jianghai", total_output={2018: 30, 2019: 80}),
        *reported("langu", total_output={2018: 20, 2019: 70}),
        *reported("nengda", total_output={2018: 99}), *reported("sutong", total_output={2019: 1}),
    ]
    query = Query("figures", (Measure("total_output", "climb", 2018),), Places((place,)), (2019,))
    (found,) = answered(programme, figures, query).rows
    assert _written(found) == climbed
    assert found.counted == 3, "who has one of both figures is not passed by anybody"


def test_by_rank_nobody_rises_without_both_figures_and_the_greatest_fall_is_the_lowest(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 10, 2019: 90}),
        *reported("jianghai", total_output={2018: 30, 2019: 50}),
        *reported("langu", total_output={2018: 20, 2019: 70}),
    ]
    climb = Measure("total_output", "climb")
    most = {
        down: answered(programme, figures, Query("places", places=Places(top=Top(climb, 1, down, (2019,)))))
        for down in (False, True)
    }
    assert (most[False].chosen, most[True].chosen) == (("tongchuang",), ("jianghai",))
    assert len(most[True].undecided) == 10


def test_of_two_there_is_nothing_between_the_ends(programme: Programme) -> None:
    query = Query("figures", (OUTPUT,), years=(2019,), fold="mean", trim=(1, 1))
    assert [_written(one) for one in answered(programme, THREE[:4], query).rows] == [None]


def test_what_is_divided_is_held_against_anothers(programme: Programme) -> None:
    query = Query(
        "figures", (Measure("total_output", "ratio", per="employees"),), Places(("tongchuang",)), (2019,),
        other="langu",
    )
    assert numbers(answered(programme, THREE, query)) == {"tongchuang": "1.67"}, "10 a head against 6"


@pytest.mark.parametrize(("ask", "years"), [("years", [2018, 2019]), ("first_year", [2018])])
def test_the_city_has_its_years_where_all_reported(programme: Programme, ask: Ask, years: list[int]) -> None:
    years_of = (2017, 2018, 2019, 2020)
    due = {year: [one.code for one in programme.communities if one.start <= year] for year in years_of}
    each = {2017: 1, 2018: 10, 2019: 11, 2020: 99}
    figures = [
        one for year, codes in due.items() for code in codes[: 1 if year == 2020 else None]
        for one in reported(code, new_startups={year: each[year]})
    ]
    above = Bounded(Measure("new_startups"), (Bound(">", Decimal(50)),))
    found = answered(programme, figures, Query(ask, places=Places(where=above), fold="sum"))
    assert [one.year for one in found.rows] == years
    assert found.unknown == (2020,), "one of thirteen tells nothing of the city"
    assert {one.year for one in found.figures} == set(years), "who reported them is said"


@pytest.mark.parametrize(("fold", "expected"), [("sum", ["100", "500"]), ("mean", ["100", "250"])])
def test_groups_are_put_together_each_by_itself(programme: Programme, fold: Fold, expected: list[str]) -> None:
    groups = ("tongchuang",), ("jianghai", "langu", "nengda")
    query = Query("figures", (OUTPUT,), Places((*groups[0], *groups[1])), (2019,), fold=fold, groups=groups)
    found = answered(programme, THREE, query)
    assert [(one.places, _written(one)) for one in found.rows] == [*zip(groups, expected, strict=True)]
    assert [(one.counted, one.of) for one in found.rows] == [(1, 1), (2, 3)]


def test_less_than_the_year_before(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 10, 2019: 9}),
        *reported("jianghai", total_output={2018: 10, 2019: 10}),
        *reported("langu", total_output={2018: 9, 2019: 10}),
    ]
    fell = Bounded(Measure("total_output", "change", 2018), (Bound("<", Decimal(0)),), (2019,))
    assert where(programme, figures, fell)[0] == {"tongchuang"}


def test_the_first_few_with_equals_and_without_the_unknown(programme: Programme) -> None:
    figures = [*THREE, figure("nengda", "total_output", 2019, 200)]
    first = answered(programme, figures, Query("places", places=Places(top=Top(OUTPUT, 2, years=(2019,)))))
    last = answered(programme, figures, Query("places", places=Places(top=Top(OUTPUT, 1, True, years=(2019,)))))
    assert first.chosen[0] == "langu"
    assert set(first.chosen) == {"langu", "jianghai", "nengda"}
    assert last.chosen == ("tongchuang",)
    assert len(first.undecided) == 9


def test_the_highest_ever_is_of_any_year(programme: Programme) -> None:
    figures = [*THREE, figure("tongchuang", "total_output", 2018, 900)]
    found = answered(programme, figures, Query("places", places=Places(top=Top(OUTPUT, ever=True))))
    assert found.chosen == ("tongchuang",)
    assert [one.year for one in found.grounds] == [2018]


@pytest.mark.parametrize(("fold", "expected"), [("sum", "600"), ("mean", "200"), ("median", "200")])
def test_a_fold_says_over_how_many(programme: Programme, fold: Fold, expected: str) -> None:
    (row,) = answered(programme, THREE, Query("figures", (OUTPUT,), years=(2019,), fold=fold)).rows
    assert (_written(row), row.counted, row.of) == (expected, 3, 13)


def test_the_median_of_an_even_number_lies_between(programme: Programme) -> None:
    figures = [*THREE, figure("nengda", "total_output", 2019, 1000)]
    (row,) = answered(programme, figures, Query("figures", (OUTPUT,), years=(2019,), fold="median")).rows
    assert _written(row) == "250"


def test_the_mean_of_a_share_is_of_the_sums(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output=100, hitech_output=100),
        *reported("jianghai", total_output=900, hitech_output=0),
    ]
    (row,) = answered(
        programme, figures, Query("figures", (Measure("hitech_share"),), years=(2019,), fold="mean")
    ).rows
    assert _written(row) == "10"


def test_coverage_is_not_added_up(programme: Programme) -> None:
    coverage = Measure("digital_coverage")
    figures = [figure("tongchuang", "digital_coverage", 2019, 90), figure("jianghai", "digital_coverage", 2019, 80)]
    by = answered(programme, figures, Query("figures", (coverage,), years=(2019,), by="authority"))
    summed = answered(programme, figures, Query("figures", (coverage,), years=(2019,), fold="sum"))
    assert {one.number for one in (*by.rows, *summed.rows)} == {None}


def test_districts_add_up_their_own(programme: Programme) -> None:
    own = {place: one.authority for place, one in programme.community.items()}
    found = answered(programme, THREE, Query("figures", (OUTPUT,), years=(2019,), by="authority"))
    shown_by = numbers(found)
    assert shown_by[own["langu"]] == "300"
    assert {name for name, value in shown_by.items() if value is None} == set(own.values()) - {
        own[place] for place in ("tongchuang", "jianghai", "langu")
    }


def test_all_but_some(programme: Programme) -> None:
    places = Places(without=("langu", "jianghai"))
    (row,) = answered(programme, THREE, Query("figures", (OUTPUT,), places, (2019,), fold="sum")).rows
    assert (_written(row), row.of) == ("100", 11)


@pytest.mark.parametrize(
    ("view", "other", "expected"),
    [("share", "", "16.67"), ("ratio", "langu", "0.33"), ("difference", "langu", "-200")],
)
def test_one_against_another(programme: Programme, view: str, other: str, expected: str) -> None:
    query = Query("figures", (Measure("total_output", view),), Places(("tongchuang",)), (2019,), other=other)  # type: ignore[arg-type]
    (row,) = answered(programme, THREE, query).rows
    assert _written(row) == expected


def test_against_the_mean(programme: Programme) -> None:
    query = Query("figures", (Measure("total_output", "difference"),), Places(("langu",)), (2019,), other="mean")
    assert numbers(answered(programme, THREE, query)) == {"langu": "100"}


def test_average_growth_is_of_the_same_communities_at_both_ends(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2017: 100, 2019: 121}),
        *reported("jianghai", total_output={2019: 5000}),
        *reported("langu", total_output={2017: 5000}),
    ]
    query = Query("figures", (Measure("total_output", "average_growth", 2017),), years=(2019,))
    (row,) = answered(programme, figures, query).rows
    assert (_written(row), row.counted, row.since) == ("10", 1, 2017)


def test_the_year_of_the_highest_is_among_those_that_all_reported(programme: Programme) -> None:
    query = Query("year", (OUTPUT,), Places(("tongchuang",)))
    figures = reported("tongchuang", total_output={2017: 10, 2018: 30, 2019: 20})
    found = answered(programme, figures, query)
    assert [(one.year, one.rank) for one in found.rows] == [(2018, 1), (2019, 2), (2017, 3)]


def test_the_citys_highest_year_is_not_one_that_few_reported(programme: Programme) -> None:
    figures = [figure(place, "total_output", 2018, 10) for place in programme.community]
    figures.append(figure("tongchuang", "total_output", 2019, 900))
    found = answered(programme, figures, Query("year", (OUTPUT,)))
    assert [(one.year, one.rank) for one in found.rows] == [(2018, 1), (2019, None)]


def test_communities_are_ordered_by_the_requirements_that_they_met(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output=100, hitech_output="60.001"),
        *reported("jianghai", total_output=100, hitech_output=10),
    ]
    found = answered(programme, figures, Query("figures", (Measure("", "met"),), years=(2019,)))
    assert found.rows[0].community == "tongchuang"
    assert [(one.community, _written(one)) for one in found.rows[:2]] == [("tongchuang", "1"), ("jianghai", "0")]


def test_what_is_held_against_the_mean_rests_on_all_that_it_is_of(programme: Programme) -> None:
    figures = [*THREE, figure("nengda", "total_output", 2019, 1000, "submitted")]
    query = Query("figures", (Measure("total_output", "difference"),), Places(("langu",)), (2019,), other="mean")
    (row,) = answered(programme, figures, query).rows
    assert {one.status for one in row.figures} == {"approved", "submitted"}
    assert (row.counted, row.of) == (4, 13)
    (mean,) = answered(programme, figures, query).means
    assert _written(mean) == "400"


def test_what_is_compared_with_another_rests_on_both(programme: Programme) -> None:
    figures = [*THREE[:2], figure("langu", "total_output", 2019, 300, "submitted")]
    query = Query("figures", (Measure("total_output", "ratio"),), Places(("tongchuang",)), (2019,), other="langu")
    (row,) = answered(programme, figures, query).rows
    assert {one.status for one in row.figures} == {"approved", "submitted"}


def test_requirements_met_are_told_with_how_many_are_open(programme: Programme) -> None:
    figures = reported("tongchuang", total_output=100, hitech_output=61)
    row = answered(programme, figures, Query("figures", (Measure("", "met"),), years=(2019,))).rows[0]
    assert (_written(row), row.counted) == ("1", 1)
    assert row.of is not None
    assert row.of > 1


MOVED = [
    *reported("tongchuang", total_output={2018: 100, 2019: 110}),
    *reported("nengda", total_output={2018: 200, 2019: 240}),
    *reported("langu", total_output={2019: 300}),
]


def test_how_far_apart_the_greatest_and_the_least_change_are_is_in_points(programme: Programme) -> None:
    query = Query("figures", (Measure("total_output", "change"),), years=(2019,), fold="spread")
    found = answered(programme, MOVED, query)
    assert (_written(found.rows[0]), found.rows[0].unit) == ("10", POINTS)
    assert [one.community for one in found.rows[1:]] == ["nengda", "tongchuang"]


@pytest.mark.parametrize(
    ("view", "since", "expected"),
    [("change", 2018, ["20", "16.67"]), ("gain", 2018, ["40", "50"]), ("average_growth", 2018, ["20", "16.67"])],
)
def test_one_move_is_held_against_that_of_all_who_reported_both_years(
    programme: Programme, view: View, since: int, expected: list[str]
) -> None:
    groups = ("nengda",), tuple(programme.community)
    query = Query("figures", (Measure("total_output", view, since),), Places(groups[1]), (2019,), fold="sum",
                  groups=groups)
    found = answered(programme, MOVED, query)
    assert [_written(one) for one in found.rows] == expected
    assert [one.counted for one in found.rows] == [1, 2]


def test_communities_between_two_places_come_in_their_order(programme: Programme) -> None:
    between = Bounded(Measure("total_output", "place"), (Bound(">=", Decimal(1)), Bound("<=", Decimal(2))), (2019,))
    found = answered(programme, MOVED, Query("places", places=Places(where=between)))
    everybody = reported_by_all(programme)
    whole = answered(programme, everybody, Query("places", places=Places(where=between)))
    assert found.chosen == (), "who has not reported may stand before them"
    assert whole.chosen == ("tongzhouwan", "sutong")


def reported_by_all(programme: Programme) -> list[Figure]:
    """Give each community more than the one before it."""
    return [
        one for at, code in enumerate(programme.community, 1)
        for one in reported(code, total_output={2019: 100 * at})
    ]


def test_who_meets_everything_is_told_of_the_year_of_the_board(programme: Programme) -> None:
    """Two wordings told two years: four fifths of the figures are one, four fifths with all of them the other."""
    metrics = [code for code, one in programme.metric.items() if one.kind != "yesno"]
    figures = [figure(place, metric, year, 1) for place in programme.community for metric in metrics
               for year in (2018, 2019)]
    figures += [figure(place, metric, year, Decimal(1)) for place in programme.community
                for metric in set(programme.metric) - set(metrics) for year in (2018, 2019)]
    missing = {(place, "employees", 2019) for place in list(programme.community)[:6]}
    figures = [one for one in figures if (one.community, one.metric, one.year) not in missing]
    by_all = answered(programme, figures, Query("places", places=Places(where=Judged("met"))))
    by_one = answered(programme, figures, Query("places", places=Places(where=Judged("met", ("employees",)))))
    most = answered(programme, figures, Query("places", places=Places(top=Top(Measure("", "met")))))
    both = answered(programme, figures, Query("places", places=Places(where=Judged("met"),
                                                                      top=Top(Measure("employees")))))
    years = [one.period and one.period.full.year for one in (by_all, most, by_one, both)]
    assert years == [2019, 2019, 2018, 2018], "how many are met is told of the board's year as well"

"""Answers: totals as Σ/Σ, ranks with ties, filters, growth and points, what is not reported told apart."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.situation import ask, figure, reported, values
from zc_bot.evaluation.figures import Figure
from zc_bot.parsing.meaning import Intent, Threshold
from zc_bot.policy.programme import Programme

AMOUNTS = st.integers(min_value=1, max_value=10**7)
YEAR = (2019,)


def shares(**by_place: str) -> list[Figure]:
    """Report 高新产值 of 100 of output by community."""
    return [
        one
        for place, part in by_place.items()
        for one in reported(place.replace("_", "-"), hitech_output=part, total_output=100)
    ]


@given(pairs=st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=13))
def test_a_city_share_is_a_share_of_sums(programme: Programme, pairs: list[tuple[int, int]]) -> None:
    figures = [
        one
        for place, (part, rest) in zip(programme.community, pairs, strict=False)
        for one in reported(place, hitech_output=part, total_output=part + rest)
    ]
    found = ask(programme, figures, "aggregate", "hitech_share", years=YEAR)
    share = Fraction(sum(part for part, _ in pairs), sum(part + rest for part, rest in pairs)) * 100
    (row,), (total,) = found.rows, found.totals
    assert row.community is None
    assert row.value is not None
    assert abs(Fraction(row.value) - share) <= Fraction(1, 200)
    assert (Fraction(row.value) > 60) is (share > 60)
    assert (len(total.counted), len(total.expected)) == (len(pairs), 13)


def test_a_total_counts_only_those_that_reported_both(programme: Programme) -> None:
    figures = [
        *shares(tongchuang="90", jianghai="30"),
        *reported("kaiyuan", hitech_output=50),
        *reported("langu", total_output=70),
        *reported("nengda", hitech_output="保密", total_output=10),
    ]
    found = ask(programme, figures, "aggregate", "hitech_share", years=YEAR)
    assert values(found) == {None: "60.00"}
    assert found.totals[0].counted == ("tongchuang", "jianghai")


def test_a_total_of_2017_expects_the_five_that_had_started(programme: Programme) -> None:
    found = ask(programme, reported("tongchuang", employees={2017: 5}), "aggregate", "employees", years=(2017,))
    assert (len(found.totals[0].counted), len(found.totals[0].expected)) == (1, 5)


def test_nothing_reported_gives_no_row_and_zero_gives_one(programme: Programme) -> None:
    assert ask(programme, [], "aggregate", "employees", years=YEAR).rows == ()
    assert ask(programme, [], "value", "employees", communities=("tongchuang",), years=YEAR).rows == ()
    zero = ask(
        programme, reported("tongchuang", employees=0), "value", "employees", communities=("tongchuang",), years=YEAR
    )
    assert values(zero) == {"tongchuang": "0"}


@pytest.mark.parametrize(("word", "marker"), [("不适用", "not_applicable"), ("保密", "confidential")])
def test_a_marker_is_a_row_without_a_value(programme: Programme, word: str, marker: str) -> None:
    figures = reported("tongchuang", employees=word)
    (row,) = ask(programme, figures, "value", "employees", communities=("tongchuang",), years=YEAR).rows
    assert (row.value, row.marker, row.status) == (None, marker, "approved")


def test_equals_share_a_rank_and_the_next_one_is_skipped(programme: Programme) -> None:
    found = ask(programme, shares(tongchuang="60", langu="80", kaiyuan="60", jianghai="10"), "rank", "hitech_share")
    assert [(item.measurement.community, item.rank) for item in found.items] == [
        ("langu", 1), ("tongchuang", 2), ("kaiyuan", 2), ("jianghai", 4),
    ]


def test_equal_growth_over_different_years_is_equal(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", employees={2017: 100, 2019: 121}),
        *reported("nengda", employees={2018: 10, 2019: 11}),
    ]
    found = ask(programme, figures, "rank", "employees_growth", years=YEAR)
    assert [item.rank for item in found.items] == [1, 1]


def test_a_rank_is_by_the_exact_number_and_not_by_the_shown_one(programme: Programme) -> None:
    found = ask(programme, shares(tongchuang="61.001", langu="61.002"), "rank", "hitech_share")
    assert [(row.community, row.value) for row in found.rows] == [("langu", "61.00"), ("tongchuang", "61.00")]
    assert [item.rank for item in found.items] == [1, 2]


def test_those_without_a_figure_are_told_apart_from_the_ranked(programme: Programme) -> None:
    found = ask(programme, shares(tongchuang="60", langu="0"), "rank", "hitech_share", years=YEAR)
    assert [row.community for row in found.rows] == ["tongchuang", "langu"]
    assert len(found.absent) == 11


def test_the_first_three_include_everyone_level_with_the_third(programme: Programme) -> None:
    given_ = shares(tongchuang="50", langu="40", kaiyuan="30", jianghai="30", nengda="20")
    assert len(ask(programme, given_, "rank", "hitech_share", limit=3).rows) == 4
    assert [r.community for r in ask(programme, given_, "rank", "hitech_share", limit=1, ascending=True).rows] == [
        "nengda"
    ]


def test_the_place_of_one_is_told_though_it_is_none_of_the_first(programme: Programme) -> None:
    given_ = shares(tongchuang="50", langu="40", kaiyuan="30")
    found = ask(programme, given_, "rank", "hitech_share", communities=("kaiyuan",), limit=1)
    assert [(item.rank, item.measurement.community) for item in found.items] == [(3, "kaiyuan")]


@given(parts=st.lists(st.decimals(min_value=0, max_value=100, places=4, allow_nan=False), min_size=1, max_size=13))
def test_a_rank_never_falls_where_the_number_rises(programme: Programme, parts: list[Decimal]) -> None:
    figures = [
        one
        for place, part in zip(programme.community, parts, strict=False)
        for one in reported(place, hitech_output=part, total_output=100)
    ]
    found = ask(programme, figures, "rank", "hitech_share", years=YEAR)
    by_place = dict(zip(programme.community, parts, strict=False))
    for item in found.items:
        mine = by_place[str(item.measurement.community)]
        assert item.rank == 1 + sum(other > mine for other in parts)


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [("<", {"jianghai"}), ("<=", {"jianghai", "tongchuang"}), (">", {"langu"}), (">=", {"langu", "tongchuang"}),
     ("=", {"tongchuang"})],
)
def test_a_filter_compares_exactly(programme: Programme, comparison: str, expected: set[str]) -> None:
    given_ = shares(tongchuang="62.5", langu="62.5001", jianghai="62.4999")
    bound = Threshold(comparison, Decimal("62.5"))  # type: ignore[arg-type]
    found = ask(programme, given_, "filter", "hitech_share", threshold=bound)
    assert set(values(found)) == expected
    assert {row.value for row in found.rows} <= {"62.50", "62.5001", "62.4999"}


def test_between_two_bounds_takes_both_of_them(programme: Programme) -> None:
    given_ = shares(tongchuang="50", langu="70", jianghai="49.9999", kaiyuan="70.0001", nengda="60")
    bound = Threshold(">=", Decimal(50), Decimal(70))
    found = ask(programme, given_, "filter", "hitech_share", threshold=bound)
    assert set(values(found)) == {"tongchuang", "langu", "nengda"}


def test_those_that_fail_are_found_with_60_percent_among_them(programme: Programme) -> None:
    found = ask(programme, shares(tongchuang="60", langu="60.001"), "filter", "hitech_share", verdict="not_met")
    assert values(found) == {"tongchuang": "60.00"}


def test_a_share_near_nothing_is_written_without_an_exponent(programme: Programme) -> None:
    figures = reported("tongchuang", hitech_output="0.01", total_output="100000000000")
    bound = Threshold(">", Decimal(0))
    (row,) = ask(programme, figures, "filter", "hitech_share", threshold=bound).rows
    assert row.value == "0.00000000001"


def test_growth_of_a_figure_is_in_percent_and_of_a_share_in_points(programme: Programme) -> None:
    places = {"communities": ("tongchuang",), "years": YEAR}
    heads = reported("tongchuang", employees={2018: 80, 2019: 100})
    (row,) = ask(programme, heads, "growth", "employees", **places).rows
    assert (row.value, row.unit, row.year) == ("25.00", "%", 2019)
    share = reported("tongchuang", hitech_output={2018: 50, 2019: 61}, total_output={2018: 100, 2019: 100})
    (row,) = ask(programme, share, "growth", "hitech_share", **places).rows
    assert (row.value, row.unit, row.year) == ("11.00", "百分点", 2019)


def test_growth_from_nothing_has_no_number(programme: Programme) -> None:
    heads = reported("tongchuang", employees={2018: 0, 2019: 100})
    found = ask(programme, heads, "growth", "employees", communities=("tongchuang",), years=YEAR)
    assert found.rows == ()
    assert found.absent[0].measurement.lack == "zero_base"


def test_rounding_is_half_to_even(programme: Programme) -> None:
    assert [
        ask(programme, shares(tongchuang=part), "value", "hitech_share", communities=("tongchuang",)).rows[0].value
        for part in ("10.125", "10.135", "10.1250001")
    ] == ["10.12", "10.14", "10.13"]


def test_a_reported_figure_is_shown_in_full_without_trailing_zeros(programme: Programme) -> None:
    shown = [
        ask(
            programme, reported("tongchuang", total_output=given_), "value", "total_output",
            communities=("tongchuang",),
        ).rows[0].value
        for given_ in ("456000.00", "0.10", "1E+3", "12345678901234567890.123456789")
    ]
    assert shown == ["456000", "0.1", "1000", "12345678901234567890.123456789"]


def test_without_a_year_the_latest_with_a_figure_answers(programme: Programme) -> None:
    figures = reported("tongchuang", employees={2017: 1, 2018: 2}) + reported("langu", employees={2019: 3})
    (row,) = ask(programme, figures, "value", "employees", communities=("tongchuang",)).rows
    assert (row.year, row.value) == (2018, "2")


def test_a_trend_goes_by_year_and_leaves_out_what_is_not_reported(programme: Programme) -> None:
    figures = reported("tongchuang", employees={2019: 3, 2017: 1})
    found = ask(programme, figures, "trend", "employees", communities=("tongchuang",))
    assert [(row.year, row.value) for row in found.rows] == [(2017, "1"), (2019, "3")]
    assert [item.measurement.year for item in found.absent] == [2018]


def test_a_pending_figure_says_so(programme: Programme) -> None:
    pending = [figure("tongchuang", "employees", 2019, 5, "submitted")]
    (row,) = ask(programme, pending, "value", "employees", communities=("tongchuang",)).rows
    assert row.status == "submitted"


def test_a_figure_of_which_growth_is_required_shows_that_verdict(programme: Programme) -> None:
    figures = reported("tongchuang", employees={2017: 100, 2019: 120})
    (item,) = ask(programme, figures, "value", "employees", communities=("tongchuang",), years=YEAR).items
    assert [(verdict.requirement, verdict.verdict) for verdict in item.verdicts] == [("R6", "not_met")]


def test_the_askers_own_community_is_meant_where_none_was_named(programme: Programme) -> None:
    figures = [*reported("tongchuang", employees=100), *reported("langu", employees=7)]
    assert values(ask(programme, figures, "value", "employees", implied=("langu",), years=YEAR)) == {"langu": "7"}


def test_a_trend_is_drawn_from_two_numbers_on(programme: Programme) -> None:
    for first, chart in ((4, "line"), ("保密", None)):
        figures = reported("tongchuang", employees={2018: first, 2019: 5})
        assert ask(programme, figures, "trend", "employees", communities=("tongchuang",)).chart == chart


ONE, TWO, SHARE = ("langu",), ("langu", "jianghai"), "hitech_share"
OFFERED: list[tuple[Intent, tuple[str, ...], list[tuple[object, ...]]]] = [
    ("value", ONE, [("trend", "langu", SHARE), ("rank", None, SHARE), ("provenance", "langu", SHARE)]),
    ("compare", TWO, [("rank", None, SHARE), ("not_met", None, SHARE)]),
    ("trend", ONE, [("check", "langu", None), ("growth", "langu", SHARE), ("rank", None, SHARE)]),
    ("growth", ONE, [("trend", "langu", SHARE), ("value", "langu", SHARE)]),
    ("growth", TWO, [("rank", None, SHARE)]),
    ("why", ONE, [("trend", "langu", SHARE), ("provenance", "langu", SHARE)]),
    ("card", ONE, [("check", "langu", None), ("missing", "langu", None)]),
    ("definition", (), [("rank", None, SHARE), ("requirement", None, SHARE)]),
]


@pytest.mark.parametrize(("intent", "places", "offered"), OFFERED)
def test_what_is_offered_next_is_of_what_was_asked(
    programme: Programme, intent: Intent, places: tuple[str, ...], offered: list[tuple[object, ...]]
) -> None:
    figures = shares(langu="70", jianghai="80")
    metric = "" if intent == "card" else SHARE
    found = ask(programme, figures, intent, metric, communities=places, years=YEAR)
    assert [(one.kind, one.community, one.metric) for one in found.next] == offered


def test_a_definition_names_what_is_required_of_its_metric(programme: Programme) -> None:
    assert ask(programme, [], "definition", SHARE).requirements == ("R4",)
    assert ask(programme, [], "definition").requirements == ()
    asked = ask(programme, [], "definition", requirements=("R7",))
    assert (asked.metrics, asked.requirements) == (("wifi_coverage", "digital_coverage"), ("R7",))


def test_a_card_is_of_the_first_of_several_and_of_their_last_year(programme: Programme) -> None:
    found = ask(programme, shares(langu="70"), "card", communities=TWO, years=(2018, 2019))
    assert (found.communities, found.years, found.expected) == (("langu",), (2019,), len(programme.metric))
    assert {row.community for row in found.rows} == {"langu"}
    assert len(found.items) + len(found.absent) == len(programme.metric) + len(programme.derivation)

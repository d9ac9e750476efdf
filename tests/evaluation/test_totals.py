"""Totals: over whom, compared with whom, never unlike communities, never a sum of percentages."""

from __future__ import annotations

import pytest

from tests.evaluation.situation import ask, figure, reported, values
from zc_bot.evaluation.figures import Figure
from zc_bot.evaluation.formulas import shown
from zc_bot.evaluation.result import Total
from zc_bot.policy.programme import Programme

YEAR = (2019,)


def changed(total: Total) -> str:
    """Write the change of a total as it is shown."""
    change = total.item.change
    assert change is not None
    assert change.number is not None
    return f"{shown(change.number):f}{change.unit}"


def everywhere(programme: Programme, metric: str, year: int, value: int, leaving_out: int = 0) -> list[Figure]:
    places = tuple(programme.community)[: len(programme.community) - leaving_out]
    return [figure(place, metric, year, value) for place in places]


def test_the_change_of_a_citys_total_is_exact(programme: Programme) -> None:
    figures = [*everywhere(programme, "total_output", 2018, 80), *everywhere(programme, "total_output", 2019, 90)]
    (total,) = ask(programme, figures, "aggregate", "total_output", years=YEAR).totals
    assert total.item.before is not None
    assert values(ask(programme, figures, "aggregate", "total_output", years=YEAR)) == {None: "1170"}
    assert (shown(total.item.before.number), changed(total), total.alike) == (1040, "12.50%", 13)  # type: ignore[arg-type]
    assert (total.item.before.year, total.item.measurement.year) == (2018, 2019)


def test_a_change_is_never_between_unlike_communities(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output={2018: 100, 2019: 110}),
        *reported("jianghai", total_output={2018: 900}),
        *reported("langu", total_output={2019: 500}),
    ]
    found = ask(programme, figures, "aggregate", "total_output", years=YEAR)
    (total,) = found.totals
    assert values(found) == {None: "610"}
    assert total.item.before is not None
    assert (shown(total.item.before.number), shown(total.later.number)) == (100, 110)  # type: ignore[arg-type]
    assert (changed(total), total.alike) == ("10.00%", 1)


def test_the_change_of_a_citys_share_is_of_the_same_communities(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", hitech_output={2018: 50, 2019: 60}, total_output={2018: 100, 2019: 100}),
        *reported("langu", hitech_output={2019: 90}, total_output={2019: 100}),
    ]
    (total,) = ask(programme, figures, "aggregate", "hitech_share", years=YEAR).totals
    assert (changed(total), total.alike) == ("10.00百分点", 1)


def test_where_nobody_has_both_years_nothing_is_compared(programme: Programme) -> None:
    figures = [*reported("tongchuang", total_output={2018: 100}), *reported("langu", total_output={2019: 500})]
    (total,) = ask(programme, figures, "aggregate", "total_output", years=YEAR).totals
    assert total.item.change is not None
    assert (total.item.change.number, total.alike) == (None, 0)


@pytest.mark.parametrize(("leaving_out", "mark"), [(0, "met"), (1, None)])
def test_no_verdict_stands_beside_a_total_over_a_part(
    programme: Programme, leaving_out: int, mark: str | None
) -> None:
    figures = [
        *everywhere(programme, "hitech_output", 2019, 90, leaving_out),
        *everywhere(programme, "total_output", 2019, 100),
    ]
    (total,) = ask(programme, figures, "aggregate", "hitech_share", years=YEAR).totals
    assert (total.complete, total.item.mark) == (not leaving_out, mark)


@pytest.mark.parametrize(("marker", "complete"), [("不适用", True), ("保密", False)])
def test_what_does_not_apply_leaves_no_gap_and_what_is_confidential_does(
    programme: Programme, marker: str, complete: bool
) -> None:
    last = figure("tongzhouwan", "total_output", 2019, marker)
    figures = [*everywhere(programme, "total_output", 2019, 100, 1), last]
    (total,) = ask(programme, figures, "aggregate", "total_output", years=YEAR).totals
    assert (total.complete, len(total.counted), len(total.expected)) == (complete, 12, 13)


@pytest.mark.parametrize("metric", ["wifi_coverage", "digital_coverage"])
@pytest.mark.parametrize("intent", ["aggregate", "trend"])
def test_coverage_in_percent_is_never_summed(programme: Programme, metric: str, intent: str) -> None:
    figures = [*everywhere(programme, metric, 2018, 90), *everywhere(programme, metric, 2019, 95)]
    found = ask(programme, figures, intent, metric, whole=True)  # type: ignore[arg-type]
    assert (found.totals, list(found.rows)) == ((), [])


def test_a_total_with_a_part_that_waits_is_not_approved(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", total_output=100),
        figure("langu", "total_output", 2019, 5, "submitted"),
        figure("kaiyuan", "total_output", 2019, 5, "submitted"),
    ]
    (total,) = (found := ask(programme, figures, "aggregate", "total_output", years=YEAR)).totals
    assert (found.rows[0].status, total.pending) == ("submitted", 2)


def test_who_has_two_figures_meets_nothing_as_a_whole(programme: Programme) -> None:
    figures = reported("tongchuang", hitech_output=90, total_output=100)
    assert ask(programme, figures, "filter", verdict="met", years=YEAR).cards == ()
    judged = ask(programme, figures, "filter", "hitech_share", verdict="met", years=YEAR)
    assert [card.community for card in judged.cards] == ["tongchuang"]


@pytest.mark.parametrize("waits", ["wifi_coverage", "digital_coverage"])
def test_a_verdict_of_parts_is_as_preliminary_as_any_of_them(programme: Programme, waits: str) -> None:
    figures = [
        figure("tongchuang", metric, 2019, 100, "submitted" if metric == waits else "approved")
        for metric in ("wifi_coverage", "digital_coverage")
    ]
    found = ask(programme, figures, "check", "wifi_coverage", communities=("tongchuang",), years=YEAR)
    (verdict,) = found.cards[0].verdicts
    assert (verdict.requirement, verdict.verdict, verdict.status) == ("R7", "met", "submitted")


def test_an_authority_is_placed_among_all_communities(programme: Programme) -> None:
    figures = [
        one for at, place in enumerate(programme.community) for one in reported(place, employees={2019: 100 + at})
    ]
    haimen = ask(
        programme, figures, "rank", "employees", communities=("shengwu",), authority="haimen", years=YEAR
    )
    assert [(item.rank, item.measurement.community) for item in haimen.items] == [(4, "shengwu")]
    assert haimen.expected == 13
    both = ask(
        programme, figures, "rank", "employees", communities=("tongchuang", "guanyinshan"), authority="chongchuan",
        years=YEAR,
    )
    assert [(item.rank, item.measurement.community) for item in both.items] == [
        (12, "guanyinshan"), (13, "tongchuang"),
    ]


def test_the_best_of_an_authority_is_one_of_its_own(programme: Programme) -> None:
    heads = {"tongchuang": 5, "guanyinshan": 7, "langu": 9}
    figures = [one for place, count in heads.items() for one in reported(place, employees=count)]
    found = ask(
        programme, figures, "rank", "employees", communities=("tongchuang", "guanyinshan"), authority="chongchuan",
        years=YEAR, limit=1,
    )
    assert [(item.rank, item.measurement.community) for item in found.items] == [(1, "guanyinshan")]


def test_a_total_of_several_figures_offers_the_order_by_the_first(programme: Programme) -> None:
    figures = reported("tongchuang", hitech_output=90, total_output=100)
    found = ask(programme, figures, "aggregate", metrics=("total_output", "hitech_output"), years=YEAR)
    assert [(one.kind, one.metric) for one in found.next] == [("rank", "total_output")]
    assert [total.item.measurement.metric for total in found.totals] == ["total_output", "hitech_output"]


def test_nothing_is_lacking_of_who_had_not_begun(programme: Programme) -> None:
    begun = [code for code, place in programme.community.items() if place.start <= 2017]
    assert len(begun) < len(programme.community)
    figures = reported(begun[0], total_output={2017: 100})
    (total,) = ask(programme, figures, "aggregate", "total_output", years=(2017,)).totals
    assert [item.measurement.community for item in total.lacking] == begun[1:]


def test_a_share_of_nothing_says_that_its_whole_is_zero(programme: Programme) -> None:
    figures = reported("tongchuang", hitech_output={2019: 0}, total_output={2019: 0})
    (total,) = ask(programme, figures, "aggregate", "hitech_share", years=YEAR).totals
    assert (total.item.measurement.known, total.item.measurement.lack) == (False, "zero_denominator")


def test_an_average_growth_is_not_summed_but_what_grows(programme: Programme) -> None:
    growth = next(one for one in programme.derived if one.formula == "growth")
    assert growth.of is not None
    found = ask(programme, reported("tongchuang", **{growth.of: {2019: 7}}), "aggregate", growth.code, years=YEAR)
    assert (found.metrics, values(found)) == ((growth.of,), {None: "7"})


@pytest.mark.parametrize(("years", "chart"), [((2019,), None), ((2018, 2019), "line")])
def test_totals_of_several_years_are_drawn_as_a_line(
    programme: Programme, years: tuple[int, ...], chart: str | None
) -> None:
    figures = reported("tongchuang", total_output={2018: 100, 2019: 110})
    assert ask(programme, figures, "aggregate", "total_output", years=years).chart == chart


def test_where_there_is_one_is_counted_in_communities_and_all_else_in_its_own_unit(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", management_body="是", employees=100), *reported("langu", management_body="否"),
    ]
    found = ask(programme, figures, "aggregate", metrics=("management_body", "employees"), years=YEAR)
    assert [(row.value, row.unit) for row in found.rows] == [("1", "个"), ("100", "人")]


def test_a_total_of_nothing_says_of_what_and_when_nothing_came(programme: Programme) -> None:
    (total,) = ask(programme, [], "aggregate", "employees", years=YEAR).totals
    found = total.item.measurement
    assert (found.metric, found.year, found.unit, found.lack) == ("employees", 2019, "人", "unreported")
    assert found.number is None


def test_a_share_is_summed_by_its_parts_and_its_average_growth_only_by_what_grows(programme: Programme) -> None:
    figures = reported("tongchuang", hitech_output=30, total_output=60)
    found = ask(programme, figures, "aggregate", metrics=("hitech_share", "total_output"), years=YEAR)
    assert [(row.metric, row.value) for row in found.rows] == [("hitech_share", "50.00"), ("total_output", "60")]


def test_the_first_few_end_where_so_many_are_placed(programme: Programme) -> None:
    heads = {"tongchuang": 5, "guanyinshan": 9, "langu": 9, "jianghai": 7}
    figures = [one for place, count in heads.items() for one in reported(place, employees=count)]
    for limit, count in ((1, 2), (2, 2), (3, 3), (4, 4)):
        found = ask(programme, figures, "rank", "employees", years=YEAR, limit=limit)
        assert len(found.items) == count, limit


def test_what_has_no_total_is_named_nevertheless(programme: Programme) -> None:
    found = ask(programme, reported("tongchuang", wifi_coverage=90), "aggregate", "wifi_coverage", years=(2019,))
    assert (found.metrics, found.totals) == (("wifi_coverage",), ())


def test_a_sum_is_judged_by_nothing_though_it_is_complete(programme: Programme) -> None:
    areas = [one for code in programme.community for one in reported(code, carrier_floor_area=200_000)]
    (total,) = ask(programme, areas, "aggregate", "carrier_floor_area", years=(2019,)).totals
    assert (total.complete, total.item.mark) == (True, None), "its bound is each community's own"

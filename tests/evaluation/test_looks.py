"""Figures looked at over years, among others, and in more ways than one: worked out by hand."""

from __future__ import annotations

from decimal import Decimal

from tests.evaluation.situation import reported
from zc_bot.evaluation.engine import Result, run
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.formulas import shown
from zc_bot.parsing.query import Bound, Joined, Measure, Places, Query, Top
from zc_bot.parsing.query import Test as Bounded
from zc_bot.policy.programme import Programme

STARTUPS = {
    "tongchuang": {2017: 90, 2018: 10, 2019: 20, 2020: 30},
    "langu": {2018: 40, 2019: 5, 2020: 5},  # it started in 2017 and lacks that year
    "guanyinshan": {2018: 7, 2019: 50, 2020: 4},  # it started in 2018
}
EMPLOYEES = {
    "tongchuang": {2018: 500, 2019: 100, 2020: 300},
    "langu": {2018: 400, 2019: 350, 2020: 310},
    "guanyinshan": {2018: 300, 2019: 200, 2020: 290},
}


def result(programme: Programme, query: Query) -> Result:
    rows = [row for place, values in STARTUPS.items() for row in reported(place, new_startups=values)]
    rows += [row for place, values in EMPLOYEES.items() for row in reported(place, employees=values)]
    return run(query, programme, Figures(rows))


def numbers(found: Result) -> list[tuple[str | None, str | None]]:
    return [(row.community, None if row.number is None else f"{shown(row.number):f}") for row in found.rows]


TOTAL = Measure("new_startups", "total", 2018)


def test_a_total_adds_the_years_of_each(programme: Programme) -> None:
    asked = Query("figures", (TOTAL,), Places(("tongchuang", "langu", "guanyinshan")), (2020,))
    assert numbers(result(programme, asked)) == [("tongchuang", "60"), ("langu", "50"), ("guanyinshan", "61")]


def test_the_highest_total_is_no_year_s_highest(programme: Programme) -> None:
    asked = Query("places", places=Places(top=Top(TOTAL, 1, False, (2020,))))
    assert result(programme, asked).chosen == ("guanyinshan",)


def test_a_total_begins_with_the_start_and_needs_every_year(programme: Programme) -> None:
    measure = Measure("new_startups", "total", 2017)
    asked = Query("figures", (measure,), Places(("tongchuang", "langu", "guanyinshan")), (2020,))
    found = result(programme, asked)
    assert numbers(found) == [("tongchuang", "150"), ("langu", None), ("guanyinshan", "61")]
    assert [row.since for row in found.rows] == [2017, 2017, 2018]


def test_a_place_among_those_named_is_another_than_among_all(programme: Programme) -> None:
    one = Query("figures", (Measure("employees", "place"),), Places(("guanyinshan",)), (2020,))
    two = Query(
        "figures", (Measure("employees", "place"),), Places(("guanyinshan",)), (2020,),
        among=("guanyinshan", "nengda"),
    )
    assert numbers(result(programme, one)) == [("guanyinshan", "3")]
    found = result(programme, two)
    assert numbers(found) == [("guanyinshan", "1")]
    assert (found.rows[0].counted, found.rows[0].of) == (1, 2)


def test_the_year_of_the_highest_gives_another_figure_of_that_year(programme: Programme) -> None:
    asked = Query("figures", (Measure("employees"),), Places(("guanyinshan",)), at=Top(Measure("new_startups")))
    found = result(programme, asked)
    assert [(row.measure.metric, row.year) for row in found.rows] == [("new_startups", 2019), ("employees", 2019)]
    assert [number for _, number in numbers(found)] == ["50", "200"]


def test_the_year_of_the_lowest_is_another(programme: Programme) -> None:
    asked = Query(
        "figures", (Measure("employees"),), Places(("guanyinshan",)), at=Top(Measure("new_startups"), ascending=True)
    )
    assert [row.year for row in result(programme, asked).rows] == [2020, 2020]


def test_two_are_furthest_apart_whichever_is_above(programme: Programme) -> None:
    asked = Query("year", (Measure("employees", "difference"),), Places(("tongchuang",)), other="langu")
    found = result(programme, asked)
    ranked = [(row.year, row.rank, f"{shown(row.number):f}") for row in found.rows if row.number is not None]
    assert ranked == [(2019, 1, "-250"), (2018, 2, "100"), (2020, 3, "-10")]


def test_who_was_among_the_first_and_no_longer_is(programme: Programme) -> None:
    def placed(sign: str, year: int) -> Bounded:
        return Bounded(Measure("employees", "place"), (Bound(sign, Decimal(1)),), (year,))  # type: ignore[arg-type]

    asked = Query("places", places=Places(where=Joined("and", (placed("<=", 2018), placed(">", 2019)))))
    assert result(programme, asked).chosen == ()  # the others have not reported
    others = {code: {2018: 1, 2019: 1} for code in programme.community if code not in EMPLOYEES}
    rows = [row for place, values in {**EMPLOYEES, **others}.items() for row in reported(place, employees=values)]
    assert run(asked, programme, Figures(rows)).chosen == ("tongchuang",)


def test_a_figure_is_looked_at_in_several_ways_at_once(programme: Programme) -> None:
    measures = (Measure("employees"), Measure("employees", "place"), Measure("employees", "gain", 2019))
    asked = Query("figures", measures, Places(("langu",)), (2020,))
    assert [number for _, number in numbers(result(programme, asked))] == ["310", "1", "-40"]


def test_those_that_fulfil_a_condition_are_counted_among_each_authority_s_own(programme: Programme) -> None:
    more = Bounded(Measure("employees"), (Bound(">", Decimal(295)),), (2020,))
    found = result(programme, Query("count", places=Places(where=more), by="authority"))
    counts = {
        row.authority: (None if row.number is None else int(row.number.key), row.counted, row.of)
        for row in found.rows
    }
    assert counts["chongchuan"] == (1, 2, 2)  # Tongchuang, and not Guanyinshan
    assert counts["rudong"] == (1, 1, 1)
    assert counts["netda"] == (None, 0, 1)
    assert sum(of for _, _, of in counts.values()) == 13


def test_several_together_are_held_against_the_mean_of_all(programme: Programme) -> None:
    asked = Query(
        "figures", (Measure("employees", "difference"),), Places(("tongchuang", "langu")), (2020,), fold="sum",
        other="mean",
    )
    assert numbers(result(programme, asked)) == [(None, "310.00")]  # 610 less a mean of 300


def test_an_authority_s_sum_is_of_those_that_were_chosen(programme: Programme) -> None:
    more = Bounded(Measure("employees"), (Bound(">", Decimal(295)),), (2020,))
    asked = Query("figures", (Measure("employees"),), Places(where=more), (2020,), by="authority", fold="sum")
    found = result(programme, asked).rows
    rows = {row.authority: f"{shown(row.number):f}" for row in found if row.number is not None}
    assert rows == {"chongchuan": "300", "rudong": "310"}


def test_who_may_still_be_overtaken_is_not_told_to_be_among_the_first(programme: Programme) -> None:
    figures = [*reported("tongchuang", employees={2020: 900}), *reported("langu", employees={2020: 800})]
    among_two = Bounded(Measure("employees", "place"), (Bound("<=", Decimal(2)),), (2020,))
    found = run(Query("places", places=Places(where=among_two)), programme, Figures(figures))
    assert (found.chosen, set(found.undecided) >= {"tongchuang", "langu"}) == ((), True)


def test_who_is_not_among_those_named_has_no_place_among_them(programme: Programme) -> None:
    asked = Query(
        "figures", (Measure("employees", "place"),), Places(("jianghai",)), (2020,), among=("tongchuang", "langu")
    )
    assert numbers(result(programme, asked)) == [("jianghai", None)]


def test_what_is_asked_of_all_years_names_no_year_that_answers(programme: Programme) -> None:
    above = Bounded(Measure("employees"), (Bound(">", Decimal(200)),))
    found = result(programme, Query("years", places=Places(("guanyinshan",), where=above)))
    assert [row.year for row in found.rows] == [2018, 2020]
    assert (found.year, found.period) == (None, None)

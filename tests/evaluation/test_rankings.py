"""Orders and choices: who comes first, who is on which side of a bound, and what is offered next."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.evaluation.situation import ask, reported
from zc_bot.evaluation.scope import subjects_of
from zc_bot.parsing.meaning import Meaning, Threshold
from zc_bot.policy.programme import Programme

YEAR = (2019,)
FIGURES = [
    *reported("tongchuang", total_output=300, hitech_output=120),
    *reported("jianghai", total_output=500, hitech_output=100),
    *reported("langu", total_output=400, hitech_output=320),
]


def test_after_a_ranking_the_first_of_it_is_offered_and_what_its_metric_is_judged_by(programme: Programme) -> None:
    found = ask(programme, FIGURES, "rank", "hitech_share", years=YEAR)
    assert [(one.kind, one.community, one.metric) for one in found.next] == [
        ("not_met", None, "hitech_share"), ("trend", "langu", "hitech_share"), ("requirement", None, "hitech_share"),
    ]
    unjudged = ask(programme, FIGURES, "rank", "total_output", years=YEAR)
    assert [(one.kind, one.community) for one in unjudged.next] == [("trend", "jianghai")]


@pytest.mark.parametrize(
    ("comparison", "value", "places"),
    [
        (">", 300, ["jianghai", "langu"]), (">=", 300, ["jianghai", "langu", "tongchuang"]),
        ("<", 500, ["tongchuang", "langu"]), ("<=", 500, ["tongchuang", "langu", "jianghai"]),
    ],
)
def test_those_on_one_side_of_a_bound_come_furthest_from_it_first(
    programme: Programme, comparison: str, value: int, places: list[str]
) -> None:
    bound = Threshold(comparison, Decimal(value))  # type: ignore[arg-type]
    found = ask(programme, FIGURES, "filter", "total_output", years=YEAR, threshold=bound)
    assert [one.measurement.community for one in found.items] == places
    assert [(one.kind, one.metric) for one in found.next] == [("rank", "total_output")]


def test_after_those_with_a_verdict_the_order_by_what_was_asked_about_is_offered(programme: Programme) -> None:
    found = ask(programme, FIGURES, "filter", "hitech_share", years=YEAR, verdict="not_met")
    assert [(one.kind, one.metric) for one in found.next] == [("rank", "hitech_share")]


def test_several_communities_of_one_year_are_drawn_as_bars(programme: Programme) -> None:
    both_years = [
        *reported("tongchuang", employees={2018: 9, 2019: 9}), *reported("langu", employees={2018: 8, 2019: 8}),
    ]
    assert ask(programme, both_years, "rank", "employees", years=YEAR).chart == "bars"
    assert ask(programme, both_years, "rank", "employees", years=(2018, 2019)).chart is None
    assert ask(programme, both_years[:2], "rank", "employees", years=YEAR).chart is None


def test_who_has_no_figure_is_on_neither_side_of_a_bound_and_listed_apart(programme: Programme) -> None:
    bound = Threshold("<", Decimal(350))
    found = ask(programme, FIGURES, "filter", "total_output", years=YEAR, threshold=bound)
    assert [one.measurement.community for one in found.items] == ["tongchuang"]
    assert len(found.absent) == len(programme.community) - len({one.community for one in FIGURES})
    assert {one.measurement.lack for one in found.absent} == {"unreported"}


def test_of_two_metrics_the_order_by_the_first_is_offered(programme: Programme) -> None:
    found = ask(programme, FIGURES, "filter", metrics=("hitech_share", "total_output"), years=YEAR, verdict="not_met")
    assert [(one.kind, one.metric) for one in found.next] == [("rank", "hitech_share")]


def test_who_can_not_be_judged_is_listed_with_the_year_and_what_is_lacking(programme: Programme) -> None:
    figures = [*reported("tongchuang", carrier_floor_area=100), *reported("langu", carrier_floor_area="保密")]
    for wanted in ("not_met", "met"):
        found = ask(programme, figures, "filter", "carrier_floor_area", years=(2019,), verdict=wanted)
        absent = {one.measurement.community: (one.measurement.year, one.measurement.lack) for one in found.absent}
        assert len(absent) == 12
        assert absent["langu"] == (2019, "confidential")
        assert absent["kaiyuan"] == (2019, "unreported")


def test_an_authority_stands_for_its_communities_only_where_all_of_them_are_meant(programme: Programme) -> None:
    def subjects(*communities: str, authority: str | None = "chongchuan") -> object:
        return subjects_of(Meaning("value", communities=communities, authority=authority), programme)

    assert subjects("tongchuang", "guanyinshan") == (("chongchuan", None),)
    assert subjects("tongchuang") == ((None, "tongchuang"),)
    assert subjects("guanyinshan", "langu", "tongchuang") == (("chongchuan", None), ("rudong", None))
    assert subjects("tongchuang", "guanyinshan", authority=None) == ((None, "tongchuang"), (None, "guanyinshan"))


def test_who_fails_nothing_while_something_is_open_is_named_beside_both_sides(programme: Programme) -> None:
    """5 met all and 5 failed: without these, readers took the other three for communities that are no matter."""
    figures = [
        *reported("tongchuang", carrier_floor_area=300000), *reported("langu", carrier_floor_area=100),
        *reported("kaiyuan", planned_area=3),
    ]
    for wanted in ("met", "not_met"):
        found = ask(programme, figures, "filter", years=YEAR, verdict=wanted)
        named = {card.community for card in found.cards} | {one.measurement.community for one in found.absent}
        assert found.undecided == ("tongchuang", "kaiyuan")
        assert not named & set(found.undecided)
        assert wanted == "met" or named | set(found.undecided) == set(programme.community)
    assert ask(programme, figures, "filter", years=YEAR, verdict="undetermined").undecided == ()


def test_each_figure_and_year_is_an_order_of_its_own(programme: Programme) -> None:
    figures = [*FIGURES, *reported("tongchuang", total_output={2018: 7}), *reported("langu", hitech_output={2018: 9})]
    found = ask(programme, figures, "rank", metrics=("hitech_output", "total_output"), years=(2018, 2019))
    orders: dict[tuple[str, int], list[str | None]] = {}
    for one in found.items:
        orders.setdefault((one.measurement.metric, one.measurement.year), []).append(one.measurement.community)
    assert orders == {
        ("hitech_output", 2018): ["langu"], ("hitech_output", 2019): ["langu", "tongchuang", "jianghai"],
        ("total_output", 2018): ["tongchuang"], ("total_output", 2019): ["jianghai", "langu", "tongchuang"],
    }


def test_of_two_figures_on_one_side_of_a_bound_the_order_by_the_first_is_offered(programme: Programme) -> None:
    bound = Threshold(">", Decimal(100))
    found = ask(programme, FIGURES, "filter", metrics=("total_output", "hitech_output"), years=YEAR, threshold=bound)
    assert [(one.kind, one.metric) for one in found.next] == [("rank", "total_output")]


def test_where_the_city_alone_is_judged_no_community_lacks_anything(programme: Programme) -> None:
    found = ask(programme, FIGURES, "filter", requirements=("G1",), years=YEAR, verdict="not_met")
    assert (found.items, found.absent) == ((), ())

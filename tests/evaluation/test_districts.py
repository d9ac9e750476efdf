"""The authorities side by side, and what moved most: sums of what is whole, places that equals share."""

from __future__ import annotations

from tests.evaluation.situation import figure, reported
from zc_bot.evaluation.board import board_of, judged_of
from zc_bot.evaluation.completeness import filled_from
from zc_bot.evaluation.districts import District, districts_of, summed_metrics
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.movers import movers
from zc_bot.policy.programme import Programme


def side_by_side(programme: Programme, figures: list[Figure], year: int = 2019) -> dict[str, District]:
    table = Figures(figures)
    filled = filled_from(table)(tuple(programme.metric), year)
    board = board_of(programme, table, tuple(programme.community), year, filled)
    return {one.authority: one for one in districts_of(programme, table, board)}


def test_authorities_are_compared_by_shares_what_grows_and_the_wholes(programme: Programme) -> None:
    assert set(summed_metrics(programme)) == {
        "sei_share", "hitech_share", "new_startups", "employees", "total_investment", "total_output",
    }


def test_an_authority_has_a_place_by_a_sum_that_is_whole_and_equals_share_one(programme: Programme) -> None:
    heads = dict.fromkeys(programme.community, 10) | {"tongchuang": 100, "guanyinshan": 200, "xincailiao": 300}
    heads["kaiyuan"] = 500
    figures = [one for code, count in heads.items() for one in reported(code, employees=count)]
    found = side_by_side(programme, figures)
    assert {code: one.places.get("employees") for code, one in found.items()} == {
        code: {"rugao": 1, "chongchuan": 2, "haian": 2}.get(code, 4) for code in programme.of_authority
    }
    assert all("total_output" not in one.places for one in found.values()), "of what nobody reported there is none"
    lacking = side_by_side(programme, [one for one in figures if one.community != "guanyinshan"])
    assert "employees" not in lacking["chongchuan"].places
    assert (lacking["haian"].places["employees"], lacking["rudong"].places["employees"]) == (2, 3)


def test_only_those_under_way_are_summed_and_an_authority_without_one_is_left_out(programme: Programme) -> None:
    found = side_by_side(programme, reported("tongchuang", employees={2017: 5}), 2017)
    begun = {place.authority for place in programme.communities if place.start == 2017}
    assert set(found) == begun
    assert len(begun) == 5
    assert found["chongchuan"].communities == ("tongchuang",)
    assert found["chongchuan"].places["employees"] == 1


def test_who_meets_the_larger_part_comes_first(programme: Programme) -> None:
    figures = [one for code in ("tongchuang", "xincailiao") for one in reported(code, carrier_floor_area=200_000)]
    found = side_by_side(programme, figures)
    judged = judged_of(programme)
    assert list(found)[:2] == ["haian", "chongchuan"]
    assert [(one.met, one.of, one.met_all) for one in list(found.values())[:3]] == [
        (1, judged, 0), (1, 2 * judged, 0), (0, judged, 0),
    ]


def whole(programme: Programme, place: str) -> list[Figure]:
    """Make figures of two years that meet every requirement."""
    by_kind = {"yesno": "是", "percent": 100}
    figures = [figure(place, one.code, year, by_kind.get(one.kind, 400_000))
               for one in programme.metrics for year in (2018, 2019)]
    grown = ("new_startups", "employees")
    growing = [one for metric in grown for one in reported(place, **{metric: {2017: 1, 2018: 100, 2019: 200}})]
    return [*(one for one in figures if one.metric not in grown), *growing]


def test_who_meets_all_is_counted(programme: Programme) -> None:
    found = side_by_side(programme, whole(programme, "xincailiao"))["haian"]
    assert (found.met, found.of, found.met_all) == (judged_of(programme), judged_of(programme), 1)


def test_what_moved_most_is_told_up_and_down_and_nothing_that_stood_or_rarely_moves(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", employees={2018: 100, 2019: 150}, new_startups={2018: 100, 2019: 90}),
        *reported("tongchuang", planned_area={2018: 1, 2019: 9}, wifi_coverage={2018: 10, 2019: 90}),
        *reported("tongchuang", startup_services={2018: "否", 2019: "是"}),
        *reported("langu", employees={2018: 100, 2019: 300}, total_output={2018: 7, 2019: 7}),
        *reported("langu", new_startups={2018: 100, 2019: 50}, hitech_output={2018: 0, 2019: 5}),
        *reported("kaiyuan", employees={2018: 1, 2019: 900}),
    ]
    up, down = movers(programme, Figures(figures), ("tongchuang", "langu"), 2019)
    assert [(one.now.community, one.now.metric) for one in up] == [
        ("langu", "employees"), ("tongchuang", "employees"),
    ]
    assert [(one.now.community, one.now.metric) for one in down] == [
        ("langu", "new_startups"), ("tongchuang", "new_startups"),
    ]
    first = up[0]
    assert (first.before.year, first.now.year) == (2018, 2019)
    assert movers(programme, Figures(figures), ("tongchuang", "langu"), 2018) == ((), ())

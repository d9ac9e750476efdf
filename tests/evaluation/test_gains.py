"""What each gained in one figure within a year: exactly ordered, who lacks a year named, nobody who had not begun."""

from __future__ import annotations

import pytest

from tests.evaluation.situation import figure, reported
from zc_bot.evaluation.figures import Figures
from zc_bot.evaluation.gains import Gains, gains
from zc_bot.policy.programme import Programme

PLACES = ("tongchuang", "jianghai", "kaiyuan", "langu", "nengda")


def order_of(found: Gains) -> list[str | None]:
    return [one.now.community for one in found.found]


@pytest.fixture
def employed() -> Figures:
    by_place = {"tongchuang": (1000, 1300), "jianghai": (100, 200), "kaiyuan": (500, 400), "langu": (0, 50)}
    made = [one for place, (before, now) in by_place.items()
            for one in reported(place, employees={2017: before, 2018: now})]
    return Figures([*made, figure("nengda", "employees", 2018, 900)])


def test_the_most_gained_stands_first_and_who_lost_last(programme: Programme, employed: Figures) -> None:
    found = gains(programme, employed, PLACES, "employees", 2018)
    assert order_of(found) == ["tongchuang", "jianghai", "langu", "kaiyuan"]
    assert [one.now.community for one in found.best] == ["tongchuang"]
    assert [one.side for one in found.found] == [1, 1, 1, -1]


def test_the_fastest_is_by_per_cent_and_from_nothing_there_is_none(programme: Programme, employed: Figures) -> None:
    found = gains(programme, employed, PLACES, "employees", 2018, fastest=True)
    assert order_of(found) == ["jianghai", "tongchuang", "kaiyuan"]
    assert found.lacking == ("langu",)


def test_who_lacks_a_year_is_named_and_who_began_this_year_is_not(programme: Programme, employed: Figures) -> None:
    rest = Figures([one for one in employed if not (one.community == "jianghai" and one.year == 2017)])
    found = gains(programme, rest, PLACES, "employees", 2018)
    assert found.lacking == ("jianghai",)
    assert "nengda" not in [*order_of(found), *found.lacking]


def test_equals_are_all_best_and_where_nobody_gained_nobody_is(programme: Programme) -> None:
    for now, best in ((5, 0), (7, 2)):
        made = [one for place in ("tongchuang", "langu") for one in reported(place, employees={2017: 5, 2018: now})]
        assert len(gains(programme, Figures(made), PLACES, "employees", 2018).best) == best


def test_who_lost_most_stands_first_where_that_is_asked(programme: Programme, employed: Figures) -> None:
    found = gains(programme, employed, PLACES, "employees", 2018, falling=True)
    assert order_of(found) == ["kaiyuan", "langu", "jianghai", "tongchuang"]
    assert [one.now.community for one in found.best] == ["kaiyuan"]
    rising = Figures([one for one in employed if one.community != "kaiyuan"])
    assert gains(programme, rising, PLACES, "employees", 2018, falling=True).best == (), "nobody lost any"

"""What a failed requirement would take: how many a month, and the year in which it is met at last year's pace."""

from __future__ import annotations

import pytest

from tests.evaluation.situation import Given, figure, reported, verdict
from zc_bot.evaluation.figures import Figure, Figures
from zc_bot.evaluation.outlook import Outlook, approved_only, outlook_of, with_reviews_done
from zc_bot.evaluation.result import Card
from zc_bot.evaluation.verdicts import judge
from zc_bot.policy.programme import Programme

PLACE = "tongchuang"


def looked(programme: Programme, figures: list[Figure], requirement: str) -> Outlook:
    return outlook_of(programme, Figures(figures), verdict(programme, figures, requirement))


def area(before: Given | None, now: Given) -> list[Figure]:
    known = {2019: now} if before is None else {2018: before, 2019: now}
    return reported(PLACE, carrier_floor_area=known)


@pytest.mark.parametrize(
    ("before", "now", "year"),
    [
        (100_000, 150_000, 2020),
        (100_000, 140_000, 2021),
        (95_000, 100_000, 2039),
        (95_100, 100_000, None),
        (100_000, 100_000, None),
        (150_000, 100_000, None),
        (None, 150_000, None),
        (150_000, 200_000, None),
    ],
)
def test_the_year_is_that_in_which_it_is_met_if_it_goes_on_so_and_none_that_is_far(
    programme: Programme, before: int | None, now: int, year: int | None
) -> None:
    found = looked(programme, area(before, now), "R2")
    assert (found.reached, found.monthly) == (year, None)


def test_what_is_to_be_exceeded_is_not_met_in_the_year_that_only_reaches_it(programme: Programme) -> None:
    def year(before: int) -> int | None:
        shares = reported(PLACE, hitech_output={2018: before, 2019: 50}, total_output={2018: 100, 2019: 100})
        return looked(programme, shares, "R4").reached

    assert (year(40), year(39), year(45)) == (2021, 2020, 2022)


def test_people_are_counted_whole_by_the_month_and_an_average_has_no_pace(programme: Programme) -> None:
    found = looked(programme, reported(PLACE, employees={2017: 1000, 2018: 990, 2019: 1000}), "R6")
    assert (found.monthly, found.reached) == (18, None), "210 are lacking"
    assert looked(programme, reported(PLACE, employees={2017: 1000, 2019: 1210}), "R6").monthly is None


def test_of_several_conditions_nothing_is_told(programme: Programme) -> None:
    assert looked(programme, reported(PLACE, wifi_coverage=90, digital_coverage=90), "R7").monthly is None
    assert looked(programme, reported(PLACE, wifi_coverage=90, digital_coverage=90), "R7").reached is None


def test_once_reviews_are_done_is_told_only_where_that_changes_a_verdict(programme: Programme) -> None:
    def after(waiting: int) -> Card | None:
        figures = Figures([*area(None, 150_000), figure(PLACE, "core_floor_area", 2019, waiting, "submitted")])
        known = approved_only(figures)
        card = Card(PLACE, 2019, judge(programme, known, PLACE, 2019))
        return with_reviews_done(figures if waiting else known, programme, card)

    found = after(300_000)
    assert found is not None
    assert {one.requirement: one.verdict for one in found.verdicts}["R10"] == "met"
    assert (found.community, found.year) == (PLACE, 2019)
    assert after(0) is None

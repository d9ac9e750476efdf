"""Answers that explain: what a figure was worked out from, what moved most, a card's figures, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.evaluation.situation import ask, reported
from zc_bot.evaluation.reports import list_missing
from zc_bot.evaluation.result import Answer, Background, Item
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.programme import Programme

ONE = ("tongchuang",)


def shown(found: Answer) -> list[tuple[str | None, str]]:
    return [(one.measurement.community, one.measurement.metric) for one in found.items]


def item(found: Answer, metric: str) -> Item:
    return next(one for one in found.items if one.measurement.metric == metric)


def test_why_a_share_is_as_it_is_names_the_figures_behind_it_each_with_its_change(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", hitech_output={2018: 60, 2019: 66}, total_output={2018: 100, 2019: 120}, employees=5),
    ]
    found = ask(programme, figures, "why", "hitech_share", communities=ONE, years=(2018, 2019))
    assert found.years == (2019,), "the last of the years"
    assert shown(found) == [(ONE[0], metric) for metric in ("hitech_share", "hitech_output", "total_output")]
    assert [row.metric for row in found.rows] == ["hitech_share"]
    part = item(found, "hitech_output")
    assert part.before is not None
    assert part.change is not None
    assert (part.before.year, part.measurement.year) == (2018, 2019)
    lacking = ask(programme, figures, "why", "hitech_share", communities=ONE, years=(2017,))
    assert (shown(lacking), len(lacking.absent)) == ([], 1)


def test_why_of_all_shows_the_total_and_whoever_moved_most_first_whichever_way(programme: Programme) -> None:
    figures = [
        *reported("tongchuang", employees={2018: 100, 2019: 110}),
        *reported("langu", employees={2018: 500, 2019: 100}),
        *reported("kaiyuan", employees={2018: 100, 2019: 150}),
        *reported("xincailiao", employees={2019: 900}),
    ]
    found = ask(programme, figures, "why", "employees", years=(2019,))
    assert [place for place, _ in shown(found)] == ["langu", "kaiyuan", "tongchuang"], "who has no year before is not"
    (total,) = found.totals
    assert len(total.counted) == 4
    assert [one.kind for one in found.next] == ["rank"]


def test_a_card_has_a_change_where_there_can_be_one(programme: Programme) -> None:
    both = {2018: "100", 2019: "150"}
    figures = [
        *reported("tongchuang", employees=both, startup_services={2018: "否", 2019: "是"}),
        *reported("tongchuang", hitech_output=both, total_output={2018: "200", 2019: "200"}),
    ]
    found = ask(programme, figures, "card", communities=(*ONE, "langu"), years=(2018, 2019))
    assert found.communities == ONE, "one card"
    changed = {one.measurement.metric for one in found.items if one.change is not None and one.change.known}
    assert changed == {"employees", "hitech_output", "total_output", "hitech_share"}
    assert {one.measurement.metric for one in found.items} == {*changed, "startup_services", "employees_growth"}
    assert found.expected == 22
    assert len(found.items) + len(found.absent) == len(programme.metric) + len(programme.derivation)


def test_what_is_missing_is_of_those_under_way_and_of_what_was_asked_for(programme: Programme) -> None:
    meaning = Meaning("missing", communities=("tongchuang", "guanyinshan"))
    known = Background(reported={"tongchuang": frozenset(programme.metric), "guanyinshan": frozenset({"employees"})})

    def missing(asked: Meaning, today: date = date(2020, 1, 14)) -> Answer:
        return list_missing(asked, programme, today, known)

    found = missing(meaning)
    assert found.years == (2019,)
    assert [(one.community, len(one.metrics)) for one in found.shortfalls] == [("guanyinshan", 21)]
    assert found.expected == 2
    assert [one.kind for one in found.next] == ["deadline", "missing_before"]
    early = missing(replace(meaning, years=(2017,)))
    assert (early.expected, early.shortfalls) == (1, ()), "the other had not begun"
    assert [one.kind for one in early.next] == ["check", "deadline"]
    only = missing(replace(meaning, metrics=("hitech_share",)))
    assert only.metrics == ("hitech_output", "total_output")
    assert [one.metrics for one in only.shortfalls] == [("hitech_output", "total_output")]
    first = missing(meaning, date(2018, 1, 14))
    assert "missing_before" not in [one.kind for one in first.next], "in the first year there was none before"

"""The goals of the whole programme: about ten communities built, one in every county-level unit of 2017."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from zc_bot.evaluation.goals import judge_goals
from zc_bot.evaluation.milestones import Milestone, Milestones, Stage
from zc_bot.evaluation.verdicts import Verdict
from zc_bot.policy.programme import Programme

COUNTIES = {"tongchuang", "kuajiang-hezuo", "jiafang", "xincailiao", "kaiyuan", "langu", "shengwu", "kuajiang-ronghe"}
"""One community in each of 崇川 港闸 通州 海安 如皋 如东 海门 启东."""


def goal(programme: Programme, which: str, stages: dict[str, Stage], year: int = 2019) -> Verdict:
    when = datetime(2019, 6, 30, tzinfo=UTC)
    found = Milestones(Milestone(code, stage, when.date(), "刘洋", when) for code, stage in stages.items())
    return next(item for item in judge_goals(programme, found, year) if item.requirement == which)


@pytest.mark.parametrize(
    ("built", "verdict", "close"),
    [(13, "met", False), (10, "met", False), (9, "advisory", True), (8, "advisory", False), (0, "advisory", False)],
)
def test_g1_is_reached_by_ten_close_with_nine_and_never_failed(
    programme: Programme, built: int, verdict: str, close: bool
) -> None:
    found = goal(programme, "G1", dict.fromkeys(tuple(programme.community)[:built], "built"))
    assert (found.verdict, found.basis.close, found.value, found.gap) == (verdict, close, built, built - 10)
    assert (found.community, found.clause, len(found.basis.started)) == (None, "二", 13 - built)


def test_g1_counts_only_what_is_built(programme: Programme) -> None:
    found = goal(programme, "G1", dict.fromkeys(programme.community, "building"))
    assert (found.value, len(found.basis.started)) == (0, 13)


def test_g2_wants_a_started_community_in_each_of_eight_counties(programme: Programme) -> None:
    found = goal(programme, "G2", {})
    assert (found.verdict, found.value, found.threshold) == ("met", 8, 8)


def test_g2_in_2017_lists_the_counties_that_start_later(programme: Programme) -> None:
    found = goal(programme, "G2", {}, 2017)
    names = {programme.authority[code].name.zh for code in found.basis.uncovered}
    assert (found.verdict, found.value) == ("not_met", 4)
    assert names == {"港闸区", "通州区", "海门市", "启东市"}


@pytest.mark.parametrize("lost", sorted(COUNTIES - {"tongchuang"}))
def test_g2_fails_without_the_only_community_of_a_county(programme: Programme, lost: str) -> None:
    found = goal(programme, "G2", {lost: "not_started"})
    assert (found.verdict, found.basis.uncovered) == ("not_met", (programme.community[lost].authority,))


def test_g2_lists_zones_apart_and_does_not_count_them(programme: Programme) -> None:
    zones = [item.code for item in programme.communities if programme.authority[item.authority].kind == "zone"]
    assert len(zones) == 4
    assert len(goal(programme, "G2", {}).basis.zones) == 4
    assert goal(programme, "G2", dict.fromkeys(zones, "not_started")).verdict == "met"

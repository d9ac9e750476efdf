"""A line that reports for several communities: each gets what is its own, or nothing is taken."""

from __future__ import annotations

import pytest

from tests.submission.world import PROGRAMME, facts
from zc_bot.submission import events as ev
from zc_bot.submission.flow import start
from zc_bot.submission.parting import by_place

FACTS = facts(*PROGRAMME.community)


def parted(text: str) -> dict[str, tuple[str, str]]:
    """Give what each community gets: a metric and its figure as it was typed."""
    parts = by_place(text, FACTS)
    return {part.later.community: (one.metric, one.text) for part in parts for one in part.found.figures}


@pytest.mark.parametrize(
    ("text", "metric", "values"),
    [
        ("通创和观音山的无线覆盖率分别是100%和97.5%", "wifi_coverage", ("100%", "97.5%")),
        ("通创、观音山无线覆盖率都是100%", "wifi_coverage", ("100%", "100%")),
        ("通创从业人员5350，观音山的5870", "employees", ("5350", "5870")),
        ("通创2019从业5350，观音山从业5870", "employees", ("5350", "5870")),
        ("通创和观音山2019从业人员分别是5350、5870", "employees", ("5350", "5870")),
        ("通创、观音山2019年管理机构都有", "management_body", ("有", "有")),
        ("两个社区2019年数据：通创 从业5350，观音山 从业5870", "employees", ("5350", "5870")),
    ],
)
def test_each_place_gets_its_own_figure(text: str, metric: str, values: tuple[str, str]) -> None:
    first, second = values
    assert parted(text) == {"tongchuang": (metric, first), "guanyinshan": (metric, second)}


@pytest.mark.parametrize(
    "text",
    [
        "通创、观音山无线覆盖率都是100%，预计", "通创和观音山预计的无线覆盖率分别是100%和97.5%",
        "通创和观音山的无线覆盖率100%", "通创和观音山的无线覆盖率分别是100%、97.5%和90%",
        "通创从业人员5350，观音山的预计5870",
    ],
)
def test_what_says_more_or_less_is_not_dealt_out(text: str) -> None:
    assert parted(text) == {}


@pytest.mark.parametrize("line", ["观音山2019从业5870，通创2019从业5350", "通创和观音山2019从业人员分别是5350、5870"])
def test_all_wait_until_it_is_said_which_comes_first(line: str) -> None:
    draft, events = start(FACTS, line=line)
    assert (draft.step, draft.entries) == ("community", ())
    assert {one.community for one in draft.then} == {"tongchuang", "guanyinshan"}
    assert sum(isinstance(one, ev.HeldForLater) for one in events) == 2

"""What a reviewer looks at, by which button, and what it then offers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_reminding import tick
from tests.chat.test_review import looks_at, reports
from zc_bot.policy.roles import Principal
from zc_bot.storage import review

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("years", "shown"), [((2019,), "通创社区 · 2019年，1项待审核"), ((2018, 2019), "2项待审核，来自以下2处")]
)
def test_what_is_late_is_looked_at_by_one_tap(chats: Chats, years: tuple[int, ...], shown: str) -> None:
    for year in years:
        reports(chats.of(11), f"通创 {year} 从业人员 3200人")
    reviewer = chats.of(13)
    reviewer.now = chats.now + timedelta(days=6)
    reviewer.receives()
    reviewer.buttons.clear()
    tick(chats, reviewer.now)
    assert any("已满五个工作日" in text for text in reviewer.receives())
    assert reviewer.taps("去审核").startswith(shown)


def test_a_figure_is_looked_at_whoever_reported_it(chats: Chats) -> None:
    reports(chats.of(15), "新材料 2019 高新产值 3亿 总产值 5亿")
    reviewer = chats.of(13)
    reviewer.says("/review")
    reviewer.taps("新材料")
    reviewer.taps("一项一项看")
    assert reviewer.taps("高新产值").startswith("高新技术产业产值（新材料众创社区 · 2019年）")


def test_the_button_that_sends_back_serves_once(chats: Chats) -> None:
    reports(chats.of(11))
    reviewer = chats.of(13)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    reviewer.says("少了一位")
    assert [one.single_use for one in reviewer.last] == [True]


@pytest.mark.parametrize("gone", ["metrics", "communities"])
def test_what_the_programme_no_longer_holds_does_not_wait(chats: Chats, gone: str) -> None:
    reports(chats.of(11))
    programme = chats.conversation.rules.programme
    kept = tuple(one for one in getattr(programme, gone) if one.code not in {"tongchuang", "hitech_output"})
    fields = {name: getattr(programme, name) for name in type(programme).model_fields}
    less = type(programme).model_construct(**fields | {gone: kept})
    found = chats.store.read(lambda s: review.in_review(s, Principal(13, "刘洋", "reviewer"), less))
    assert [one.figures for one in found] == ([1] if gone == "metrics" else [])

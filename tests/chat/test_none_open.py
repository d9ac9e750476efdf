"""Where no year is collected it is said which one ended and when the next opens; nothing else would be true."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.chat.conftest import Chats
from tests.chat.test_reminding import MORNING, end_older_years
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import overrides

HALF_PAST_EIGHT = datetime(2020, 1, 6, 0, 30, tzinfo=UTC)
"""Half an hour before the collection of 2019's figures opens."""
ORDERS = ((14, "谁没报就催谁"), (14, "延期一周"), (14, "/deadline"), (14, "/deadline 2月10日"), (11, "让周涛替我填"))


@pytest.fixture
def settled(chats: Chats) -> Chats:
    chats.now = MORNING
    end_older_years(chats)
    return chats


@pytest.mark.parametrize(("person", "said"), ORDERS)
def test_after_the_end_of_a_year_it_is_said_that_it_ended(settled: Chats, person: int, said: str) -> None:
    settled.store.write(lambda s: overrides.end(s, OPERATOR, 2019, MORNING))
    answer = settled.of(person).says(said)
    assert answer.startswith("2019年度已结束收集")
    assert answer.endswith("2021年1月5日（周二）09:00开始填报2020年度数据，2021年2月1日（周一）18:00截止。")
    assert ("重开" in answer) == (person == 14), "only who may reopen it is told how"


def test_before_it_opens_it_is_said_when_it_does_and_its_deadline_can_be_moved(settled: Chats) -> None:
    settled.now = HALF_PAST_EIGHT
    opens = "1月6日（周一）09:00开始填报2019年度数据，2月3日（周一）18:00截止。"
    assert settled.of(14).says("谁没报就催谁") == opens
    assert settled.of(14).says("催一下海安2019年的") == opens
    assert settled.of(11).says("让周涛替我填") == opens
    assert "还没有到" not in settled.of(14).says("/deadline")
    assert "2019年数据延到哪一天" in settled.of(14).says("延期")
    assert "改为：2月10日（周一）18:00" in settled.of(14).says("延期一周")


def test_early_in_january_the_deadline_is_that_of_the_year_just_over(chats: Chats) -> None:
    chats.now = HALF_PAST_EIGHT
    assert "1月6日（周一）09:00开始填报2019年度数据" in chats.of(14).says("/deadline")
    assert "2019年数据延到哪一天" in chats.of(14).says("延期"), "nobody means 2018's, a year late"


def test_a_year_that_ended_before_it_opened_opens_no_more(settled: Chats) -> None:
    settled.now = HALF_PAST_EIGHT
    settled.store.write(lambda s: overrides.end(s, OPERATOR, 2019, HALF_PAST_EIGHT))
    said = settled.of(14).says("谁没报就催谁")
    assert said.startswith("2019年度已结束收集")
    assert said.endswith("2021年1月5日（周二）09:00开始填报2020年度数据，2021年2月1日（周一）18:00截止。")


@pytest.mark.parametrize(
    ("said", "new"),
    [
        ("2020-02-10 9", "2月10日（周一）09:00"), ("2020-02-10 17", "2月10日（周一）17:00"),
        ("2月10日 9", "2月10日（周一）09:00"), ("2020-02-10 24", "2月10日（周一）23:59"),
    ],
)
def test_a_number_behind_a_day_is_its_hour(chats: Chats, said: str, new: str) -> None:
    chats.now = MORNING
    assert f"改为：{new}" in chats.of(14).says(f"/deadline 2019 {said}")


@pytest.mark.parametrize("said", ["2020-02-10 25", "10 9", "2020-02-10 9 8"])
def test_other_numbers_are_not_guessed_at(chats: Chats, said: str) -> None:
    chats.now = MORNING
    assert "没看懂" in chats.of(14).says(f"/deadline 2019 {said}")


@pytest.mark.parametrize(
    "said",
    [
        "1月20号前能不能补报", "能不能补报", "现在还可以补报吗", "补报行不行", "通创能不能补报", "晚几天补报可以不",
        "现在还能不能报啊", "通创2019年的还能补交吗",
    ],
)
def test_whether_one_may_still_report_begins_no_report(settled: Chats, said: str) -> None:
    reporter = settled.of(11)
    assert "2月3日（周一）18:00" in reporter.says(said)
    assert "填报哪个社区" not in reporter.says(said)
    reporter.waits(days=60)
    assert "已于2月3日（周一）18:00截止" in reporter.says(said)


def test_who_may_not_report_it_is_told_who_does(settled: Chats) -> None:
    reporter, viewer = settled.of(11), settled.of(12)
    assert reporter.says("海安能补报吗").endswith("新材料众创社区由张伟来报。")
    assert viewer.says("通创能不能补报").endswith("通创社区由王芳来报。")
    assert "过了截止仍可补报" in viewer.says("补报行不行")


def test_it_is_answered_beside_an_open_report_too(settled: Chats) -> None:
    reporter = settled.of(11)
    reporter.says("/report")
    assert "过了截止仍可补报，记为逾期。" in reporter.says("补报行不行")
    assert "2018年度已结束收集" in reporter.says("2018年的还能补报吗")
    assert "通创社区" in reporter.says("通创社区")


@pytest.mark.parametrize("said", ["能不能报保密", "谁能报", "能报几家", "通创能不能报高新产值"])
def test_another_question_is_not_taken_for_it(settled: Chats, said: str) -> None:
    assert "仍可补报" not in settled.of(11).says(said)


@pytest.mark.parametrize("said", ["/report", "通创 2019 从业人员 5300人", "我要报数", "补报行不行"])
def test_who_wants_to_report_where_no_year_is_open_is_told_what_can_be_done(settled: Chats, said: str) -> None:
    settled.store.write(lambda s: overrides.end(s, OPERATOR, 2019, MORNING))
    assert settled.of(11).says(said).split("\n") == [
        "2019年度已结束收集，不再接收填报。",
        "2021年1月5日（周二）09:00开始填报2020年度数据，2021年2月1日（周一）18:00截止。",
        "要补报或更正2019年度的数，请管理员赵磊重开这一年。报过的数发 /mine 看。",
    ]


def test_it_is_answered_in_a_group(settled: Chats) -> None:
    admin = settled.of(14)
    admin.says_in(-5, "/status")
    admin.taps_in(-5, "启用")
    assert "过了截止仍可补报，记为逾期。" in settled.of(11).says_in(-5, "补报行不行")


def test_in_a_group_an_order_is_told_to_be_for_private_and_is_no_question(settled: Chats) -> None:
    admin = settled.of(14)
    admin.says_in(-5, "/status")
    admin.taps_in(-5, "启用")
    for said in ("谁没报就催谁", "催一下海安"):
        assert "这里不会发出提醒" in admin.says_in(-5, said), said
    assert "还没报齐" in admin.says_in(-5, "谁没报") or "未报" in admin.says_in(-5, "谁没报")
    assert admin.says_in(-5, "延期一周").startswith("改截止时间请私聊我")
    assert "截止" in admin.says_in(-5, "/deadline")

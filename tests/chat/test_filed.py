"""What became of what was handed in, asked in the chat: counted for everybody, told singly to whom it concerns."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.roles import Principal
from zc_bot.storage import figures, review
from zc_bot.storage.observations import Entry

REPORTER, VIEWER, REVIEWER, OTHER = 11, 12, 13, 15
WANG = Principal(REPORTER, "王芳", "reporter", ("chongchuan",))
ZHANG = Principal(OTHER, "张伟", "reporter", ("haian",))
LIU = Principal(REVIEWER, "刘洋", "reviewer")
ZHAO = Principal(14, "赵磊", "admin")
EMPLOYEES, OUTPUT = "employees", "total_output"


def hands_in(chats: Chats, who: Principal, place: str, metric: str, at: datetime, seen: int | None = None) -> None:
    entry = Entry(place, metric, 2019, Decimal(7 if seen is None else 9), reason="按实际填", seen=seen)
    programme = chats.conversation.rules.programme
    chats.store.write(lambda session: figures.record(
        session, who, programme, [entry], operation=f"{place}{metric}{at}", way="line", now=at
    ))


def version(chats: Chats, place: str, metric: str) -> int:
    programme = chats.conversation.rules.programme
    found = chats.store.read(lambda session: figures.versions(session, LIU, programme, place, metric, 2019))
    return found[-1].id


@pytest.fixture
def filed(chats: Chats) -> Chats:
    """Of 2019: 海安 waits with two, the one since 2 January; 通创 has one approved by 赵磊, one sent back by 刘洋."""
    hands_in(chats, ZHANG, "xincailiao", EMPLOYEES, datetime(2020, 1, 2, 2, tzinfo=UTC))
    hands_in(chats, ZHANG, "xincailiao", OUTPUT, datetime(2020, 1, 6, 2, tzinfo=UTC))
    hands_in(chats, WANG, "tongchuang", EMPLOYEES, datetime(2020, 1, 3, 2, tzinfo=UTC))
    hands_in(chats, WANG, "tongchuang", OUTPUT, datetime(2020, 1, 3, 3, tzinfo=UTC))
    one, two = version(chats, "tongchuang", EMPLOYEES), version(chats, "tongchuang", OUTPUT)
    chats.store.write(lambda session: review.approve(session, ZHAO, [one], datetime(2020, 1, 7, 2, tzinfo=UTC)))
    chats.store.write(lambda session: review.send_back(
        session, LIU, two, "单位像是写错了", datetime(2020, 1, 8, 2, tzinfo=UTC)
    ))
    chats.now = datetime(2020, 1, 9, 2, tzinfo=UTC)
    return chats


def test_everybody_is_told_how_many_wait_and_nobody_else_whose(filed: Chats) -> None:
    said = filed.of(VIEWER).says("还有几条没审")
    assert said.startswith("2项待审核\n· 新材料2019年　2项\n")
    assert "张伟" not in said
    assert "单项的明细只有审核、管理员和本区县的人看得到" in said
    assert "从业" not in filed.of(REPORTER).says("哪些指标还挂着没审"), "another authority's"
    own = filed.of(OTHER).says("哪些指标还挂着没审")
    assert own.startswith("2项待审核　新材料众创社区\n· 新材料2019年　2项（张伟报，待审7天）\n从业人员、总产值")


def test_what_waits_longest(filed: Chats) -> None:
    assert filed.of(REVIEWER).says("压得最久还没审的是哪一条").startswith(
        "待审7天　新材料众创社区2019年从业人员\n张伟 2020-01-02 10:00 报"
    )
    assert "从业人员" not in filed.of(VIEWER).says("压得最久还没审的是哪一条")


def test_who_reviews_gets_the_queue_and_goes_on_from_it(filed: Chats) -> None:
    chat = filed.of(REVIEWER)
    assert "来自以下1处" in chat.says("待审的有哪些")
    assert "新材料众创社区 2019年（2项，张伟" in " ".join(chat.buttons)
    assert "张伟" not in chat.says("只看崇川的")
    assert not chat.last[0].rows
    assert chat.says("海安的最久的是哪条").startswith("待审7天")


@pytest.mark.parametrize("asked", ["通创总产值为啥给我退回来了", "why was the Tongchuang total output sent back"])
def test_why_it_was_sent_back(filed: Chats, asked: str) -> None:
    said = filed.of(REPORTER).says(asked)
    assert said.startswith("单位像是写错了")
    assert "刘洋 2020-01-08 10:00" in said
    hidden = filed.of(VIEWER).says(asked)
    assert "单位像是写错了" not in hidden
    assert "刘洋" not in hidden


def test_whether_it_was_reported_anew(filed: Chats) -> None:
    chat = filed.of(REPORTER)
    assert "还没重报。" in chat.says("通创总产值为什么退回")
    seen = version(filed, "tongchuang", OUTPUT)
    hands_in(filed, WANG, "tongchuang", OUTPUT, datetime(2020, 1, 8, 8, tzinfo=UTC), seen)
    assert "后来已重报。" in chat.says("通创总产值为什么退回")
    assert chat.says("退回的有哪些").startswith("没有退回未报的　通创、观音山，退回过的1项都已重报")


def test_a_figure_never_sent_back_is_said_to_be_so(filed: Chats) -> None:
    assert filed.of(REPORTER).says("通创从业人员为什么退回").startswith("没有退回的数　通创社区从业人员")


def test_who_decided_and_when(filed: Chats) -> None:
    chat = filed.of(VIEWER)
    assert chat.says("通创2019年的数谁审的").startswith("赵磊　通创社区2019年审核通过，共1项")
    assert chat.says("哪天审的").startswith("2020-01-07　通创社区2019年审核通过1项")
    assert chat.says("通创2019年的数审完没有").startswith("1/22项已审核　通创社区2019年\n退回1项、未报20项")


def test_mine_and_others_are_told_apart(filed: Chats) -> None:
    chat = filed.of(REVIEWER)
    said = chat.says("2019年的数我批了多少别人批了多少 分社区")
    assert "· 通创2019年　你0项，别人1项" in said
    assert chat.says("2019年的数我批了几条").startswith("没有审核通过的数　2019年、你审的")
    assert chat.says("2019年的数别人批了几条").startswith("1项审核通过　2019年、别人审的")
    assert chat.says("我这个月退回了哪些").startswith("1项被退回　你审的、2020-01-01至2020-01-09")
    assert chat.says("审过的占几成").startswith("0.3%（1/286项）　2019年审核通过")


def test_days_are_kept_to(filed: Chats) -> None:
    chat = filed.of(REVIEWER)
    assert chat.says("1月8日退回了几条").startswith("1项被退回　2020-01-08")
    assert chat.says("1月7日退回了几条").startswith("没有退回的数　2020-01-07")


def test_a_group_is_told_to_ask_in_private(filed: Chats) -> None:
    said = filed.of(VIEWER).says_in(-100, "还有几条没审")
    assert "2项" not in said
    assert "没有待审" not in said


@pytest.mark.parametrize(("asked", "said"), [
    ("王芳去年报了几条", "2项　2019年、王芳报的\n已审核1项、退回未重报1项"),
    ("王芳2019年报的都审了吗", "2项　2019年、王芳报的\n已审核1项、退回未重报1项"),
    ("how many of Zhang Wei's figures are still waiting", "2项待审核　张伟报的"),
    ("张伟报的压得最久还没审的是哪条", "待审7天　新材料众创社区2019年从业人员"),
    ("赵磊2019年审了哪些", "1项审核通过　2019年、赵磊审的"),
    ("刘洋退过几条", "1项被退回　刘洋审的"),
    ("赵磊退过几条", "没有退回的数　赵磊审的"),
])
def test_what_somebody_reported_or_reviewed_is_told_by_their_name(filed: Chats, asked: str, said: str) -> None:
    assert filed.of(REVIEWER).says(asked).startswith(said)


def test_what_follows_is_of_the_same_person(filed: Chats) -> None:
    chat = filed.of(REVIEWER)
    assert chat.says("王芳2019年报了几条").startswith("2项")
    assert "海安" not in chat.says("退了几条")
    assert "单位像是写错了" in chat.says("退了几条")


def test_what_waits_of_somebody_elses_district_is_counted_for_a_viewer_and_not_named(filed: Chats) -> None:
    assert "从业" not in filed.of(VIEWER).says("张伟还有几条没审")
    assert filed.of(VIEWER).says("张伟还有几条没审").startswith("2项待审核　张伟报的")


@pytest.mark.parametrize("asked", [
    "2019各区已审的占应报的百分之几", "what pct of the 2019 figures have been approved, per authority",
])
def test_what_part_of_what_is_due_is_reviewed_by_district(filed: Chats, asked: str) -> None:
    lines = filed.of(REVIEWER).says(asked).splitlines()
    assert "（1/286项）" in lines[0] or "(1/286 figures)" in lines[0]
    (ours,) = [line for line in lines if "崇川" in line or "Chongchuan" in line]
    assert "2.2%" in ours, "rounded down"
    assert "1/44" in ours or "1 of 44" in ours, "two communities of 22 figures each"
    assert sum("0/22" in line or "0 of 22" in line for line in lines) == 11


def test_by_community_each_row_is_that_ones_own(filed: Chats) -> None:
    lines = filed.of(REVIEWER).says("2019年已审的占应报多少 分社区").splitlines()
    assert "· 通创社区　4.5%（1/22项）" in lines
    assert "· 观音山众创社区　0%（0/22项）" in lines


@pytest.mark.parametrize("asked", ["报全了但还没审完的社区有哪些", "去年报齐了还没审完的有哪几家"])
def test_who_handed_all_in_and_is_not_reviewed_is_asked_of_communities(filed: Chats, asked: str) -> None:
    said = filed.of(REVIEWER).says(asked)
    assert "报齐" in said.splitlines()[0]
    assert "没审完" in said

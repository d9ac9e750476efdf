"""Who was late, by how many days, and the rate of what came in time, asked in the chat."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.chat.conftest import Chats
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry

VIEWER, REVIEWER = 12, 13
REPORTER = Principal(11, "王芳", "reporter", ("chongchuan",))
OTHER = Principal(15, "张伟", "reporter", ("haian",))


def hands_in(chats: Chats, who: Principal, place: str, at: datetime, metrics: Iterable[str]) -> None:
    entries = [Entry(place, metric, 2019, Decimal(1)) for metric in metrics]
    programme, act = chats.conversation.rules.programme, f"{place}{at}"
    chats.store.write(
        lambda session: figures.record(session, who, programme, entries, operation=act, way="sheet", now=at)
    )


@pytest.fixture
def filed(chats: Chats, programme: Programme) -> Chats:
    """通创 came on the last day, 海安 three days later and two figures short; the deadline was 2020-02-03 18:00."""
    every = list(programme.metric)
    hands_in(chats, REPORTER, "tongchuang", datetime(2020, 2, 3, 9, 59, tzinfo=UTC), every)
    hands_in(chats, OTHER, "xincailiao", datetime(2020, 2, 6, 2, 0, tzinfo=UTC), every[:-2])
    chats.now = datetime(2020, 2, 10, 2, 0, tzinfo=UTC)
    return chats


@pytest.mark.parametrize("asked", ["及时率", "2019年完整率", "谁迟报了", "2019年迟了几天", "谁报晚了"])
def test_it_says_how_many_are_in_time_and_who_is_late(filed: Chats, asked: str) -> None:
    said = filed.of(VIEWER).says(asked)
    assert said.startswith("1/13 个社区按时报齐2019年度数据（2020年2月3日")
    assert "及时率 7.6%（按时22/286项），完整率 14.6%（已报42/286项）" in said
    assert "新材料还差2项，已迟7天（海安市）" in said
    assert "通创" not in said
    seen = filed.of(REVIEWER).says(asked)
    assert "新材料还差2项，已迟7天（海安市、张伟）" in seen, "who sees what waits sees whose it is"


def test_of_a_year_to_come_it_says_from_when_on_it_is_collected(filed: Chats) -> None:
    assert filed.of(VIEWER).says("2020年及时率") == "2020年的数从2021-01-05开始填报。"


def test_in_english_too(filed: Chats) -> None:
    chat = filed.of(VIEWER)
    chat.says("/language en")
    said = chat.says("who was late in 2019")
    assert said.startswith("1/13 communities reported all of 2019 on time")
    assert "New Materials: 2 missing, days late 7" in said


def test_an_authority_asked_about_is_told_alone(filed: Chats) -> None:
    said = filed.of(VIEWER).says("海安2019年及时率")
    assert "0/1 个社区按时" in said
    assert "及时率 0%（按时0/22项）" in said


@pytest.mark.parametrize(
    ("label", "line"),
    [
        ("按责任主体", "· 崇川区：50%（22/44项），迟7天"),
        ("按填报人", "· 王芳：50%（22/44项），迟7天"),
        ("按指标", "· 规划面积：7.6%"),
    ],
)
def test_it_is_summed_up_by_a_tap(filed: Chats, label: str, line: str) -> None:
    chat, viewer = filed.of(REVIEWER), filed.of(VIEWER)
    for one in (chat, viewer):
        one.says("2019年及时率")
    assert line in chat.taps(label)
    assert "王芳" not in viewer.taps(label)


@pytest.mark.parametrize(
    "said", ["2019年按单位的及时率", "2019年哪些单位迟报了", "which districts were late in 2019"]
)
def test_it_is_summed_up_by_authority_by_words(filed: Chats, said: str) -> None:
    assert "· 崇川区：50%（22/44项），迟7天" in filed.of(VIEWER).says(said)


@pytest.mark.parametrize(("said", "lang"), [
    ("哪些区迟报", "zh"), ("which districts report late", "en"), ("late districts in 2019", "en"),
])
def test_the_late_authorities_are_counted_and_told_before_the_others(filed: Chats, said: str, lang: str) -> None:
    chat = filed.of(REVIEWER)
    chat.says(f"/language {lang}")
    told = chat.says(said)
    assert ("迟报12个责任主体，共12个：" if lang == "zh" else "Late: 12 of 12 authorities") in told


def test_of_a_person_who_is_named_it_tells_that_persons_alone(filed: Chats) -> None:
    viewer = filed.of(VIEWER)
    assert "· 张伟：这一年没有可查的填报记录" in viewer.says("张伟2019年的及时率"), "what waits is not theirs to see"
    said = filed.of(REVIEWER).says("张伟2019年的及时率")
    assert "· 张伟：0%（0/22项），迟7天" in said
    assert "王芳" not in said
    assert "个社区" not in said, "the whole city's rate is not this person's"
    assert "· 李敏：这一年没有可查的填报记录" in viewer.says("李敏2019年迟报了吗")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("said", "first"), [
    ("2019年及时率最高的是谁", "通创社区：100%，2019年度及时率最高"),
    ("2019年及时率最高的区", "崇川区：50%，2019年度及时率最高"),
    ("2019年完整率最高的社区", "通创社区：100%，2019年度完整率最高"),
    ("2019年哪些指标最容易漏报", "信息化平台、统计体系：7.6%，2019年度完整率最低"),
    ("2019年哪个区报得最慢", "12个责任主体都迟7天，2019年度没有先后"),
])
def test_who_is_at_an_end_is_named_first(filed: Chats, said: str, first: str) -> None:
    """The whole list came, whose first line named nobody."""
    head = filed.of(VIEWER).says(said).split("\n")[0]
    assert first in head, head


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("said", "first"), [
    ("2019年及时率最低的是谁", "12个社区都是0%，2019年度及时率最低；另：通创社区100%"),
    ("2019年哪个社区报得最慢", "12个社区都迟7天，2019年度迟得最久；另：通创社区按时"),
    ("2018年及时率最低的是谁", "13个社区都是0%，2018年度及时率没有高低"),
    ("2018年哪个区完整率最低", "12个责任主体都是0%，2018年度完整率没有高低"),
])
def test_of_many_who_are_alike_it_says_how_many_and_who_is_not(filed: Chats, said: str, first: str) -> None:
    """Twelve of thirteen were named as the lowest, and the thirteenth was not; or all thirteen were."""
    chat = filed.of(VIEWER)
    assert chat.says(said).split("\n")[0] == first
    assert "通创社区：100%" in chat.says("2019年及时率最高的是谁").split("\n")[0], "one is named"


def test_a_person_s_late_times_and_a_circular_are_asked_in_other_words(filed: Chats) -> None:
    reviewer = filed.of(REVIEWER)
    assert "· 张伟：0%（0/22项），迟7天" in reviewer.says("张伟2019年迟报过几次")
    assert reviewer.says("起草2019年的迟报通报").startswith("关于2019年度")
    reviewer.says("/language en")
    assert "2019" in reviewer.says("draft a circular on late reporting")
    assert "12 authorities: all 7 days late" in reviewer.says("which authority is slowest").split("\n")[0]


def test_a_notice_is_drafted_to_be_copied(filed: Chats) -> None:
    chat = filed.of(VIEWER)
    chat.says("2019年及时率")
    said = chat.taps("通报稿")
    assert said.startswith("关于2019年度")
    assert "按时报齐（1个）：通创。" in said
    assert "应报286项，已报42项，完整率14.6%" in said
    assert "新材料2项" in said
    assert str(chat.last[0].text).startswith("<pre>")
    assert chat.says("写个通报").startswith("关于2019年度")


def test_what_was_imported_has_no_timeliness(filed: Chats, programme: Programme) -> None:
    entries = [Entry("langu", metric, 2019, Decimal(1)) for metric in programme.metric]
    filed.store.write(
        lambda session: figures.record(
            session, OPERATOR, programme, entries, operation="imported", way="import", now=filed.now, approve=True
        )
    )
    said = filed.of(VIEWER).says("2019年及时率")
    assert "导入的22项不计及时率" in said
    assert "按时22/264项" in said
    assert "蓝谷" not in said


def test_before_the_deadline_nobody_is_late(chats: Chats) -> None:
    said = chats.of(VIEWER).says("2019年谁迟报")
    assert "还没到截止时间，13个社区还没报齐" in said


@pytest.mark.parametrize(("asked", "head", "line"), [
    ("去年按时报齐的和迟报的各几家", "按时报齐1个、迟报12个　2019年", "· 按时报齐：通创"),
    ("2018和2019都迟报的有哪些", "12个社区　2018、2019年都迟报", "2018年迟报13个、2019年迟报12个。"),
    ("哪几家去年缺得最多", "缺得最多　2019年", "· 观音山缺22项：规划面积"),
    ("18年跟19年及时率比一下", "2018年　", "2019年　及时率 7.6%（按时22/286项），1/13个社区按时报齐"),
    ("通创是几号报齐的 2019年的数", "通创2019年：按时报齐，2020-02-03 17:59报齐", "2020年2月3日"),
    ("去年报齐了而且没迟的", "1个社区　2019年报齐、按时报齐", "· 通创：2019年按时报齐"),
])
def test_states_of_whole_years_are_put_together(filed: Chats, asked: str, head: str, line: str) -> None:
    said = filed.of(VIEWER).says(asked)
    assert head in said
    assert line in said


def test_the_days_of_one_community_follow_its_hand_in(filed: Chats) -> None:
    chat = filed.of(REVIEWER)
    chat.says("海安2019年的数哪天报的")
    assert "新材料2019年：还差2项，已迟7天" in chat.says("迟了几天")

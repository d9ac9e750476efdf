"""Where others look on, in a group or an inline message, nothing tells what waits for review."""

from __future__ import annotations

import pytest

from tests.chat.conftest import UPDATES, Chat, Chats
from tests.chat.test_overseeing import record
from zc_bot.chat.incoming import Incoming
from zc_bot.chat.showing.snapshot import gather
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import groups

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
GROUP = -5
ASKED = (
    "/missing", "/missing 通创", "谁没报", "通创2019年报齐了吗", "哪些社区没报从业人员", "通创从业人员报了没有",
    "2019年从业人员", "/history 通创2019年从业人员", "/check 通创", "/trend 通创从业人员", "/rank 从业人员",
    "通创从业人员谁报的", "通创2019年从业人员改过几次", "/export", "/briefing", "最近谁报了", "给我写个简报",
    "全市从业人员合计", "从业人员超过100人的社区", "通创所有数据",
    "/status", "/status 2019", "/status 通创", "/status 崇川区", "待审核的有多少", "谁按时报了",
    "写个通报，谁没按时报",
)

FILES = (
    "/export", "导出2019年的数", "/briefing", "会议简报", "meeting paper", "通创从业人员发我图片文件",
    "把通创从业人员的图发成文件", "/sheet", "给我填报表", "/remind", "/calendar",
)


def inline(chat: Chat, asked: str) -> str:
    incoming = Incoming(next(UPDATES), "inline", chat.person, chat.person, text=asked)
    response = chat.store.write(lambda s: chat.conversation.respond(s, incoming, chat.now))
    return "\n".join(f"{one.title} {one.summary} {one.text}" for one in response.inline or ())


def test_a_report_that_waits_changes_no_answer_there(chats: Chats) -> None:
    """Neither its figures nor which of them were handed in, nor how many, nor by whom; on the page neither."""
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    looking = [chats.of(person) for person in (12, 11, 13, 14)]
    rules = chats.conversation.rules

    def shown() -> tuple[object, ...]:
        told = [f"{one.says_in(GROUP, asked)}\n{inline(one, asked)}" for one in looking for asked in ASKED]
        page = chats.store.read(lambda s: gather(s, rules, chats.now, False))
        return *told, page.board, page.period, tuple(page.figures)

    record(chats, rules.programme, 2018, ["guanyinshan"], employees=3000)
    before = shown()
    reporter = chats.of(11)
    reporter.says("通创 2019 从业人员 3200人 总产值 71.2亿 高新产值 45.6亿")
    assert "已提交" in reporter.taps("确认提交")
    assert [now for now, then in zip(shown(), before, strict=True) if now != then] == []
    assert "通创22项" in looking[0].says_in(GROUP, "/status 2019")
    assert "已审核 0/22 项，其余未报或未审" in looking[0].says_in(GROUP, "/status 通创 2019")
    assert "\n已审核 22/22 项" in looking[0].says_in(GROUP, "/status 观音山 2018")
    assert "待审3，未报19" in looking[0].says("/status 通创 2019"), "in private how much came is told"


@pytest.mark.parametrize("asked", FILES)
def test_no_file_goes_there_and_nobody_is_named(chats: Chats, asked: str) -> None:
    programme = chats.conversation.rules.programme
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    for year in (2018, 2019):
        record(chats, programme, year, ["tongchuang"], employees=1000 + year)
    for person, name in ((11, "王芳"), (12, "李敏"), (13, "刘洋"), (14, "赵磊")):
        chat = chats.of(person)
        assert name not in chat.says_in(GROUP, asked)
        for reply in chat.last:
            assert (reply.document, reply.picture) == (None, "")
            assert (reply.chart or {}).get("kind") != "paper"


@pytest.mark.parametrize("asked", ["/status 通创 2019", "通创2019年所有数据", "/status 2019", "2019年达标排名"])
def test_nobody_is_named_beside_figures_of_a_whole_community(chats: Chats, asked: str) -> None:
    programme = chats.conversation.rules.programme
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    record(chats, programme, 2019, ["tongchuang"], employees=3000)
    assert "管理员（命令行）" in chats.of(12).says(asked)
    said = chats.of(12).says_in(GROUP, asked)
    assert "崇川区报" in said
    assert "管理员（命令行）" not in said


def test_what_was_approved_is_missing_there_no_more_and_the_rest_is_said_to_be_unreported_or_unreviewed(
    chats: Chats,
) -> None:
    chats.store.write(lambda s: groups.allow(s, OPERATOR, GROUP, chats.now))
    reporter, reviewer = chats.of(11), chats.of(13)
    reporter.says("通创 2019 从业人员 3200人")
    reporter.taps("确认提交")
    assert "通创社区：22项都未报或未审" in chats.of(12).says_in(GROUP, "/missing 通创")
    assert "通创社区缺21项" in chats.of(12).says("/missing 通创"), "in private it is told"
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("通过")
    assert "通创社区21项未报或未审" in chats.of(12).says_in(GROUP, "/missing 通创")

"""Deciding about figures in words: who may is shown what is meant, who may not is told so, and it is noted."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_review import reports, status
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import audit

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
VIEWER, REPORTER, REVIEWER, ADMIN, LEAD = 12, 11, 13, 14, 16
ORDERS = (
    "通过通创", "把通创的都通过", "审核通创", "通过通创2019年高新产值", "approve tongchuang",
    "退回通创高新产值：口径不对", "驳回通创 高新产值 数字不对", "send back hi-tech output: wrong",
    "撤销通过 高新产值", "通创的审核错了",
)
NO_ORDERS = (
    "通创通过了吗", "通过的社区", "通过率", "退回的高新产值", "高新产值被退回了", "被退回的高新产值怎么改",
    "return on total investment", "approved output of Tongchuang", "审核通过的高新产值", "审核过的从业人员有多少",
    "通创审核过了",
)
WORDS = ("审计记录", "导出审计记录", "把操作日志导出来", "export the audit log", "人员管理", "群发通知", "运行情况")


@pytest.fixture
def reviewer(chats: Chats) -> Chat:
    reports(chats.of(REPORTER))
    return chats.of(REVIEWER)


def denials(chat: Chat) -> list[str]:
    found = chat.store.read(lambda s: audit.read(s, OPERATOR, limit=200))
    return [one.subject for one in found if one.action == "denied" and one.actor == chat.person]


@pytest.mark.parametrize("person", [VIEWER, REPORTER, LEAD])
def test_who_may_not_is_told_who_does_and_it_is_noted(reviewer: Chat, chats: Chats, person: int) -> None:
    chat = chats.of(person)
    for at, said in enumerate(ORDERS, 1):
        assert "由审核、管理员来做" in chat.says(said), said
        assert denials(chat) == ["review"] * at, said
    assert status(reviewer) == "submitted"


def test_what_asks_or_tells_of_it_is_no_order(reviewer: Chat, chats: Chats) -> None:
    for person in (VIEWER, REPORTER):
        chat = chats.of(person)
        for said in NO_ORDERS:
            assert "管理员来做" not in chat.says(said), said
        assert denials(chat) == []
    for said in NO_ORDERS:
        reviewer.says(said)
        assert not any("通过（" in label or "退回" in label for label in reviewer.buttons), said


@pytest.mark.parametrize("said", ["通过通创", "把通创的都通过", "审核高新产值", "approve Tongchuang", "通过总产值"])
def test_approving_in_words_shows_what_waits_and_a_button_does_it(reviewer: Chat, said: str) -> None:
    assert "通创社区 · 2019年，2项待审核" in reviewer.says(said)
    assert status(reviewer) == "submitted", "nothing by words alone"
    reviewer.taps("全部通过")
    assert status(reviewer) == "approved"
    assert "没有这样的待审数据" in reviewer.says(said)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("退回高新产值，为什么比名单多1个？请说明", "为什么比名单多1个？请说明"),
        ("高新产值退回，怎么比去年还多？", "怎么比去年还多？"),
        ("退回高新产值，多1个？", "多1个？"),
    ],
)
def test_a_reason_that_asks_is_a_reason(reviewer: Chat, said: str, reason: str) -> None:
    assert f"通知王芳：{reason}" in reviewer.says(said).replace("\n", "") or reason in reviewer.says(said)
    reviewer.taps("确认退回")
    assert status(reviewer) == "returned"


@pytest.mark.parametrize("said", ["高新产值退回，为什么？", "退回高新产值，总产值"])
def test_what_only_asks_why_or_names_more_is_no_reason(reviewer: Chat, said: str) -> None:
    reviewer.says(said)
    assert not any("确认退回" in label for label in reviewer.buttons)


def test_an_approval_where_a_reason_is_awaited_shows_the_card(reviewer: Chat) -> None:
    reviewer.says("退回高新产值")
    assert "2项待审核" in reviewer.says("全部通过")
    assert not any("确认退回" in label for label in reviewer.buttons)
    assert status(reviewer) == "submitted"


def test_of_several_places_it_is_asked_which(reviewer: Chat, chats: Chats) -> None:
    reports(chats.of(15), "新材料 2019 高新产值 3亿")
    assert "来自以下2处" in reviewer.says("通过高新产值")
    assert "新材料众创社区 · 2019年" in reviewer.taps("新材料")


def test_a_command_in_words_of_who_may_not_is_noted_and_gives_no_file(chats: Chats) -> None:
    for person in (VIEWER, REPORTER, REVIEWER):
        chat = chats.of(person)
        for at, said in enumerate(WORDS, 1):
            answer = chat.says(said)
            assert not any(shown in answer for shown in ("操作记录", "运行正常", "共6人", "通知内容")), said
            assert chat.last[0].document is None, said
            assert len(denials(chat)) == at, said
        chat.says("关闭展示页面")
        assert denials(chat)[0] == "switch_page"


def test_what_the_programme_does_not_hold_is_given_as_no_sheet_of_figures(chats: Chats) -> None:
    chat = chats.of(ADMIN)
    for said in ("导出火星数据", "下载考勤表", "导出用户", "export people list"):
        chat.says(said)
        assert chat.last[0].document is None, said

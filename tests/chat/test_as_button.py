"""What was shown to be confirmed is done or left in words, as by its button."""

from __future__ import annotations

from datetime import date

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING
from tests.chat.test_review import looks_at, reports, status
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import overrides, people
from zc_bot.storage.people import Candidate


@pytest.fixture
def admin(chats: Chats) -> Chat:
    chats.now = MORNING
    return chats.of(14)


@pytest.mark.parametrize(
    "said", ["算了", "不改", "先别改", "不改期了", "先不改了。", "取消", "那算了吧", "never mind", "leave it"]
)
def test_a_deadline_that_was_shown_stays_and_its_button_is_used_up(chats: Chats, admin: Chat, said: str) -> None:
    admin.says("/deadline 2019 2020-02-10")
    sure = admin.buttons["确认改期"]
    assert "没有改动" in admin.says(said)
    admin.taps_data(sure)
    assert "已经处理过" in admin.toast
    assert chats.store.read(overrides.deadlines) == {}


@pytest.mark.parametrize(
    ("order", "said", "left"),
    [("谁没报就催谁", "算了", "没有催"), ("催一下崇川", "先不催了", "没有催"), ("催一下崇川", "先别催", "没有催"),
     ("/broadcast 开会", "算了", "没有改动")],
)
def test_so_are_nudges_and_a_message_to_all(admin: Chat, order: str, said: str, left: str) -> None:
    admin.says(order)
    assert left in admin.says(said)


def test_where_nothing_is_shown_or_it_was_done_the_words_are_what_they_were(admin: Chat) -> None:
    assert "没有改动" not in admin.says("算了")
    admin.says("/deadline 2019 2020-02-10")
    assert "2月10日" in admin.taps("确认改期")
    assert "没有改动" not in admin.says("不改了")


@pytest.mark.parametrize("said", ["确认改期", "“确认改期”", "确认", "好的", "可以", "Change it"])
def test_a_deadline_that_was_shown_is_moved_in_words_once(chats: Chats, admin: Chat, said: str) -> None:
    admin.says("/deadline 2019 2020-02-10")
    sure = admin.buttons["确认改期"]
    assert "2月10日" in admin.says(said)
    assert set(chats.store.read(overrides.deadlines)) == {2019}
    admin.taps_data(sure)
    assert "已经处理过" in admin.toast
    assert "截止时间已改" not in admin.says(said)


@pytest.mark.parametrize(
    ("order", "said", "done"),
    [
        ("谁没报就催谁", "确认催", "已催 "), ("/record 补助 通创 50万元 2020-01-15 创业活动", "确认登记", "已登记"),
        ("2020年2月12日放假", "照此记下", "已记下2020年放假安排"),
    ],
)
def test_so_is_whatever_else_waits_for_its_button(admin: Chat, order: str, said: str, done: str) -> None:
    admin.says(order)
    assert done in admin.says(said)


def test_what_names_nothing_does_only_what_was_shown_last(chats: Chats, admin: Chat) -> None:
    admin.says("/deadline 2019 2020-02-10")
    admin.waits(minutes=1)
    admin.says("/people")
    assert "Telegram编号" not in admin.says("确认"), "nor any other button of the last message"
    assert chats.store.read(overrides.deadlines) == {}
    assert "2月10日" in admin.says("确认改期"), "its own words do"
    admin.says("/deadline 2019 2020-02-12")
    admin.waits(hours=1)
    admin.says("确认改期")
    assert chats.store.read(overrides.deadlines)[2019] == date(2020, 2, 10), "it was shown too long ago"


def test_of_two_that_wait_the_later_is_left(chats: Chats, admin: Chat) -> None:
    admin.says("/deadline 2019 2020-02-10")
    admin.waits(minutes=1)
    admin.says("催一下崇川")
    assert "没有催" in admin.says("算了")
    assert "没有改动" in admin.says("算了")


def test_words_of_somebody_else_that_are_forwarded_confirm_nothing(chats: Chats, admin: Chat) -> None:
    admin.says("/deadline 2019 2020-02-10")
    admin.sends("text", text="确认改期", author="陈静")
    assert chats.store.read(overrides.deadlines) == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_return_is_confirmed_in_words_though_its_reason_may_be_typed_anew(chats: Chats) -> None:
    reports(chats.of(11))
    reviewer = chats.of(13)
    looks_at(reviewer, "高新产值")
    reviewer.taps("退回")
    assert "确认后通知王芳" in reviewer.says("口径不对，请剔除园区外企业")
    assert "已退回" in reviewer.says("确认退回")
    assert status(reviewer) == "returned"


def test_a_button_that_one_may_no_more_use_is_none(chats: Chats, admin: Chat) -> None:
    admin.says("/deadline 2019 2020-02-10")
    now_viewing, other = Candidate(14, "赵磊", "viewer"), Candidate(24, "何敏", "admin")
    programme = admin.conversation.rules.programme
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [other, now_viewing], admin.now))
    admin.says("确认改期")
    assert chats.store.read(overrides.deadlines) == {}

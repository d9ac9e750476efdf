"""What was shown to be confirmed is left in words, as by its button."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING
from zc_bot.storage import overrides


@pytest.fixture
def admin(chats: Chats) -> Chat:
    chats.now = MORNING
    return chats.of(14)


@pytest.mark.parametrize("said", ["算了", "不改了", "先不改了。", "取消", "那算了吧", "never mind"])
def test_a_deadline_that_was_shown_stays_and_its_button_is_used_up(chats: Chats, admin: Chat, said: str) -> None:
    admin.says("/deadline 2019 2020-02-10")
    sure = admin.buttons["确认改期"]
    assert "没有改动" in admin.says(said)
    admin.taps_data(sure)
    assert "已经处理过" in admin.toast
    assert chats.store.read(overrides.deadlines) == {}


@pytest.mark.parametrize(
    ("order", "said", "left"),
    [("谁没报就催谁", "算了", "没有催"), ("催一下崇川", "先不催了", "没有催"),
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

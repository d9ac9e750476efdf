"""What was not understood is kept for the admins, without who typed it, and only for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.chat.conftest import Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import housekeeping, unanswered

ADMIN, VIEWER = 14, 12
PUZZLE = "通创的蝴蝶指数多高呀"


@pytest.fixture
def puzzled(chats: Chats) -> Chats:
    chats.of(VIEWER).says(PUZZLE)
    return chats


def test_what_was_not_understood_is_kept_without_its_sender(puzzled: Chats) -> None:
    (row,) = puzzled.store.read(lambda s: s.execute(text("SELECT * FROM unanswered")).mappings().all())
    assert row["text"] == PUZZLE
    assert set(row) == {"id", "text", "intent", "rule", "at"}


@pytest.mark.parametrize("said", ["谢谢", "你好", "通创2019年高新占比", "讲个笑话"])
def test_what_was_answered_and_chatter_are_not(chats: Chats, said: str) -> None:
    chats.of(VIEWER).says(said)
    assert not chats.store.read(lambda s: unanswered.listed(s, OPERATOR))


def test_the_admin_sees_how_many_and_which(puzzled: Chats) -> None:
    admin = puzzled.of(ADMIN)
    health = admin.says("/health")
    assert "没看懂：1句" in health
    assert PUZZLE in admin.taps("看没看懂的话")


def test_nothing_is_said_where_all_was_understood(chats: Chats) -> None:
    assert "没看懂" not in chats.of(ADMIN).says("/health")


def test_the_same_text_is_listed_once_with_the_newest_first(puzzled: Chats) -> None:
    for said in (PUZZLE, "江海的风水指数怎么样", PUZZLE):
        puzzled.now += timedelta(minutes=1)
        puzzled.of(VIEWER).says(said)
    listed = puzzled.store.read(lambda s: unanswered.listed(s, OPERATOR))
    assert [one.text for one in listed] == [PUZZLE, "江海的风水指数怎么样"]


def test_after_ninety_days_it_is_gone(puzzled: Chats) -> None:
    for days, left in ((89, 1), (91, 0)):
        puzzled.store.write(lambda s, days=days: housekeeping.tidy(s, puzzled.now + timedelta(days=days)))  # type: ignore[misc]
        assert len(puzzled.store.read(lambda s: unanswered.listed(s, OPERATOR))) == left

"""A reviewer approves in words: what was shown, and nothing that was not."""

from __future__ import annotations

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_review import looks_at, reports, status

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    """王芳, whose two figures of 通创社区 2019 wait."""
    chat = chats.of(11)
    reports(chat)
    return chat


@pytest.fixture
def reviewer(chats: Chats, reporter: Chat) -> Chat:
    return chats.of(13)


def test_what_was_not_shown_is_shown_before_it_is_approved(reporter: Chat, reviewer: Chat) -> None:
    said = reviewer.says("全部通过")
    assert "2项待审核" in said
    assert "看过再点" in said
    assert status(reporter) == "submitted"
    assert "已通过2项" in reviewer.says("都通过吧") or "已通过2项" in reviewer.taps("仍全部通过")
    assert status(reporter) == "approved"


@pytest.mark.parametrize("text", ["通过了吗", "哪些社区全部通过", "R4没通过", "先不通过", "全部" * 25 + "通过"])
def test_what_asks_or_denies_approves_nothing(reporter: Chat, reviewer: Chat, text: str) -> None:
    reviewer.says("/review")
    reviewer.says("全部通过")
    reviewer.says(text)
    assert status(reporter) == "submitted"


def test_all_is_more_than_the_one_figure_that_was_looked_at(reporter: Chat, reviewer: Chat) -> None:
    looks_at(reviewer, "高新产值")
    said = reviewer.says("全部通过")
    assert "2项待审核" in said
    assert (status(reporter), status(reporter, "total_output")) == ("submitted", "submitted")
    looks_at(reviewer, "总产值")
    assert "已通过1项" in reviewer.taps("通过")
    looks_at(reviewer, "高新产值")
    assert "已通过1项" in reviewer.says("通过吧"), "it is all that waits"
    assert status(reporter) == "approved"


def test_another_place_is_not_approved_by_the_card_of_this_one(reporter: Chat, reviewer: Chat) -> None:
    reviewer.says("全部通过")
    reviewer.says("通过观音山的")
    assert status(reporter) == "submitted"
    reviewer.says("通过通创的")
    if any("仍全部通过" in label for label in reviewer.buttons):
        reviewer.taps("仍全部通过")
    assert status(reporter) == "approved"


def test_nothing_waits_so_that_the_words_are_a_question(chats: Chats) -> None:
    assert "通过" not in chats.of(13).says("全部通过").split("\n")[0]

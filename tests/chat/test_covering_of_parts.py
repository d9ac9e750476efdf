"""A colleague reports instead: what is shared only in part, what ended meanwhile, and what is said of either."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING, end_older_years, tick
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import overrides, people, stand_ins
from zc_bot.storage.candidates import Candidate

OVER = datetime(2020, 1, 20, 10, 30, tzinfo=UTC)
"""Half an hour after what was asked on the 17th has ended; no tick has come since."""
MORNING_AFTER = datetime(2020, 1, 21, 2, 0, tzinfo=UTC)


@pytest.fixture
def three(chats: Chats) -> tuple[Chat, Chat, Chat]:
    """卫平, 吴昊 and 冯洁, each two of whom share one community."""
    chats.now = MORNING
    end_older_years(chats)
    programme = chats.conversation.rules.programme
    shares = ((21, "卫平", ("haian", "rudong")), (22, "吴昊", ("haian", "rugao")), (23, "冯洁", ("rugao", "rudong")))
    candidates = [Candidate(number, name, "reporter", own) for number, name, own in shares]
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, candidates, MORNING))
    for number, _, _ in shares:
        chats.of(number).says("/start")
    return chats.of(21), chats.of(22), chats.of(23)


def asks(asker: Chat, name: str) -> str:
    asker.says(f"请{name}代填")
    return asker.taps(f"请{name}代填")


def test_people_may_stand_in_round_a_circle_for_different_communities(three: tuple[Chat, Chat, Chat]) -> None:
    first, second, third = three
    for asker, colleague, name in ((first, second, "吴昊"), (second, third, "冯洁")):
        assert f"已问{name}" in asks(asker, name)
        colleague.receives()
        assert "好，请您来填" in colleague.taps("好，我来填")
    assert "已问卫平" in asks(third, "卫平"), "of 如东 nobody reports instead of anybody"


def test_without_an_answer_all_of_ones_own_is_missing_and_after_a_yes_what_was_shared(
    chats: Chats, three: tuple[Chat, Chat, Chat]
) -> None:
    first, second, _ = three
    asks(first, "吴昊")
    second.receives()
    asks(second, "卫平")
    first.receives()
    assert "好，请您来填" in first.taps("好，我来填")
    tick(chats, MORNING_AFTER)
    first.now = second.now = MORNING_AFTER
    assert any("吴昊两个工作日没有回音，2019年数据还差 44 项" in text for text in first.receives())
    assert any("卫平代填的2019年数据还差 22 项" in text for text in second.receives())


def test_nothing_is_told_of_one_whose_time_is_over(three: tuple[Chat, Chat, Chat]) -> None:
    first, _, _ = three
    asks(first, "吴昊")
    assert "还没说好" in first.says("吴昊答应代填了吗")
    first.now = OVER - timedelta(hours=1)
    assert "还没说好" in first.says("吴昊答应代填了吗")
    first.now = OVER
    assert "现在没有请人代填" in first.says("吴昊答应代填了吗")


def test_nobody_is_asked_of_a_year_that_ended_meanwhile(chats: Chats, three: tuple[Chat, Chat, Chat]) -> None:
    first, second, _ = three
    first.says("请吴昊代填")
    chats.store.write(lambda s: overrides.end(s, OPERATOR, 2019, chats.now))
    first.taps("请吴昊代填")
    assert chats.store.read(stand_ins.open_ones) == ()
    assert not any("代填" in text for text in second.receives())


def test_last_calls_are_told_of_only_where_they_fall_into_it(three: tuple[Chat, Chat, Chat]) -> None:
    """The next comes on 23 January, and it ends on the 20th."""
    first, second, _ = three
    asks(first, "吴昊")
    second.receives()
    second.taps("好，我来填")
    (told,) = [text for text in first.receives() if "答应代填" in text]
    assert "截止前最后的提醒" not in told


def test_what_another_colleague_has_already_is_not_said_to_stay(three: tuple[Chat, Chat, Chat]) -> None:
    first, second, _ = three
    assert "仍由您填" in asks(first, "吴昊")
    second.receives()
    second.taps("好，我来填")
    assert "仍由您填" not in asks(first, "冯洁"), "吴昊 has 海安, 冯洁 is asked for 如东"


def test_for_two_weeks_after_its_end_an_answer_is_taken_to_be_about_it(
    chats: Chats, three: tuple[Chat, Chat, Chat]
) -> None:
    first, second, _ = three
    asks(first, "吴昊")
    second.receives()
    tick(chats, MORNING_AFTER)
    for days, is_told in ((13, True), (15, False)):
        second.now = OVER + timedelta(days=days)
        assert ("的事已经结束" in second.says("我来填")) is is_told, days

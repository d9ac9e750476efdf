"""A follow-up of a question that named no year goes by the year that its answer showed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures
from zc_bot.storage.observations import Entry


@pytest.fixture
def chat(chats: Chats) -> Chat:
    programme = chats.conversation.rules.programme
    entries = [Entry("tongchuang", "employees", year, Decimal(5000 + year - 2016)) for year in (2017, 2018)]

    def put(session: object) -> None:
        figures.record(
            session, OPERATOR, programme, entries, operation="put", way="import", now=chats.now, approve=True
        )  # type: ignore[arg-type]

    chats.store.write(put)
    return chats.of(12)


@pytest.mark.parametrize("first", ["通创从业人员", "通创从业人员走势"])
def test_the_year_before_is_the_one_before_the_newest_shown(chat: Chat, first: str) -> None:
    assert "5,002" in chat.says(first)
    said = chat.says("那前一年呢")
    assert "2017年" in said
    assert "5,001" in said
    assert "5,002" not in said
    assert "2016年" in chat.says("再往前一年呢")


def test_the_line_that_the_help_shows_is_understood(chats: Chats) -> None:
    reporter = chats.of(11)
    line = next(line for line in reporter.says("/help").splitlines() if "例如：" in line)
    card = reporter.says(line.partition("例如：")[2])
    assert "456,000" in card
    assert "712,000" in card
    assert any("确认" in label for label in reporter.buttons)


def test_a_city_named_is_the_city(chats: Chats) -> None:
    chat = chats.of(12)
    chat.says("海安2019年高新产值")
    assert "新材料" not in chat.says("南通市2019年高新占比")


def test_growth_says_the_amount_too(chat: Chat) -> None:
    said = chat.says("通创2018年从业人员比2017年增加了多少")
    assert said.startswith("+1人　通创社区2018年从业人员增减")
    assert "2017年 5,001人 → 2018年 5,002人" in said


def test_who_fails_is_offered_only_of_what_a_requirement_is_about(chats: Chats) -> None:
    viewer = chats.of(12)
    viewer.says("各社区2019年总产值排名")
    assert "哪些没达标" not in viewer.buttons
    viewer.says("各社区2019年高新产值占比排名")
    assert "哪些没达标" in viewer.buttons
    viewer.says("各社区2019年从业人员排名")
    assert "哪些没达标" in viewer.buttons, "its growth is required"


@pytest.mark.parametrize("asked", ["2019年哪些社区总产值没达标", "哪些社区总产值达标"])
def test_of_what_no_requirement_is_about_nobody_is_said_to_fail(chats: Chats, asked: str) -> None:
    said = chats.of(12).says(asked)
    assert "没有单独的数量要求" in said
    assert "0个" not in said

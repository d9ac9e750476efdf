"""Receipts that prove themselves: by their code, typed or forwarded, to whoever is admitted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.chat.conftest import PEOPLE, Chat, Chats
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.turn import Rules
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people, receipts, schema
from zc_bot.storage.store import Store

LINE = "通创 2019 高新产值 45.6亿 总产值 71.2亿"
CODE = re.compile("[0-9]{6}-[A-Z2-7]{8}")


@pytest.fixture
def sealed(tmp_path: Path, rules: Rules, now: datetime) -> Iterator[Chats]:
    """Chats on a store that has the keys of its audit."""
    store = Store(f"sqlite:///{tmp_path / 'zc.sqlite3'}", keys=("ab" * 32,))
    schema.ensure(store.engine)
    store.write(lambda session: people.admit(session, OPERATOR, rules.programme, PEOPLE, now))
    yield Chats(Conversation(rules), store, now)
    store.engine.dispose()


def receipt(chat: Chat, line: str = LINE) -> tuple[str, str]:
    """Report something; the receipt's text and its code."""
    chat.says(line)
    text = chat.taps("确认")
    (code,) = CODE.findall(text)
    return text, code


def test_a_typed_code_shows_what_was_recorded_and_that_it_stands(sealed: Chats) -> None:
    _, code = receipt(sealed.of(11))
    said = sealed.of(13).says(code.lower())
    assert "是本机器人的回执" in said
    assert "高新产值 456,000万元：未变（待审核）" in said
    assert "总产值 712,000万元：未变" in said


@pytest.mark.parametrize("text", ["000001-AAAAAAAA", "000099-ABCDEFGH"])
def test_a_code_that_is_not_ours_is_said_so(sealed: Chats, text: str) -> None:
    receipt(sealed.of(11))
    assert "不是本机器人出的" in sealed.of(13).says(text)


def test_a_serial_that_was_never_given_has_no_code(sealed: Chats) -> None:
    receipt(sealed.of(11))
    assert sealed.store.read(lambda s: [receipts.code_of(s, 1) != "", receipts.code_of(s, 2)]) == [True, ""]


def test_a_forwarded_receipt_that_was_changed_is_named_figure_by_figure(sealed: Chats) -> None:
    text, code = receipt(sealed.of(11))
    forged = text.replace("712,000万元", "812,000万元") + "\n· 孵化器：3个"
    assert code in forged
    said = sealed.of(13).says(forged)
    assert "总产值：发来的是 812,000万元，记录的是 712,000万元" in said
    assert "孵化器 3个：这份回执里没有这一项" in said
    assert "✗ 高新产值" not in said


def test_a_receipt_without_its_code_proves_nothing_and_is_no_report(sealed: Chats) -> None:
    text, code = receipt(sealed.of(11))
    for bare in (text.replace(code, ""), "Submitted, number 000001\nTongchuang 2019, 1 figure:\n· Employees: 5,300"):
        assert "没有核验码" in sealed.of(11).says(bare)
    assert "从业人员" not in sealed.of(11).says("/report")


def test_what_became_of_each_figure_is_told(sealed: Chats) -> None:
    chat, reviewer = sealed.of(11), sealed.of(13)
    _, code = receipt(chat)
    receipt(chat, "通创 2019 高新产值 46亿")
    reviewer.says("退回总产值：口径不对")
    reviewer.taps("确认退回")
    said = reviewer.says(code)
    assert "高新产值 456,000万元：已改为 高新产值 460,000万元（编号000002" in said
    assert "总产值 712,000万元：已退回" in said


def test_what_one_may_not_see_is_neither_confirmed_nor_denied(sealed: Chats) -> None:
    text, _ = receipt(sealed.of(11))
    said = sealed.of(12).says(text.replace("712,000", "812,000"))
    assert "总产值：不能核对" in said
    assert "712,000" not in said
    assert "✗" not in said


def test_without_keys_a_receipt_bears_no_code(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says(LINE)
    assert "核验码" not in chat.taps("确认")


def test_the_name_of_a_share_takes_back_the_figure_handed_in(chats: Chats) -> None:
    """It was said that nothing had been reported."""
    reporter = chats.of(11)
    reporter.says("通创 2019 高新产值45.6亿 总产值71.2亿")
    reporter.taps("确认")
    asked = reporter.says("高新报重了，撤掉")
    assert "撤回编号" in asked
    assert "高新产值" in asked

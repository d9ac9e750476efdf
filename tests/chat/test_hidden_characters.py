"""Characters that nobody sees, or that reorder what is seen, are kept and told nowhere, in whatever text."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from tests.cases import for_each
from tests.chat.conftest import Chat, Chats
from tests.chat.test_showing import tells
from zc_bot.chat import actions as do
from zc_bot.chat.features import FEATURES
from zc_bot.chat.ticking import tick
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.hidden import hidden_characters, visible, visible_line, visible_lines
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import figures, ledger, people
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Store

REPORTER, VIEWER, REVIEWER, ADMIN = 11, 12, 13, 14
HIDDEN = "\ufe0f\u180b\U000e0100\u202e\u202a\u2066\u200b\u200d\u200f\ufeff\u00ad\u2060\u2800\u3164\ue000\x07\x1b"
SAID = "统计口径有误请核实"


def hide(said: str, seed: int = 0) -> str:
    """Put every hidden character somewhere into a text, between its letters."""
    letters, chosen = list(said), random.Random(seed)
    for one in HIDDEN:
        letters.insert(chosen.randint(1, len(letters) - 1), one)
    return "".join(letters)


def reports(chats: Chats) -> None:
    reporter = chats.of(REPORTER)
    reporter.says("通创 2019 从业人员 3200人")
    reporter.taps("确认")


def looks(chats: Chats) -> Chat:
    reports(chats)
    reviewer = chats.of(REVIEWER)
    reviewer.says("/review")
    reviewer.taps("通创社区")
    reviewer.taps("一项一项看")
    reviewer.taps("从业人员")
    return reviewer


def sent_back(chats: Chats, said: str) -> None:
    reviewer = looks(chats)
    reviewer.taps("退回")
    reviewer.says(said)
    reviewer.taps("确认退回")


def several_sent_back(chats: Chats, said: str) -> None:
    reports(chats)
    reviewer = chats.of(REVIEWER)
    reviewer.says("退回通创2019年从业人员")
    reviewer.says(said)
    reviewer.taps("确认退回")


def sent_back_in_a_line(chats: Chats, said: str) -> None:
    reports(chats)
    reviewer = chats.of(REVIEWER)
    reviewer.says(f"退回通创2019年从业人员：{said}")
    reviewer.taps("确认退回")


def remarked(chats: Chats, said: str) -> None:
    reviewer = looks(chats)
    reviewer.taps("留言")
    reviewer.says(said)


def declined(chats: Chats, said: str) -> None:
    viewer, reporter = chats.of(VIEWER), chats.of(REPORTER)
    viewer.says("通创2019年从业人员")
    viewer.taps("请王芳填报")
    chats.store.write(lambda s: tick(s, chats.conversation.rules, datetime(2020, 1, 14, 2, 0, tzinfo=UTC)))
    reporter.receives()
    reporter.taps("暂时报不了")
    reporter.says(said)
    assert "已告诉1位" in reporter.taps("告诉他们")


def explained(chats: Chats, said: str) -> None:
    programme = chats.conversation.rules.programme
    before = [Entry("tongchuang", "employees", 2018, Decimal(600))]
    chats.store.write(
        lambda s: figures.record(
            s, OPERATOR, programme, before, operation="x", way="import", now=chats.now, approve=True
        )
    )
    reporter = chats.of(REPORTER)
    reporter.says("通创 2019 从业人员 3200人")
    assert "原因" in reporter.says(said)
    reporter.taps("确认")


def noted(chats: Chats, said: str) -> None:
    reviewer = chats.of(REVIEWER)
    reviewer.says(f"/record 事项 通创 {said} 2020-03-01前")
    reviewer.taps("确认登记")


def noted_as_a_meeting(chats: Chats, said: str) -> None:
    reviewer = chats.of(REVIEWER)
    reviewer.says(f"/record 会议 2020-01-10 {said}\n1. 通创{said} 2020-03-01前")
    reviewer.taps("确认登记")


def broadcast(chats: Chats, said: str) -> None:
    admin = chats.of(ADMIN)
    admin.says(f"/broadcast {said}")
    admin.says("发送")


def broadcast_when_asked(chats: Chats, said: str) -> None:
    admin = chats.of(ADMIN)
    admin.says("/broadcast")
    admin.says(said)
    admin.says("发出")


def reminded(chats: Chats, said: str) -> None:
    chats.of(REPORTER).says(f"/remind 明天上午 {said}")


def told_to_be_shown(chats: Chats, said: str) -> None:
    assert "已提交" in tells(chats.of(REPORTER), said)


def kept_from_being_shown(chats: Chats, said: str) -> None:
    tells(chats.of(REPORTER))
    reviewer = chats.of(REVIEWER)
    reviewer.says("/review")
    reviewer.taps("审核进度和故事（1条）")
    reviewer.taps("通创")
    reviewer.taps("退回")
    assert "已退回" in reviewer.says(said)


DOORS: dict[Callable[[Chats, str], None], type[do.Action] | None] = {
    sent_back: do.AwaitReason, several_sent_back: do.AwaitReasonFor, sent_back_in_a_line: None,
    remarked: do.AwaitRemark, declined: do.AwaitRefusal, explained: None, noted: None, noted_as_a_meeting: None,
    broadcast: None, broadcast_when_asked: do.AwaitMessage, reminded: None, told_to_be_shown: do.AwaitShowing,
    kept_from_being_shown: do.AwaitShowingReason,
}
"""Where somebody's own words are kept or told, with the prompt that takes them; None: no prompt does."""
READ = {do.AwaitUntil, do.AwaitDeadline, do.AwaitDaysOff, do.AwaitEnd, do.AwaitSend, do.AwaitErase, do.AwaitProof}
"""Prompts that read a day or a word, and keep no words."""


def kept(store: Store) -> Iterator[str]:
    """Give every text that the database holds."""
    for table in store.read(lambda s: s.connection.dialect.get_table_names(s.connection)):
        for row in store.read(lambda s, t=table: s.execute(text(f'SELECT * FROM "{t}"')).all()):
            yield from (value for value in row if isinstance(value, str))


def faults(said: str) -> tuple[str, ...]:
    """Name what is hidden in a text, also as JSON writes it."""
    unwritten = said
    for one in HIDDEN:
        unwritten = unwritten.replace(f"\\u{ord(one):04x}", one)
    return hidden_characters(unwritten.replace("\n", "").replace("\t", ""))


def test_every_prompt_is_tried_or_keeps_no_words() -> None:
    prompts = {prompt for feature in FEATURES for prompt in feature.prompts}
    assert prompts == {one for one in DOORS.values() if one is not None} | READ


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("door", DOORS, ids=lambda one: one.__name__)
def test_nothing_hidden_is_kept_or_told(chats: Chats, door: Callable[[Chats, str], None], seed: int) -> None:
    door(chats, hide(SAID, seed))
    texts = list(kept(chats.store))
    assert [one for one in texts if faults(one)] == []
    assert any(SAID in one or SAID.encode("unicode_escape").decode() in one for one in texts), "the words are"
    for person in (REPORTER, VIEWER, REVIEWER, ADMIN):
        assert [one for one in chats.of(person).receives() if faults(one)] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_whatever_way_they_come_the_store_takes_them_out(chats: Chats) -> None:
    programme, said = chats.conversation.rules.programme, hide(SAID)
    entry = Entry("tongchuang", "employees", 2019, Decimal(7), typed=said, reason=said, note=said)
    one = Noted("plan", said, authority="chongchuan")
    who = chats.store.read(lambda s: people.find(s, REPORTER))
    assert who is not None
    chats.store.write(
        lambda s: figures.record(s, who, programme, [entry], operation="y", way="sheet", now=chats.now)
    )
    chats.store.write(lambda s: ledger.note(s, OPERATOR, programme, one, chats.now))
    assert [value for value in kept(chats.store) if faults(value)] == []
    assert sum(SAID in value for value in kept(chats.store)) == 4


@for_each("seed", range(50))
def test_what_is_seen_stays(seed: int) -> None:
    said = hide(SAID, seed)
    assert visible(said) == SAID
    assert visible_line(said) == SAID
    assert visible_lines(f"{said}\u2028{said}") == f"{SAID}\n{SAID}"
    assert visible_lines(f"a\tb\n{said}").startswith("a b\n")


@pytest.mark.parametrize("hidden", "\u00ad\u1160\u200b\u200d\u200e\u2066\u2800\u3164\ufeff")
def test_a_command_is_what_is_seen_of_it(chats: Chats, hidden: str) -> None:
    chat = chats.of(REPORTER)
    assert chat.says(f"/missing{hidden}") == chat.says("/missing")
    assert not hidden_characters(chat.says(f"/unk{hidden}nown").replace("\n", ""))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("person", [REPORTER, REVIEWER, ADMIN])
def test_what_was_typed_is_said_again_without_what_nobody_sees(chats: Chats, person: int) -> None:
    chat = chats.of(person)
    for said in ("xyz", "通创某某指标2019年", "2019年13月"):
        asked = [f"/{feature.command} {hide(said)}" for feature in FEATURES if feature.command]
        for one in (*asked, f"/{hide(said)}", hide(said), f"通创 2019 从业人员 {hide(said)}"):
            answer = chat.says(one)
            labels = " ".join(chat.buttons)
            assert not hidden_characters((answer + labels + chat.toast).replace("\n", "")), (one, answer)
            chat.says("/cancel")

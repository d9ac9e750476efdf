"""Whoever changes role or district, or leaves, takes nothing along: no draft, question, context or button."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.chat.conftest import UPDATES, Chat, Chats
from zc_bot.chat import work
from zc_bot.chat.incoming import Incoming
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import (
    attachments,
    dialogues,
    figures,
    inbox,
    outbox,
    people,
    review,
    submissions,
    undelivered,
)
from zc_bot.storage.attachments import File
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.session import Session
from zc_bot.storage.tables import Attachment
from zc_bot.submission.draft import Draft, to_json

AS_MOVED = Candidate(11, "王芳", "reporter", ("haimen",))
AS_VIEWER = Candidate(11, "王芳", "viewer")
ENDS = pytest.mark.parametrize("becomes", [AS_MOVED, AS_VIEWER, None], ids=["moved", "viewer", "removed and back"])


def become(chat: Chat, one: Candidate | None) -> None:
    """Change a person; None: removed, and let in again as another district's reporter."""

    def unit(session: Session) -> None:
        if one is None:
            people.remove(session, OPERATOR, chat.person, chat.now)
        people.admit(session, OPERATOR, chat.conversation.rules.programme, [one or AS_MOVED], chat.now)

    chat.store.write(unit)


def reported_by_another(chats: Chats) -> None:
    """Have somebody else enter a figure that waits for review."""
    reviewer = chats.of(13)
    reviewer.says("/report 通创 2019 规划面积 3.77")
    reviewer.taps("确认提交")


@ENDS
def test_the_draft_and_its_buttons_end(chats: Chats, becomes: Candidate | None) -> None:
    chat = chats.of(11)
    chat.says("/report 通创 2019")
    old = dict(chat.buttons)
    become(chat, becomes)
    reported_by_another(chats)
    for text in ("规划面积", "接着填", "/report"):
        assert "3.77" not in chat.says(text)
        assert "通创社区 · 2019" not in chat.says(text)
    for data in old.values():
        assert chat.taps_data(data) == ""
        assert chat.toast


@pytest.mark.parametrize("how", ["uncertain", "retry", "dead"])
def test_no_letter_on_its_way_is_sent_once_more(chats: Chats, how: outbox.State) -> None:
    """It was claimed when its reader left, or is in doubt, or was given up: it holds a figure that waits."""
    reported_by_another(chats)
    number = next(UPDATES)
    asked = Incoming(number, "text", 13, 13, text="通创2019年规划面积")
    wait = timedelta(0) if how == "retry" else None

    def asks(session: Session) -> outbox.Claimed:
        inbox.put_away(session, [Arrival(number, "{}", 13, 13)], chats.now)
        return work.perform(session, chats.conversation, asked, chats.now).letters[0]

    letter = chats.store.write(asks)
    assert "3.77" in str(letter.payload)
    fails = outbox.Settlement(letter.id, how, wait=wait, doubtful=True, error="timeout")
    if how == "retry":
        chats.store.write(lambda s: people.remove(s, OPERATOR, 13, chats.now))
    chats.store.write(lambda s: outbox.settle(s, [fails], chats.now))
    if how != "retry":
        chats.store.write(lambda s: people.remove(s, OPERATOR, 13, chats.now))
    assert not chats.store.write(lambda s: undelivered.send_again(s, OPERATOR, letter.id, letter.attempts, chats.now))
    assert not [text for text in chats.of(13).receives() if "3.77" in text]


@pytest.mark.parametrize("stops", ["dies", "fails"])
def test_a_letter_taken_back_under_way_is_done_whatever_becomes_of_it(chats: Chats, stops: str) -> None:
    def under_way(session: Session) -> int:
        outbox.post(session, [outbox.Letter(13, 13, "reply", {"text": "3.77"}, "a")], chats.now)
        (claimed,) = outbox.claim(session, chats.now, 1)
        outbox.drop_for(session, 13, chats.now)
        if stops == "dies":
            outbox.recover(session, chats.now)
        else:
            outbox.settle(session, [outbox.Settlement(claimed.id, "retry", wait=timedelta(0))], chats.now)
        return len(outbox.claim(session, chats.now, 1))

    assert chats.store.write(under_way) == 0
    assert chats.store.read(outbox.counts) == {"cancelled": 1}


def test_a_draft_about_another_district_is_never_gone_on_with(chats: Chats) -> None:
    """However it came to be there."""
    chat = chats.of(11)
    reported_by_another(chats)
    become(chat, AS_MOVED)
    strange = Draft(version=3, step="menu", community="tongchuang", year=2019)
    chat.store.write(lambda s: dialogues.save_draft(s, 11, strange.version, to_json(strange), chat.now))
    for text in ("规划面积", "/report"):
        assert "3.77" not in chat.says(text)
    assert chat.store.read(lambda s: dialogues.load_draft(s, 11)) is None or "通创" not in chat.says("/report")


@ENDS
def test_figures_of_before_can_not_be_taken_back(chats: Chats, becomes: Candidate | None) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿 总产值 71.2亿")
    chat.taps("确认提交")
    chat.says("/mine")
    asked = chat.taps("撤回")
    assert "撤回" in asked
    confirm = dict(chat.buttons)
    become(chat, becomes)
    for data in confirm.values():
        chat.taps_data(data)
    assert "撤回" not in "".join(chat.buttons) or "000001" not in chat.says("/mine")
    assert standing(chat) == {"hitech_output", "total_output"}


def test_the_store_refuses_to_take_back_outside_role_and_district(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    chat.taps("确认提交")
    programme = chat.conversation.rules.programme
    for who in (Principal(11, "王芳", "viewer"), Principal(11, "王芳", "reporter", ("haimen",))):
        assert chat.store.write(lambda s, w=who: review.withdraw(s, w, programme, 1, chat.now)) == ()  # type: ignore[misc]
        assert chat.store.read(lambda s, w=who: submissions.mine(s, w, programme, 5)) == ()  # type: ignore[misc]
        assert chat.store.read(lambda s, w=who: attachments.goes_with(s, w, programme, 1, chat.now)) is None  # type: ignore[misc]
    assert standing(chat) == {"hitech_output"}


@ENDS
def test_no_file_goes_to_a_report_of_before(chats: Chats, becomes: Candidate | None) -> None:
    chat = chats.of(11)
    chat.says("通创 2019 高新产值 45.6亿")
    chat.taps("确认提交")
    become(chat, becomes)
    chat.sends("photo", text="编号000001", file="x", attached=File("photo.jpg", "0" * 64, 3))
    assert chat.store.read(lambda s: s.execute(select(Attachment)).all()) == []


@ENDS
def test_what_was_asked_before_is_not_followed(chats: Chats, becomes: Candidate | None) -> None:
    chat = chats.of(11)
    chat.says("通创2019年高新产值")
    become(chat, becomes)
    assert "高新产值" not in chat.says("总产值呢") or "通创" not in chat.says("总产值呢")


def test_a_reviewers_open_question_ends_with_the_role(chats: Chats) -> None:
    reporter, reviewer = chats.of(11), chats.of(13)
    reporter.says("通创 2019 高新产值 45.6亿")
    reporter.taps("确认提交")
    reviewer.says("/review")
    for label in ("通创", "一项一项", "高新产值", "退回"):
        reviewer.taps(label)
    become(reviewer, Candidate(13, "刘洋", "viewer"))
    reviewer.says("口径不对，请核实")
    assert "退回" not in "".join(reviewer.buttons)
    assert standing(reporter) == {"hitech_output"}


def test_another_name_alone_ends_nothing(chats: Chats) -> None:
    chat = chats.of(11)
    chat.says("/report 通创 2019 高新产值 45.6亿")
    become(chat, Candidate(11, "王芳芳", "reporter", ("chongchuan",)))
    assert "45.6亿" in chat.says("/report")


def test_those_outside_a_district_are_told_of_its_approved_figures_only(chats: Chats, now: datetime) -> None:
    reported_by_another(chats)
    programme = chats.conversation.rules.programme
    outside = Principal(15, "张伟", "reporter", ("haian",))
    inside = Principal(11, "王芳", "reporter", ("chongchuan",))

    def seen(who: Principal) -> int:
        return chats.store.read(lambda s: len(figures.present(s, who, programme, ["tongchuang"], [2019])))

    assert (seen(outside), seen(inside), seen(Principal(13, "刘洋", "reviewer"))) == (0, 1, 1)


def standing(chat: Chat) -> set[str]:
    """Name what 通创 has reported for 2019."""
    programme = chat.conversation.rules.programme
    return set(chat.store.read(lambda s: figures.reported(s, programme, 2019)).get("tongchuang", ()))

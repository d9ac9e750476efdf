"""A question becomes a request, and the digest of each week: who asked is answered, nobody is asked twice a day."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.chat.conftest import Chat, Chats
from zc_bot.chat.ticking import tick
from zc_bot.errors import NotAllowed
from zc_bot.evaluation.ledger import Noted
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import audit, ledger, requests

VIEWER, REPORTER, REVIEWER, ADMIN, LEAD = 12, 11, 13, 14, 16
ASKED = "通创2019年从业人员"
MORNING = datetime(2020, 1, 14, 2, 0, tzinfo=UTC)


def ticks(chats: Chats, now: datetime = MORNING) -> None:
    chats.now = now
    chats.store.write(lambda session: tick(session, chats.conversation.rules, now))


def asks(chat: Chat) -> str:
    chat.says(ASKED)
    return chat.taps("请王芳填报")


def letters(chat: Chat, word: str) -> list[str]:
    return [one for one in chat.receives() if word in one]


def test_a_figure_that_is_not_there_is_asked_for_by_name_field_and_year(chats: Chats) -> None:
    viewer, reporter = chats.of(VIEWER), chats.of(REPORTER)
    assert "请王芳填报通创社区2019年从业人员" in asks(viewer)
    ticks(chats)
    (told,) = letters(reporter, "想知道")
    assert told.startswith("李敏想知道通创社区2019年从业人员")
    assert "填报" in reporter.buttons
    assert "从业人员" in reporter.taps("填报")


def test_the_asker_gets_the_answer_once_it_is_approved_and_not_before(chats: Chats) -> None:
    viewer, reporter, reviewer = chats.of(VIEWER), chats.of(REPORTER), chats.of(REVIEWER)
    asks(viewer)
    ticks(chats)
    reporter.says("通创 2019 从业人员 3200人")
    reporter.taps("确认")
    ticks(chats)
    assert letters(viewer, "您问过") == []
    reviewer.says("/review")
    reviewer.taps("通创")
    reviewer.taps("全部通过")
    ticks(chats)
    (answered,) = letters(viewer, "您问过")
    assert answered.startswith("3,200人")
    assert "王芳 2020-01-14 10:00 报，已审核（" in answered, "an answer says who reported it, and when"
    ticks(chats)
    assert letters(viewer, "您问过") == []


def test_all_who_join_are_answered_and_the_reporter_is_asked_once_a_day(chats: Chats) -> None:
    viewer, reporter = chats.of(VIEWER), chats.of(REPORTER)
    asks(viewer)
    ticks(chats)
    other = chats.of(15)
    asks(chats.of(LEAD))
    asks(other)
    assert "已经请过" in asks(other)
    ticks(chats)
    assert len(letters(reporter, "想知道")) == 1


def test_outside_the_sending_hours_nobody_is_asked(chats: Chats) -> None:
    asks(chats.of(VIEWER))
    reporter = chats.of(REPORTER)
    ticks(chats, datetime(2020, 1, 14, 14, 0, tzinfo=UTC))
    assert letters(reporter, "想知道") == []
    ticks(chats, datetime(2020, 1, 15, 2, 0, tzinfo=UTC))
    reporter.now = chats.now
    assert len(letters(reporter, "想知道")) == 1


def test_the_reporter_may_decline_with_a_reason(chats: Chats) -> None:
    viewer, reporter = chats.of(VIEWER), chats.of(REPORTER)
    asks(viewer)
    ticks(chats)
    letters(reporter, "想知道")
    assert "打字说明" in reporter.taps("暂时报不了")
    shown = reporter.says("统计局还没有核定")
    assert shown.startswith("这样告诉李敏？")
    assert letters(viewer, "暂时报不了") == [], "nothing is told before it is confirmed"
    assert "已告诉1位" in reporter.taps("告诉他们")
    (declined,) = letters(viewer, "暂时报不了")
    assert "王芳说明：统计局还没有核定" in declined


@pytest.mark.parametrize("said", ["为什么要写？", "好的", "算了"])
def test_what_is_no_reason_is_seen_before_anybody_is_told_it(chats: Chats, said: str) -> None:
    viewer, reporter = chats.of(VIEWER), chats.of(REPORTER)
    asks(viewer)
    ticks(chats)
    letters(reporter, "想知道")
    reporter.taps("暂时报不了")
    reporter.says(said)
    assert "没有发" in reporter.taps("先不说")
    assert letters(viewer, "暂时报不了") == []
    assert len(chats.store.read(requests.waiting)) == 1, "the figure is still asked for"


def test_that_a_figure_was_declined_is_in_the_audit_under_whoever_did(chats: Chats) -> None:
    asks(chats.of(VIEWER))
    ticks(chats)
    reporter, admin = chats.of(REPORTER), chats.of(ADMIN)
    letters(reporter, "想知道")
    reporter.taps("暂时报不了")
    before = chats.store.read(audit.head)[0]
    reporter.says("统计局还没有核定")
    reporter.taps("告诉他们")
    (line,) = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))
    assert (line.id, line.actor, line.subject) == (before + 1, REPORTER, "tongchuang")
    assert (line.action, line.detail["metric"], line.detail["year"]) == ("request.decline", "employees", 2019)
    assert "王芳　说明报不了：通创社区" in admin.says("/audit")
    admin.says("/language en")
    assert "declined a figure" in admin.says("/audit")


def test_the_store_lets_nobody_decline_anothers_figure(chats: Chats) -> None:
    asks(chats.of(VIEWER))
    programme = chats.conversation.rules.programme
    for who in (Principal(15, "张伟", "reporter", ("haian",)), Principal(VIEWER, "李敏", "viewer")):
        with pytest.raises(NotAllowed):
            chats.store.write(lambda s, who=who: requests.decline(  # type: ignore[misc]
                s, who, programme, ("tongchuang", "employees", 2019), chats.now))
    assert len(chats.store.read(requests.waiting)) == 1


def test_another_authoritys_reporter_can_not_decline(chats: Chats) -> None:
    asks(chats.of(VIEWER))
    ticks(chats)
    reporter, other = chats.of(REPORTER), chats.of(15)
    letters(reporter, "想知道")
    assert "打字说明" not in other.taps_data(reporter.buttons["暂时报不了"])


def test_a_request_lapses_with_the_years_end(chats: Chats) -> None:
    viewer = chats.of(VIEWER)
    asks(viewer)
    ticks(chats)
    ticks(chats, datetime(2021, 1, 5, 2, 0, tzinfo=UTC))
    viewer.now = chats.now
    assert len(letters(viewer, "这次请求结束了")) == 1


def test_what_waits_for_review_and_what_nobody_can_report_is_not_asked_for(chats: Chats) -> None:
    reporter, viewer = chats.of(REPORTER), chats.of(VIEWER)
    reporter.says("通创 2019 从业人员 3200人")
    reporter.taps("确认")
    viewer.says(ASKED)
    assert not [name for name in viewer.buttons if name.startswith("请")]
    viewer.says("能达2019年从业人员")
    assert not [name for name in viewer.buttons if name.startswith("请")], "nobody reports for it"
    reporter.says("观音山2019年从业人员")
    assert not [name for name in reporter.buttons if name.startswith("请")], "one does not ask oneself"


def test_the_digest_comes_once_on_monday_to_who_asked_for_it(chats: Chats) -> None:
    viewer, other = chats.of(VIEWER), chats.of(LEAD)
    viewer.says("/status")
    assert "每周一早上" in viewer.taps("每周一发我")
    monday = datetime(2020, 1, 20, 2, 0, tzinfo=UTC)
    ticks(chats, monday)
    viewer.now = other.now = chats.now
    (digest,) = letters(viewer, "上周情况")
    assert "2020-01-13至2020-01-19" in digest
    assert letters(other, "上周情况") == []
    ticks(chats, monday)
    assert letters(viewer, "上周情况") == []
    ticks(chats, datetime(2020, 2, 3, 2, 0, tzinfo=UTC))
    viewer.now = chats.now
    assert len(letters(viewer, "上周情况")) == 1
    assert "不再发" in viewer.taps("不要再发")
    ticks(chats, datetime(2020, 2, 10, 2, 0, tzinfo=UTC))
    viewer.now = chats.now
    assert letters(viewer, "上周情况") == []


def test_the_digest_is_begun_and_ended_in_words_too(chats: Chats) -> None:
    viewer = chats.of(VIEWER)
    assert "不再" not in viewer.says("不要再发了"), "nothing is sent that could end"
    for said in ("每周一发我", "每周一给我发一份变化", "订阅周报", "send it every Monday", "weekly digest please"):
        assert "要吗" in viewer.says(said), said
    assert "每周一早上" in viewer.taps("每周一发我")
    assert "已经在发" in viewer.says("每周一发我")
    for said in ("不要再发了", "不要每周一发我了", "取消周报", "unsubscribe"):
        assert "不再发了吗" in viewer.says(said), said
    viewer.taps("不要再发")
    assert chats.store.read(requests.subscribers) == ()
    assert "已设提醒" in viewer.says("每周一上午十点提醒我发周报"), "a reminder of one's own is none"


@pytest.mark.parametrize(("day", "word"), [(date(2020, 1, 16), "快到期"), (date(2020, 1, 10), "已逾期")])
def test_whoever_is_to_see_to_a_decision_is_told_when_it_falls_due(chats: Chats, day: date, word: str) -> None:
    programme = chats.conversation.rules.programme
    noted = Noted("decision", "补齐数据", "chongchuan", due=day)
    chats.store.write(lambda session: ledger.note(session, OPERATOR, programme, noted, chats.now))
    ticks(chats)
    ticks(chats)
    reporter, viewer = chats.of(REPORTER), chats.of(VIEWER)
    assert len(letters(reporter, word)) == 1
    assert letters(viewer, word) == []


@pytest.mark.parametrize("said", ["不要每周一发了", "每周一不用发了", "别每周一发了"])
def test_the_digest_is_ended_whichever_way_it_is_put(chats: Chats, said: str) -> None:
    viewer = chats.of(12)
    viewer.says("每周一发我")
    viewer.taps("每周一发我")
    viewer.says(said)
    assert any("不" in label or "停" in label for label in viewer.buttons), viewer.buttons

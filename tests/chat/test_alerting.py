"""What the admins are told of the bot's own troubles, and that one bad row or part keeps nothing from the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from tests.chat.conftest import Chat, Chats
from tests.chat.test_reminding import MORNING
from zc_bot.chat import ticking
from zc_bot.chat.ticking import Ticked
from zc_bot.chat.turn import Vitals
from zc_bot.policy.roles import OPERATOR
from zc_bot.reminders.moments import Moment
from zc_bot.storage import audit, dialogues, inbox, meta, outbox, overrides, own_reminders, people
from zc_bot.storage.inbox import Arrival
from zc_bot.storage.outbox import Letter, Settlement
from zc_bot.storage.session import Session
from zc_bot.troubles import Part, Seen, Trouble, Troubles

REPORTER, ADMIN = 11, 14


def tick(chats: Chats, at: datetime = MORNING, seen: Seen = ticking.NOTHING) -> Ticked:
    return chats.store.write(lambda s: ticking.tick(s, chats.conversation.rules, at, seen=seen))


def sql(chats: Chats, statement: str) -> None:
    chats.store.write(lambda s: s.execute(text(statement)))


def heard(chat: Chat, *parts: str) -> int:
    """Count the messages that hold all parts."""
    return sum(all(part in said for part in parts) for said in chat.receives())


def keeps_any_moment(chats: Chats) -> None:
    """Skip the rest on PostgreSQL, which takes nothing for a moment that is none."""
    if not chats.store.is_sqlite:
        pytest.skip("PostgreSQL takes no such moment")


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    chats.now = MORNING
    return chats.of(REPORTER)


@pytest.fixture
def admin(chats: Chats, reporter: Chat) -> Chat:
    """赵磊, for whom nothing waits any more."""
    tick(chats)
    found = chats.of(ADMIN)
    found.receives()
    reporter.receives()
    return found


def left_in_doubt(chats: Chats, *texts: str) -> None:
    """Have messages to 王芳 be of unknown fate."""
    letters = [Letter(REPORTER, REPORTER, "reminder", {"text": said}, f"x:{said}") for said in texts]

    def unit(session: object) -> None:
        outbox.post(session, letters, MORNING)  # type: ignore[arg-type]
        session.execute(text("UPDATE outbox SET state = 'uncertain' WHERE key LIKE 'x:%'"))  # type: ignore[attr-defined]

    chats.store.write(unit)


class TestInDoubt:
    def test_admins_are_told_once_with_one_button_that_sends_all_again_once(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        chats.store.write(lambda s: s.execute(text("UPDATE outbox SET key = 'remind:x' WHERE key = 'x:b'")))
        left_in_doubt(chats, "a", "b")
        tick(chats)
        tick(chats, MORNING + timedelta(minutes=1))
        (told,) = [said for said in admin.receives() if "不知是否送到" in said]
        assert "有2条" in told
        assert told.count("王芳") == 2
        admin.taps("再发一次")
        assert admin.toast == "已再发2条"
        assert sorted(reporter.receives()) == ["a", "b"]
        admin.taps("再发一次")
        assert "没有再发" in admin.toast
        assert reporter.receives() == []
        acts = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=2))
        assert [(one.actor, one.action) for one in acts] == [(ADMIN, "letter.again")] * 2

    def test_what_can_not_be_delivered_is_told_once_and_can_be_sent_again(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        left_in_doubt(chats, "a", "b")
        sql(chats, "UPDATE outbox SET state = 'dead' WHERE key LIKE 'x:%'")
        sql(chats, "UPDATE outbox SET kind = 'reply' WHERE key = 'x:b'")
        tick(chats)
        tick(chats, MORNING + timedelta(minutes=1))
        (told,) = [said for said in admin.receives() if "送不到" in said]
        assert "有1条消息送不到" in told, "an answer to whoever left at once is no news"
        admin.taps("再发一次")
        assert reporter.receives() == ["a"]

    def test_what_tells_of_troubles_and_is_dead_itself_begins_no_circle(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        tick(chats, MORNING, Seen(standing=(Trouble("receiving", "poller", 0.0),)))
        sql(chats, "UPDATE outbox SET state = 'dead' WHERE key LIKE 'alert:%'")
        tick(chats, MORNING)
        assert heard(admin, "送不到") == 0

    def test_nobody_but_an_admin_sends_again(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        left_in_doubt(chats, "a")
        tick(chats)
        admin.receives()
        chats.store.write(lambda s: s.execute(text("UPDATE person SET role = 'viewer' WHERE id = 14")))
        admin.taps("再发一次")
        assert reporter.receives() == []

    def test_what_is_in_doubt_anew_is_told_anew(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        left_in_doubt(chats, "a")
        tick(chats)
        admin.receives()
        old = dict(admin.buttons)
        admin.taps("再发一次")
        (held,) = chats.store.write(lambda s: outbox.claim(s, MORNING, 1))
        chats.store.write(lambda s: outbox.settle(s, [Settlement(held.id, "uncertain", doubtful=True)], MORNING))
        tick(chats)
        assert heard(admin, "不知是否送到") == 1
        assert old

    def test_health_lists_it_with_why_and_offers_it_too(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        left_in_doubt(chats, "a")
        sql(chats, "UPDATE outbox SET error = 'Bad Gateway' WHERE key = 'x:a'")
        admin.says("/health")
        listed = admin.taps("看没送到的消息")
        assert re.search("· 王芳，提醒，.+：不知是否送达（Bad Gateway）", listed) is not None
        admin.taps("再发一次")
        assert reporter.receives() == ["a"]


class TestUnreadable:
    def test_a_reminder_whose_moment_is_none_keeps_no_other_from_coming(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        keeps_any_moment(chats)
        reporter.says("/remind 明天上午九点 会议")
        for said in ("坏的", "zz坏的", "2020-13-45T99:00:00.000000Z"):
            sql(chats, f"INSERT INTO own_reminder (person, text, repeat, due, made_at) "
                f"SELECT person, text, repeat, '{said}', made_at FROM own_reminder LIMIT 1")
        tomorrow = MORNING + timedelta(days=1)
        for at in (tomorrow, tomorrow + timedelta(minutes=1)):
            tick(chats, at)
        reporter.now = admin.now = tomorrow
        assert heard(reporter, "会议") == 1
        assert heard(admin, "读不出", "own_reminder") == 1

    def test_one_that_can_not_be_continued_is_put_aside(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        moment = Moment(MORNING, "monthly", "坏的", None)
        who = chats.store.read(lambda s: people.find(s, REPORTER))
        assert who is not None
        chats.store.write(lambda s: own_reminders.add(s, who, moment, MORNING))
        sql(chats, "UPDATE own_reminder SET day_of_month = 99")
        reporter.says("/remind 今天下午三点 会议")
        later = MORNING + timedelta(hours=6)
        tick(chats, later)
        reporter.now = admin.now = later
        assert heard(reporter, "会议") == 1

    def test_a_deadline_that_is_no_date_leaves_the_usual_one(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        chats.store.write(lambda s: overrides.move(s, OPERATOR, 2018, MORNING.date(), MORNING))
        sql(chats, "UPDATE override SET deadline = 'soon'")
        next_stage = MORNING + timedelta(days=6)
        tick(chats, next_stage)
        reporter.now = admin.now = next_stage
        assert heard(reporter, "还没报") == 1
        assert heard(admin, "读不出", "override 2018") == 1
        assert "2月3日" in reporter.says("/deadline")

    def test_a_key_that_is_none_keeps_no_reminder_from_coming(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        left_in_doubt(chats, "odd")
        next_stage = MORNING + timedelta(days=6)
        tick(chats, next_stage)
        tick(chats, next_stage + timedelta(minutes=1))
        reporter.now = admin.now = next_stage
        assert heard(reporter, "还没报") == 1
        assert heard(admin, "读不出", "outbox x:odd") == 1

    def test_a_person_of_an_authority_that_is_not_there(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        sql(chats, "UPDATE person SET authorities = 'nowhere' WHERE id = 15")
        next_stage = MORNING + timedelta(days=6)
        tick(chats, next_stage)
        reporter.now = admin.now = next_stage
        assert heard(reporter, "还没报") == 1
        assert heard(admin, "读不出", "person 15") == 1

    @pytest.mark.parametrize("state", ["{", '"x"', '{"step": 5, "odd": 1}'])
    def test_a_draft_that_can_not_be_read_is_put_aside(
        self, chats: Chats, reporter: Chat, admin: Chat, state: str
    ) -> None:
        chats.store.write(lambda s: dialogues.save_draft(s, REPORTER, 1, state, MORNING))
        tick(chats)
        assert heard(admin, "读不出", "draft 11") == 1
        assert "哪个社区" in reporter.says("/report")

    @pytest.mark.parametrize("column", ["not_before", "made_at", "payload"])
    def test_a_letter_that_can_not_be_read_is_told_once(
        self, chats: Chats, reporter: Chat, admin: Chat, column: str
    ) -> None:
        if column != "payload":
            keeps_any_moment(chats)
        letters = [Letter(REPORTER, REPORTER, "notice", {"text": said}, f"x:{said}") for said in ("a", "b")]
        chats.store.write(lambda s: outbox.post(s, letters, MORNING))
        sql(chats, f"UPDATE outbox SET {column} = 'zz' WHERE key = 'x:a'")
        if column == "payload":
            sql(chats, "UPDATE outbox SET state = 'cancelled' WHERE key = 'x:b' OR key NOT LIKE 'x:%'")
            assert chats.store.write(lambda s: outbox.claim(s, MORNING, 1)) == ()
            sql(chats, "UPDATE outbox SET state = 'pending' WHERE key = 'x:b'")
        for minutes in range(3):
            tick(chats, MORNING + timedelta(minutes=minutes))
        assert heard(admin, "读不出", "outbox") == 1
        assert "b" in reporter.receives()

    @pytest.mark.parametrize("moment", ["2020-13-45", "zz", "2020-01-01T00:00:00"])
    @pytest.mark.parametrize("ticked", [False, True])
    def test_a_draft_whose_moment_can_not_be_read_is_gone_on_with(
        self, chats: Chats, reporter: Chat, admin: Chat, moment: str, ticked: bool
    ) -> None:
        keeps_any_moment(chats)
        reporter.says("/report 通创 2019")
        reporter.says("载体面积25万平方米")
        sql(chats, f"UPDATE draft SET touched_at = '{moment}'")
        if ticked:
            for minutes in range(2):
                tick(chats, MORNING + timedelta(minutes=minutes))
            assert heard(admin, "读不出", "draft 11") == 1
        assert "250000" in reporter.says("/report").replace(",", "")

    @pytest.mark.parametrize("table", ["context.asked_at", "prompt.asked_at", "showing_draft.touched_at"])
    def test_what_else_is_open_and_of_unknown_age_is_over(
        self, chats: Chats, reporter: Chat, admin: Chat, table: str
    ) -> None:
        keeps_any_moment(chats)
        reporter.says("通创社区达标吗")
        reporter.says("/progress")
        name, column = table.split(".")
        sql(chats, f"UPDATE {name} SET {column} = 'zz'")
        assert "通创" in reporter.says("通创社区达标吗")

    @pytest.mark.parametrize(
        "column", ["last_seen", "unreachable_since", "snoozed_until", "confirmed_at", "admitted_at"]
    )
    def test_a_moment_of_a_person_keeps_neither_them_nor_others_from_being_answered(
        self, chats: Chats, reporter: Chat, admin: Chat, column: str
    ) -> None:
        """Whoever asked for a figure that somebody like that reports was answered that something went wrong."""
        keeps_any_moment(chats)
        sql(chats, f"UPDATE person SET {column} = 'zz' WHERE id = {REPORTER}")
        for one in (admin, reporter):
            assert "未报" in one.says("2019年通创社区载体面积")
        if column in {"last_seen", "unreachable_since"}:
            tick(chats)
            assert heard(admin, "读不出") == 0, "their own update put it right"

    def test_a_draft_that_is_not_even_json_is_none_at_once(self, chats: Chats, reporter: Chat) -> None:
        chats.store.write(lambda s: dialogues.save_draft(s, REPORTER, 1, "{", MORNING))
        assert "哪个社区" in reporter.says("/report")

    def test_a_context_that_can_not_be_read_is_forgotten(self, chats: Chats, reporter: Chat) -> None:
        chats.store.write(lambda s: dialogues.save_context(s, REPORTER, '{"x": 1', MORNING))
        assert "通创" in reporter.says("通创社区达标吗")


class TestParts:
    def test_a_part_that_fails_keeps_no_other_from_its_work_and_says_why(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        reporter.says("/remind 今天下午三点 会议")
        sql(chats, "ALTER TABLE closed_year RENAME TO elsewhere")
        later = MORNING + timedelta(hours=6)
        (first, *_) = [tick(chats, later + timedelta(minutes=minutes)) for minutes in range(3)]
        reporter.now = admin.now = later + timedelta(minutes=5)
        assert heard(reporter, "会议") == 1
        assert {name for name, error in first.parts.items() if error is not None} == {"reminders", "calendar"}
        sql(chats, "ALTER TABLE elsewhere RENAME TO closed_year")
        assert not any(tick(chats, later + timedelta(minutes=3)).parts.values())

    def test_whichever_part_fails_the_others_do_their_work_and_it_is_told_in_words(
        self, chats: Chats, reporter: Chat, admin: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later, done, troubles = MORNING + timedelta(hours=6), ticking._done, Troubles()

        def failing(session: Session, name: Part, _: Callable[[], int]) -> int | Exception:
            def fails() -> int:
                raise RuntimeError("on purpose")

            return done(session, name, fails)

        with monkeypatch.context() as patch:
            patch.setattr(ticking, "_done", failing)
            failed = tick(chats, later).parts
        assert len(failed) > 10
        for part, error in failed.items():
            assert isinstance(error, RuntimeError)
            troubles.meet(part, "undone", "on purpose", error)
        tick(chats, later, troubles.seen())
        admin.now = later
        assert heard(admin, "自动再试") == len(failed)

    def test_what_a_part_did_before_it_failed_is_undone(
        self, chats: Chats, reporter: Chat, admin: Chat, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reporter.says("/remind 今天下午一点 早的")
        reporter.says("/remind 今天下午三点 晚的")
        later = MORNING + timedelta(hours=5, minutes=30)

        def fails(*_: object) -> str:
            raise RuntimeError("on purpose")

        with monkeypatch.context() as patch:
            patch.setattr("zc_bot.chat.reminding.personal.letter_of", fails)
            tick(chats, later)
        tick(chats, later + timedelta(minutes=1))
        reporter.now = admin.now = later + timedelta(minutes=1)
        told = reporter.receives()
        assert [sum(what in said for said in told) for what in ("早的", "晚的")] == [1, 1]


class TestFailures:
    def test_admins_are_told_once_a_day_how_many_updates_failed(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        chats.store.write(lambda s: inbox.put_away(s, [Arrival(n, "{}") for n in (5, 6)], MORNING))
        chats.store.write(lambda s: [inbox.fail(s, n, "KeyError", MORNING) for n in (5, 6)])
        tick(chats, MORNING + timedelta(minutes=1))
        chats.store.write(lambda s: inbox.put_aside(s, [(7, "odd")], MORNING + timedelta(minutes=2)))
        tick(chats, MORNING + timedelta(minutes=3))
        admin.now = MORNING + timedelta(minutes=3)
        assert next(said for said in admin.receives() if "没能处理" in said).startswith("有2条")
        next_day = MORNING + timedelta(days=1, minutes=2)
        tick(chats, next_day)
        admin.now = next_day
        assert heard(admin, "有1条收到的消息没能处理") == 1

    def test_failed_updates_are_told_though_they_were_last_told_under_a_date_to_come(
        self, chats: Chats, admin: Chat
    ) -> None:
        """A clock that was a year ahead when they were told kept the admins from hearing of any for a year."""
        ahead, soon = MORNING + timedelta(days=365), MORNING + timedelta(minutes=2)
        chats.store.write(lambda s: meta.put(s, meta.FAILED_TOLD, ahead.isoformat()))
        chats.store.write(lambda s: inbox.put_aside(s, [(7, "odd")], MORNING + timedelta(minutes=1)))
        tick(chats, soon)
        admin.now = soon
        assert heard(admin, "有1条收到的消息没能处理") == 1


def test_a_trouble_that_comes_and_goes_is_logged_once_in_ten_minutes(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    ticks = [0.0]
    troubles = Troubles(lambda: ticks[0])
    for _ in range(50):
        troubles.meet("receiving", "poller", "another bot")
        troubles.end("receiving")
        ticks[0] += 10
    assert [one.levelname for one in caplog.records] == ["WARNING", "INFO"]
    ticks[0] += 600
    troubles.meet("receiving", "poller", "another bot")
    assert [one.levelname for one in caplog.records] == ["WARNING", "INFO", "WARNING"]


def test_an_error_that_comes_again_and_again_is_logged_once_and_another_besides(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ticks = [0.0]
    troubles = Troubles(lambda: ticks[0])
    for error in [KeyError("x"), KeyError("y")] * 9 + [ValueError("z")] * 9:
        troubles.meet("own", "undone", "failed", error)
        ticks[0] += 700
    assert [one.exc_info[0] for one in caplog.records if one.exc_info] == [KeyError, ValueError]


@pytest.mark.parametrize(
    ("ago", "said"),
    [(None, "还没有备份"), (timedelta(minutes=-1), "比机器时钟还晚"),
     (timedelta(minutes=59), "一小时以内"), (timedelta(hours=47), "47小时前"),
     (timedelta(days=3), "3天前")],
)
def test_health_says_what_is_wrong_now_and_how_old_the_newest_copy_is(
    chats: Chats, admin: Chat, ago: timedelta | None, said: str
) -> None:
    if ago is not None:
        chats.store.write(lambda s: meta.put(s, meta.BACKED_UP, (MORNING - ago).isoformat()))
    standing: list[Trouble] = []
    chats.conversation.rules = replace(
        chats.conversation.rules, vitals=lambda: Vitals(1.0, True, 10**10, tuple(standing))
    )
    good = admin.says("/health")
    assert said in good
    assert "运行正常" in good
    standing.append(Trouble("disk", "disk", 0.0))
    bad = admin.says("/health")
    assert "运行正常" not in bad
    assert "⚠ 磁盘快满了" in bad

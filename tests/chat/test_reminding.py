"""What people do about reminders: put them off, mute them, hand over, nudge, set their own."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar
from sqlalchemy import text

from tests.chat.conftest import Chat, Chats
from zc_bot.chat import ticking
from zc_bot.chat.reminding import covering, nudges
from zc_bot.errors import NotAllowed
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.storage import (
    audit,
    chain,
    figures,
    observations,
    outbox,
    overrides,
    people,
    posted,
    reachable,
    stand_ins,
)
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.store import Session

MORNING = datetime(2020, 1, 17, 2, 0, tzinfo=UTC)
"""Friday 10:00 in Shanghai; the collection of 2019's figures is open."""


def tick(chats: Chats, at: datetime) -> int:
    return chats.store.write(lambda session: ticking.tick(session, chats.conversation.rules, at)).posted


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    chats.now = MORNING
    return chats.of(11)


class TestPausing:
    def test_a_reminder_is_put_off_and_comes_again(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        assert "22 项都还没报" in reporter.receives()[0]
        assert "截止时间不变" in reporter.taps("以后再提醒")
        answer = reporter.taps("三天后")
        assert answer.startswith("周一 1月20日 09:00 再提醒")
        assert "截止时间不变：2月3日（周一）18:00" in answer
        tick(chats, MORNING + timedelta(days=2))
        assert reporter.receives() == []
        reporter.now = MORNING + timedelta(days=3)
        tick(chats, reporter.now)
        tick(chats, reporter.now + timedelta(minutes=15))
        assert len(reporter.receives()) == 1

    def test_who_can_not_be_reached_is_promised_nothing(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        reporter.receives()
        reporter.says("以后再提醒")
        reporter.taps("三天后")
        chats.store.write(lambda s: reachable.mark_unreachable(s, 11, MORNING))
        tick(chats, MORNING + timedelta(days=3))
        assert not [one for one in chats.store.read(posted.keyed) if ":later-" in one.key]

    def test_one_that_was_seen_comes_again_when_that_was_promised(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reporter.receives()
        settle_everything(chats)
        reporter.taps("知道了")
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        reporter.says("今天下午3点")
        reporter.now = MORNING + timedelta(hours=5)
        tick(chats, reporter.now)
        assert ["22 项都还没报" in text for text in reporter.receives()] == [True]

    def test_a_promise_stands_for_the_stage_of_its_morning(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        assert self.heard_after(chats, reporter, "下周一早上8点半", "01-20 08:30", "01-20 09:00", "01-21 09:00") == [
            "01-20 08:30"], "D-14 is of that Monday"
        later = self.heard_after(chats, reporter, "明天早上8点半", "01-22 08:30", "01-22 09:00", "01-23 09:00")
        assert later == ["01-22 08:30", "01-23 09:00"], "what falls due on another day comes"

    def test_whoever_mutes_a_year_or_leaves_gets_no_promise_of_before(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        for after in ("muted", "removed"):
            tick(chats, reporter.now)
            reporter.receives()
            reporter.says("以后再提醒")
            reporter.taps("三天后")
            if after == "muted":
                reporter.says("以后再提醒")
                reporter.taps("只在截止前两次")
            else:
                chats.store.write(lambda s: people.remove(s, OPERATOR, 11, reporter.now))
                admit(chats, Candidate(11, "王芳", "reporter", ("chongchuan",)))
                assert chats.store.read(lambda s: reachable.reach(s, OPERATOR))[0].muted_year is None
            reporter.waits(days=4)
            tick(chats, reporter.now)
            assert not [one for one in reporter.receives() if "2019年数据还差" in one and after == "muted"], after
            back = chats.store.read(lambda s: posted.keyed(s))
            assert not [one for one in back if ":later-" in one.key], after

    def test_reminders_are_wanted_again_by_words_beside_a_reason_too(self, chats: Chats, reporter: Chat) -> None:
        for said in ("恢复提醒", "照常提醒我吧", "resume reminders"):
            reporter.says("以后再提醒")
            reporter.taps("只在截止前两次")
            assert "提醒照常" in reporter.says(said)
            assert {one.muted_year for one in chats.store.read(lambda s: reachable.reach(s, OPERATOR))} == {None}
        reporter.says("通创 2018 从业人员 5200人")
        reporter.taps("确认")
        assert "请打字说明原因" in reporter.says("通创 2019 从业人员 52人")
        assert "什么时候再提醒" in reporter.says("以后再提醒")
        assert "提醒照常" in reporter.says("恢复提醒")
        assert "原因：厂房搬迁" in reporter.says("厂房搬迁")

    def heard_after(self, chats: Chats, reporter: Chat, until: str, *ticks: str) -> list[str]:
        """Put reminders off, and return at which of these moments one comes."""
        tick(chats, reporter.now)
        reporter.receives()
        settle_everything(chats)
        reporter.says("以后再提醒")
        reporter.taps("打字写时间")
        assert "再提醒" in reporter.says(until)
        heard = []
        for said in ticks:
            at = datetime.fromisoformat(f"2020-{said}+08:00")
            tick(chats, at)
            reporter.now = at
            heard += [said for _ in reporter.receives()]
        return heard

    def test_one_that_was_promised_for_when_a_stage_falls_due_comes_once(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        assert reporter.says("下周四上午9点").startswith("周四 1月23日 09:00 再提醒")
        reporter.now = datetime(2020, 1, 23, 1, 0, tzinfo=UTC)
        heard = []
        for quarters in range(3):
            tick(chats, reporter.now + quarters * timedelta(minutes=15))
            heard += reporter.receives()
        assert len(heard) == 1
        came = [one.key for one in chats.store.read(posted.keyed)]
        assert not [key for key in came if ":later-" in key], "it is the stage's own"

    def test_a_typed_moment_is_read_and_one_after_the_deadline_refused(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        assert "最晚只能放到2月3日（周一）09:00" in reporter.says("2月10日")
        assert "最晚只能放到2月3日（周一）09:00" in reporter.says("2月3日上午10点"), "though it is due in the evening"
        assert reporter.says("下周二上午").startswith("周二 1月21日 09:00 再提醒")

    def test_a_report_typed_where_a_moment_was_asked_for_is_a_report(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        assert "请核对" in reporter.says("通创 2019 从业人员 3200人")

    def test_a_question_where_a_moment_was_asked_for_is_answered_and_the_moment_still_taken(
        self, chats: Chats, reporter: Chat
    ) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        assert "60%" in reporter.says("高新占比要求多少？")
        assert reporter.says("下周二上午").startswith("周二 1月21日 09:00 再提醒")

    def test_seen_is_thanked_and_recorded(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("知道了")
        assert reporter.toast == "好的"
        assert "remind.seen" in actions(chats)

    def test_a_muted_person_hears_only_the_last_calls(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        assert "最后两次" in reporter.taps("只在截止前两次")
        day, heard = MORNING, []
        while day < datetime(2020, 2, 4, tzinfo=UTC):
            day += timedelta(days=1)
            tick(chats, day)
            reporter.now = day
            heard += [f"{day:%m-%d}" for _ in reporter.receives()]
        assert heard == ["01-23", "02-03"], "D-1 on the last working day before, and D0"

    def test_what_was_promised_for_the_older_of_two_years_comes(self, chats: Chats, reporter: Chat) -> None:
        chats.store.write(lambda s: overrides.move(s, OPERATOR, 2018, date(2020, 1, 21), MORNING))
        report_all(chats, 2019, "tongchuang", "guanyinshan")
        report_all(chats, 2017, "tongchuang")
        reporter.now = datetime(2020, 1, 22, 2, 0, tzinfo=UTC)
        tick(chats, reporter.now)
        assert "2018年" in reporter.receives()[0]
        settle_everything(chats)
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        assert "1月23日" in reporter.says("明天上午10点")
        reporter.now += timedelta(days=1)
        tick(chats, reporter.now)
        assert ["2018年" in text for text in reporter.receives()] == [True]


class TestStandingIn:
    @pytest.fixture
    def colleague(self, chats: Chats, reporter: Chat) -> Chat:
        """周涛 reports for 崇川区 too and was asked by 王芳 to do so for 2019."""
        end_older_years(chats)
        programme = chats.conversation.rules.programme
        both = [Candidate(number, name, "reporter", ("chongchuan",)) for number, name in ((17, "周涛"), (18, "孙丽"))]
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, both, MORNING))
        chats.of(17).says("/start")
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        assert not [label for label in reporter.buttons if "张伟" in label or "孙丽" in label]
        said = reporter.taps("请周涛代填")
        assert "已问周涛能否代填，等对方说好" in said
        assert "提醒照常发您；到周一 1月20日 18:00没有回音" in said
        told = chats.of(17)
        assert any("王芳请您代填2019年数据，可以吗" in text for text in told.receives())
        return told

    def heard(self, chats: Chats, chat: Chat, at: datetime) -> list[str]:
        tick(chats, at)
        chat.now = at
        return chat.receives()

    def test_it_counts_once_the_other_says_yes_and_returns_by_itself(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        yes = colleague.buttons["好，我来填"]
        assert "到周一 1月20日 18:00还没报齐，提醒再发给王芳" in colleague.taps_data(yes)
        assert "已经处理过" in colleague.taps_data(yes)
        assert any("周涛答应代填2019年数据" in text for text in reporter.receives())
        assert self.heard(chats, reporter, MORNING + timedelta(days=3)) == [], "D-14 is not for her"
        back = self.heard(chats, reporter, datetime(2020, 1, 21, 2, 0, tzinfo=UTC))
        assert [text.splitlines()[0] for text in back][:1] == ["周涛代填的2019年数据还差 44 项"]
        assert "规划面积" in reporter.taps("填起")

    def test_who_answers_too_late_is_told_so(self, chats: Chats, reporter: Chat, colleague: Chat) -> None:
        assert "已经结束" not in colleague.says("不方便代填"), "in time it is an answer"
        reporter.says("以后再提醒")
        reporter.taps("请周涛代填")
        assert any("请在周一 1月20日 18:00前回复" in text for text in colleague.receives())
        lapsed = self.heard(chats, reporter, datetime(2020, 1, 21, 2, 0, tzinfo=UTC))
        assert any("周涛两个工作日没有回音" in text for text in lapsed)
        colleague.now = reporter.now
        assert colleague.says("我来填").startswith("王芳请您代填2019年数据的事已经结束")
        assert "代填" not in chats.of(15).says("我来填"), "nobody ever asked him"

    def test_a_refusal_is_told_and_changes_nothing(self, chats: Chats, reporter: Chat, colleague: Chat) -> None:
        colleague.taps("不方便")
        assert reporter.receives() == ["周涛不方便代填2019年数据，提醒照常发您。"]
        assert len(self.heard(chats, reporter, MORNING + timedelta(days=3))) == 1

    @pytest.mark.parametrize(("label", "said"), [("好，我来填", "答应代填"), ("不方便", "不便代填")])
    def test_the_answer_is_in_the_audit_under_whoever_gave_it(
        self, chats: Chats, admin: Chat, colleague: Chat, label: str, said: str
    ) -> None:
        before = chats.store.read(audit.head)[0]
        colleague.taps(label)
        (line,) = chats.store.read(lambda s: audit.read(s, OPERATOR, limit=1))
        assert (line.id, line.actor, line.subject, line.detail) == (before + 1, 17, "11", {"year": 2019})
        assert f"周涛　{said}：王芳" in admin.says("/audit")

    def test_nobody_but_who_was_asked_may_answer(self, chats: Chats, colleague: Chat) -> None:
        (one,) = chats.store.read(stand_ins.open_ones)
        asker = Principal(11, "王芳", "reporter", ("chongchuan",))
        with pytest.raises(NotAllowed):
            chats.store.write(lambda s: stand_ins.answer(s, asker, one, "taken", chats.now))
        assert chats.store.read(stand_ins.open_ones) == (one,)

    def test_no_answer_for_two_working_days_is_told(self, chats: Chats, reporter: Chat, colleague: Chat) -> None:
        assert len(self.heard(chats, reporter, MORNING + timedelta(days=3))) == 1, "nothing was muted meanwhile"
        heard = self.heard(chats, reporter, datetime(2020, 1, 21, 2, 0, tzinfo=UTC))
        assert any("周涛两个工作日没有回音" in text for text in heard)
        colleague.now = datetime(2020, 1, 21, 3, 0, tzinfo=UTC)
        assert "已过期" in colleague.taps("好，我来填")

    def test_an_answer_when_its_time_is_over_changes_nothing_though_nothing_was_tidied_meanwhile(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        colleague.now = datetime(2020, 1, 20, 10, 0, tzinfo=UTC)
        assert "已过期" in colleague.taps("好，我来填")
        assert reporter.receives() == []
        assert [one.state for one in chats.store.read(stand_ins.open_ones)] == ["asked"]

    @pytest.mark.parametrize(("day", "promised"), [(22, True), (31, True), (40, False)])
    def test_the_last_calls_that_fall_into_it_are_told(
        self, chats: Chats, reporter: Chat, day: int, promised: bool
    ) -> None:
        """The last calls of 2019 come on 23 January and 3 February."""
        end_older_years(chats)
        admit(chats, Candidate(17, "周涛", "reporter", ("chongchuan",)))
        colleague, at = chats.of(17), datetime(2020, 1, 1, 2, 0, tzinfo=UTC) + timedelta(days=day - 1)
        colleague.now = reporter.now = at
        colleague.says("/start")
        reporter.says("请周涛代填")
        reporter.taps("请周涛代填")
        colleague.receives()
        colleague.taps("好，我来填")
        assert ["截止前最后的提醒仍会发您" in text for text in reporter.receives()] == [promised]

    def test_who_was_asked_and_has_not_answered_is_told_nothing_when_the_asker_leaves(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        chats.store.write(lambda s: people.remove(s, OPERATOR, 11, MORNING))
        assert not any("王芳" in text for text in self.heard(chats, colleague, MORNING + timedelta(hours=1)))

    def test_what_a_colleague_had_taken_over_before_they_left_is_not_theirs_when_they_come_back(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        def covered() -> dict[int, Collection[tuple[int, str]]]:
            return chats.store.read(lambda s: dict(covering.covered(
                s, chats.conversation.rules, people.admitted(s, OPERATOR)
            )))

        colleague.taps("好，我来填")
        assert covered() == {11: {(2019, "tongchuang"), (2019, "guanyinshan")}}
        chats.store.write(lambda s: people.remove(s, OPERATOR, 17, MORNING))
        admit(chats, Candidate(17, "周涛", "reporter", ("chongchuan",)))
        assert covered() == {}

    def test_who_leaves_hands_it_back(self, chats: Chats, reporter: Chat, colleague: Chat, admin: Chat) -> None:
        colleague.taps("好，我来填")
        reporter.receives()
        chats.store.write(lambda s: people.remove(s, OPERATOR, 17, MORNING))
        assert any("周涛不能再代填" in text for text in self.heard(chats, reporter, MORNING + timedelta(hours=1)))

    def test_only_what_both_report_for_is_handed_over_and_the_rest_goes_on_being_reminded(
        self, chats: Chats, reporter: Chat
    ) -> None:
        end_older_years(chats)
        both = [Candidate(31, "双区", "reporter", ("rugao", "rudong")), Candidate(32, "单区", "reporter", ("rugao",))]
        admit(chats, *both)
        asker, other = chats.of(31), chats.of(32)
        for chat in (asker, other):
            chat.says("/start")
        asker.says("请单区代填")
        said = asker.taps("请单区代填")
        assert "代填的只有开源众创社区。" in said
        assert "蓝谷生命健康众创社区不在其中，仍由您填，提醒照常发您。" in said
        other.receives()
        assert "代填的只有开源众创社区" in other.taps("好，我来填")
        taken = asker.receives()
        assert ["蓝谷生命健康众创社区不在其中" in text for text in taken] == [True]
        planned = next(line for line in chats.of(13).says("/remind plan").splitlines() if "双区" in line)
        assert planned.endswith("缺 22 项"), "of 44"
        heard = self.heard(chats, asker, MORNING + timedelta(days=3))
        assert [("蓝谷" in text, "开源" in text) for text in heard] == [(True, False)]

    def test_an_older_year_that_is_open_is_handed_over_too(self, chats: Chats, reporter: Chat) -> None:
        admit(chats, Candidate(17, "周涛", "reporter", ("chongchuan",)))
        told = chats.of(17)
        told.says("/start")
        assert "请谁代填2019、2018、2017年数据" in reporter.says("请周涛代填")
        assert [label for label in reporter.buttons if "代填" in label] == [
            "请周涛代填2019年", "请周涛代填2018年", "请周涛代填2017年",
        ]
        reporter.taps("请周涛代填2018年")
        assert "王芳请您代填2018年数据" in told.receives()[0]
        assert "请谁代填2017年数据" in reporter.says("2017年的请周涛代填")
        assert [label for label in reporter.buttons if "代填" in label] == ["请周涛代填"]
        chats.store.write(lambda s: overrides.end(s, OPERATOR, 2017, chats.now))
        assert "2017年度已结束收集" in reporter.says("2017年的请周涛代填")

    def test_who_took_it_over_is_told_when_the_asker_leaves(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        colleague.taps("好，我来填")
        chats.store.write(lambda s: people.remove(s, OPERATOR, 11, MORNING))
        told = [text for text in self.heard(chats, colleague, MORNING + timedelta(hours=1)) if "王芳不再填报" in text]
        assert told == ["王芳不再填报，不用替其代填2019年数据了\n贵单位还差 44 项，请您继续填。"]
        assert not any("王芳" in text for text in self.heard(chats, colleague, MORNING + timedelta(days=3)))

    def test_the_other_is_told_what_a_sibling_reported(self, chats: Chats, reporter: Chat, colleague: Chat) -> None:
        reporter.says("通创 2019 从业人员 3200人")
        reporter.taps("确认提交")
        assert colleague.receives() == ["王芳刚报了通创社区2019年 1 项，还差 21 项。"]

    def test_nobody_takes_over_from_each_other_directly_or_round_a_third(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        colleague.taps("好，我来填")
        reporter.receives()
        third = chats.of(18)
        third.says("/start")
        colleague.says("请王芳代填")
        assert "王芳的2019年数据现在由您代填" in colleague.taps("请王芳代填")
        assert reporter.receives() == []
        colleague.says("请孙丽代填")
        assert "已问孙丽" in colleague.taps("请孙丽代填")
        third.receives()
        assert "提醒再发给周涛" in third.taps("好，我来填")
        third.says("请王芳代填")
        assert "王芳的2019年数据现在由您代填" in third.taps("请王芳代填")
        assert any(self.heard(chats, third, MORNING + timedelta(days=3))), "somebody is reminded"

    def test_of_two_who_ask_each_other_the_second_yes_is_held_until_the_first_is_taken_back(
        self, chats: Chats, reporter: Chat, colleague: Chat
    ) -> None:
        first = colleague.buttons["好，我来填"]
        colleague.says("请王芳代填")
        colleague.taps("请王芳代填")
        colleague.taps_data(first)
        reporter.receives()
        yes = reporter.buttons["好，我来填"]
        assert "您的2019年数据现在由周涛代填" in reporter.taps_data(yes)
        assert "已收回" in reporter.says("我自己填")
        assert "提醒再发给周涛" in reporter.taps_data(yes)

    def test_after_the_deadline_no_last_calls_are_promised(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        reporter.now = datetime(2020, 2, 10, 2, 0, tzinfo=UTC)
        tick(chats, reporter.now)
        reporter.receives()
        reporter.taps("以后再提醒")
        assert "最后两次" not in reporter.taps("这年不再提醒")


class TestNudging:
    def test_a_reminder_begins_a_walk(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reporter.receives()
        assert "规划面积" in reporter.taps("填起").splitlines()[0]
        asked = reporter.says("2.44")
        assert "请核对" not in asked
        assert "载体" in asked
        assert "三创" in reporter.says("17万"), "and so on"

    def test_one_that_waits_to_be_sent_is_taken_back_once_all_is_reported(
        self, chats: Chats, reporter: Chat
    ) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        report_all(chats, 2019, *chats.conversation.rules.programme.of_authority["chongchuan"])
        tick(chats, MORNING + timedelta(minutes=1))
        assert not [said for said in reporter.receives() if "还没报" in said]

    def test_one_offers_to_go_on_with_what_was_begun_as_long_as_it_is_theirs(
        self, chats: Chats, reporter: Chat
    ) -> None:
        end_older_years(chats)
        reporter.says("通创 2019 从业人员 3200人")
        reporter.waits(hours=1)
        tick(chats, reporter.now)
        (said,) = reporter.receives()
        assert "从业人员" in said
        assert "1 项还没提交" in said
        chats.store.write(lambda s: s.execute(text("DELETE FROM outbox")))
        chats.store.write(lambda s: s.execute(text("UPDATE person SET authorities = 'haian' WHERE id = 11")))
        tick(chats, reporter.now)
        assert ["还没提交" in said for said in reporter.receives()] == [False]
        assert "还没提交" not in reporter.says("/mine")

    def test_a_reviewer_who_says_so_is_offered_whom_to_nudge(self, chats: Chats, reporter: Chat) -> None:
        reviewer = chats.of(13)
        shown = reviewer.says("催一下没报的")
        assert "没有人能收到，不催：港闸区" in shown
        assert "已催 2 个单位" in reviewer.taps("确认催")

    def test_an_authority_is_nudged_once_a_day(self, chats: Chats, reporter: Chat) -> None:
        reviewer = chats.of(13)
        reviewer.says("/status")
        reviewer.taps("催崇川")
        assert reviewer.toast == "已催崇川区：王芳"
        assert "刘洋请您尽快填报2019年数据" in reporter.receives()[0]
        reviewer.taps("催崇川")
        assert "一天内已催过" in reviewer.toast
        assert reporter.receives() == []
        reviewer.waits(hours=25)
        reviewer.taps("催崇川")
        reporter.waits(hours=25)
        assert len(reporter.receives()) == 1

    def test_beneath_one_place_only_its_authority_is_nudged(self, chats: Chats, reporter: Chat) -> None:
        reviewer = chats.of(13)
        reviewer.says("/status 崇川区")
        assert [name for name in reviewer.buttons if name.startswith("催")] == ["催崇川区"]
        assert "每周一发我" not in reviewer.buttons

    def test_only_authorities_whose_reporter_can_be_reached_have_a_button(
        self, chats: Chats, reporter: Chat
    ) -> None:
        reviewer = chats.of(13)
        reviewer.says("/status")
        assert {name for name in reviewer.buttons if name.startswith("催")} <= {"催全部", "催崇川区", "催海安市"}
        assert "催崇川区" in reviewer.buttons
        chats.store.write(lambda s: reachable.mark_unreachable(s, 11, chats.now))
        reviewer.taps("催崇川")
        assert "没有能收到提醒的填报人" in reviewer.toast

    def test_a_digest_offers_to_nudge_only_those_that_have_somebody(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        reviewer = chats.of(13)
        assert "港闸区" in reviewer.receives()[0]
        assert {name for name in reviewer.buttons if name.startswith("催")} == {"催全部", "催崇川区", "催海安市"}

    def test_who_stopped_the_bot_gets_no_reminder_until_they_write_again(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        chats.store.write(lambda s: reachable.mark_unreachable(s, 11, MORNING))
        tick(chats, MORNING)
        assert reporter.receives() == []
        assert chats.of(15).receives() != [], "others are reminded"
        reporter.says("你好")
        reporter.waits(minutes=15)
        tick(chats, reporter.now)
        assert ["22 项都还没报" in text for text in reporter.receives()] == [True]

    def test_all_that_are_late_are_nudged_after_a_look_and_not_twice_a_day(
        self, chats: Chats, reporter: Chat
    ) -> None:
        reviewer = chats.of(13)
        reviewer.says("/status")
        shown = reviewer.taps("催全部")
        assert "现在催这 2 个单位" in shown
        assert "崇川区：王芳，还差 44 项" in shown
        assert "没有人能收到，不催：港闸区" in shown
        assert "没有催" in reviewer.taps("不催了")
        reviewer.says("/status")
        reviewer.taps("催海安")
        reviewer.taps("催全部")
        assert "已催 1 个单位，共 1 人" in reviewer.taps("确认催")
        assert ["刘洋请您尽快填报" in text for text in reporter.receives()] == [True]
        reviewer.says("/status")
        shown = reviewer.taps("催全部")
        assert "没有可催的单位" in shown
        assert "一天内催过，这次不催：崇川区、海安市" in shown

    def test_a_lead_sees_the_details_and_nudges_their_own_reporters_only(
        self, chats: Chats, reporter: Chat
    ) -> None:
        end_older_years(chats)
        lead, at = chats.of(16), datetime(2020, 2, 6, 2, 0, tzinfo=UTC)
        tick(chats, at)
        lead.now = reporter.now = at
        reporter.receives()
        assert "贵单位2019年数据还差 44 项" in lead.receives()[0]
        lead.taps("催填报人")
        assert lead.toast == "已催崇川区：王芳"
        assert any("陈静请您尽快填报" in text for text in reporter.receives())
        details = lead.taps("看明细")
        assert "通创社区" in details
        assert "新材料" not in details

    def test_an_admin_invites_for_the_authority_that_has_nobody(self, chats: Chats, admin: Chat) -> None:
        admin.now = MORNING
        admin.says("/status")
        made = admin.taps("邀请港闸区填报人")
        assert "邀请已生成：填报（港闸区）" in made

    def test_every_authority_that_has_nobody_has_its_button(self, chats: Chats, admin: Chat) -> None:
        admin.says("/status")
        assert len([label for label in admin.buttons if label.startswith("邀请")]) > 6
        assert all(len(row) <= 2 for reply in admin.last for row in reply.rows if row[0].label.startswith("邀请"))
        admin.says("谁没报就催谁")
        assert "邀请启东市填报人" in admin.buttons

    @pytest.mark.parametrize("said", ["邀请启东市填报人", "给启东市邀请一个填报人", "invite a reporter for Qidong"])
    def test_an_admin_invites_by_words_and_a_button(self, chats: Chats, admin: Chat, said: str) -> None:
        if said.isascii():
            chats.store.write(lambda s: speak_english(s, 14))
        shown = admin.says(said)
        assert "t.me" not in shown
        assert ("启东市" in shown) or ("Qidong" in shown)
        made = admin.taps("启东" if "启东" in said else "Qidong")
        assert "t.me" in made
        reviewer = chats.of(13)
        assert "由管理员来做" in reviewer.says("邀请启东市填报人")

    def test_a_digest_invites_for_nobody_who_has_somebody_that_never_opened_it(
        self, chats: Chats, admin: Chat
    ) -> None:
        admit(chats, Candidate(18, "孙丽", "reporter", ("gangzha",)))
        admin.now = MORNING
        tick(chats, MORNING)
        admin.receives()
        assert "邀请启东市填报人" in admin.buttons
        assert "邀请港闸区填报人" not in admin.buttons

    def test_a_digest_brings_the_same_buttons(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reviewer = chats.of(13)
        reviewer.receives()
        reviewer.taps("催海安")
        assert reviewer.toast == "已催海安市：张伟"

    def test_a_viewer_has_no_such_buttons(self, chats: Chats, reporter: Chat) -> None:
        viewer = chats.of(12)
        viewer.says("/status")
        assert not [name for name in viewer.buttons if name.startswith("催")]


    def test_progress_says_how_long_the_deadline_is_off(self, chats: Chats) -> None:
        reviewer = chats.of(13)
        assert "截止：2月3日（周一）18:00，还有 20 天" in reviewer.says("/status")
        reviewer.waits(days=29)
        assert "截止：2月3日（周一）18:00，已逾期 9 天" in reviewer.says("/status")


class TestOwnReminders:
    def test_a_group_neither_sets_nor_sees_them(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        admin.says_in(-500, "/start")
        admin.taps_in(-500, "启用")
        reporter.says("/remind 下周一上午九点 去医院复查")
        listing = reporter.buttons["我的提醒"]
        assert "私聊" in reporter.says_in(-500, "/remind")
        assert "私聊" in reporter.says_in(-500, "/remind 明天上午九点 开会")
        assert "开会" not in reporter.says("/remind")
        assert "复查" not in reporter.sends("tap", private=False, data=listing)

    def test_it_is_set_listed_comes_once_and_is_gone(self, chats: Chats, reporter: Chat) -> None:
        answer = reporter.says("/remind 下周一上午九点 联席会议材料")
        assert answer.startswith("周一 1月20日 09:00　联席会议材料")
        assert "联席会议材料" in reporter.says("/remind")
        due = datetime(2020, 1, 20, 1, 0, tzinfo=UTC)
        tick(chats, due - timedelta(minutes=1))
        reporter.now = due
        assert not any("联席会议材料" in text for text in reporter.receives())
        tick(chats, due)
        tick(chats, due)
        assert [text for text in reporter.receives() if "联席" in text] == ["提醒：联席会议材料"]
        assert "还没有提醒" in reporter.says("/remind")

    def test_a_plain_wish_sets_one(self, reporter: Chat) -> None:
        assert "周一 1月20日 09:00　报数据" in reporter.says("提醒我下周一上午九点报数据")

    def test_it_is_put_off_or_done_when_it_comes(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("/remind 今天上午11点 联席会议材料")
        for hours, tapped in ((1, "1小时后"), (2, "完成")):
            tick(chats, MORNING + timedelta(hours=hours))
            reporter.now = MORNING + timedelta(hours=hours)
            assert [text for text in reporter.receives() if "联席" in text] == ["提醒：联席会议材料"]
            said = reporter.taps(tapped)
            assert ("12:00　联席会议材料" in said) == (hours == 1)
        assert reporter.toast == "好，完成了"
        assert "还没有提醒" in reporter.says("/remind")

    def test_the_same_is_not_set_twice_and_it_goes_into_a_calendar(self, reporter: Chat) -> None:
        reporter.says("/remind 每月31号 核对数据")
        reporter.taps("加到手机日历")
        document = reporter.last[0].document
        assert document is not None
        (event,) = Calendar.from_ical(document.content).walk("VEVENT")
        rule = event["rrule"]
        assert (event["summary"], rule["freq"], rule["bysetpos"]) == ("核对数据", ["MONTHLY"], [-1])
        assert "已经有这个提醒" in reporter.says("/remind 每月31日 核对数据")
        assert "2." not in reporter.says("/remind")

    def test_one_that_comes_once_is_another_than_one_that_comes_each_week(self, reporter: Chat) -> None:
        reporter.says("/remind 每周一9点 核对数据")
        assert "已设提醒" in reporter.says("/remind 下周一9点 核对数据")
        assert "已经有这个提醒" in reporter.says("/remind 下周一9点 核对数据")

    def test_one_that_repeats_goes_on_when_it_was_done(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("/remind 每天11点 打卡")
        reporter.now = MORNING + timedelta(hours=1)
        tick(chats, reporter.now)
        assert "提醒：打卡" in reporter.receives()
        reporter.taps("完成")
        assert "打卡" in reporter.says("/remind")

    def test_a_monthly_one_comes_every_month_and_late_once(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("/remind 每月1号 核对数据")
        late = datetime(2020, 4, 3, 3, 0, tzinfo=UTC)
        tick(chats, late)
        reporter.now = late
        mine = [text for text in reporter.receives() if "核对数据" in text]
        assert mine == ["提醒：核对数据\n原定2月1日（周六）09:00。"]
        assert "5月1日" in reporter.says("/remind")

    def test_the_last_of_february_stays_one_in_leap_years(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("/remind 每年2月29日 核对")
        for year, day in ((2020, "2月28日"), (2023, "2月29日")):
            tick(chats, datetime(year, 3, 2, 3, 0, tzinfo=UTC))
            reporter.now = datetime(year, 3, 2, 3, 0, tzinfo=UTC)
            assert day in reporter.says("/remind")

    def test_it_is_deleted(self, reporter: Chat) -> None:
        reporter.says("/remind 明天上午 开会")
        assert "还没有提醒" in reporter.taps("不要了")

    def test_nobody_deletes_anothers(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("/remind 明天上午 开会")
        drop = next(data for label, data in reporter.buttons.items() if "不要了" in label)
        other = chats.of(15)
        other.taps_data(drop)
        assert "开会" in reporter.says("/remind")

    @pytest.mark.parametrize(
        ("said", "answer"),
        [
            ("联席会议", "没看出什么时候"),
            ("今天上午九点 开会", "已经过了"),
            ("2月30日 开会", "没有“2月30日”这个日子"),
        ],
    )
    def test_what_is_no_moment_is_said(self, reporter: Chat, said: str, answer: str) -> None:
        assert answer in reporter.says(f"/remind {said}")

    @pytest.mark.parametrize(
        "said", ["每周一三五 打卡", "腊月二十八 贴春联", "节后9点 汇总", "明天交表 周五前", "名天9点 交表"]
    )
    def test_a_time_that_was_not_used_is_named_and_nothing_is_set(self, reporter: Chat, said: str) -> None:
        answer = reporter.says(f"/remind {said}")
        assert answer.startswith("“")
        assert "请" in answer
        assert "\n" not in answer
        assert "还没有提醒" in reporter.says("/remind")

    def test_reminders_stay_put_off_as_they_were_where_a_time_is_refused(self, chats: Chats, reporter: Chat) -> None:
        tick(chats, MORNING)
        reporter.receives()
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        assert reporter.says("春节后再提醒").startswith("“春节后”")
        assert reporter.says("每天上午").startswith("“每天上午”会重复")
        assert reporter.says("下周二上午").startswith("周二 1月21日 09:00 再提醒")


class TestOrders:
    @pytest.mark.parametrize("said", ["帮我催一下港闸和海安", "催一下新材料", "海安再催一遍"])
    def test_an_authority_is_nudged_by_words_and_a_button(self, chats: Chats, reporter: Chat, said: str) -> None:
        reviewer = chats.of(13)
        shown = reviewer.says(said)
        assert "海安市：张伟，还差 22 项" in shown
        assert "崇川" not in shown
        assert chats.of(15).receives() == []
        assert "已催 1 个单位" in reviewer.taps("确认催")
        assert len(chats.of(15).receives()) == 1

    @pytest.mark.parametrize("said", ["谁没报就催谁", "全部催一遍", "催报", "chase everyone"])
    def test_all_that_are_late_are_nudged_by_words(self, chats: Chats, reporter: Chat, said: str) -> None:
        assert "2 个单位" in chats.of(13).says(said)

    @pytest.mark.parametrize(
        ("said", "day"),
        [
            ("延期到2月10日", "2月10日（周一）18:00"),
            ("截止时间延长一周", "2月10日（周一）18:00"),
            ("2018年延到下周五中午12点", "1月24日（周五）12:00"),
            ("延期三个工作日", "2月6日（周四）18:00"),
            ("extend the deadline to 2020-02-10", "2月10日（周一）18:00"),
            ("extend to Feb 10", "2月10日（周一）18:00"),
            ("extend to Feb 10 noon", "2月10日（周一）12:00"),
            ("push it to 10 February", "2月10日（周一）18:00"),
            ("give them another week", "2月10日（周一）18:00"),
            ("because of the snow, delay by two weeks", "2月17日（周一）18:00"),
            ("因为下雪延期一周", "2月10日（周一）18:00"),
            ("因为停电三天，截止时间延后一周", "2月10日（周一）18:00"),
            ("延期一周，因为停电三天", "2月10日（周一）18:00"),
            ("各区再宽限三个工作日", "2月6日（周四）18:00"),
            ("截止日改2月10日", "2月10日（周一）18:00"),
        ],
    )
    def test_a_deadline_is_put_off_by_words_and_a_button(self, admin: Chat, said: str, day: str) -> None:
        admin.now = MORNING
        assert f"改为：{day}" in admin.says(said)
        assert "已改" in admin.taps("确认改期")

    def test_without_a_day_it_is_asked_for_and_others_are_told_who_may(self, chats: Chats, admin: Chat) -> None:
        for said in ("我想延期", "extension", "Extend."):
            assert "延到哪一天" in admin.says(said)
        assert "由管理员来改" in chats.of(11).says("我想延期")
        assert "由分管领导、审核、管理员来做" in chats.of(11).says("催一下海安")

    @pytest.mark.parametrize(
        "said",
        ["请周涛代填", "我请假了，谁能替我填", "找人代填", "can somebody report for me", "这周不在，让周涛帮我报"],
    )
    def test_a_colleague_is_asked_by_words_and_a_button(self, chats: Chats, reporter: Chat, said: str) -> None:
        end_older_years(chats)
        assert "没有别人能替您填" in reporter.says(said)
        programme = chats.conversation.rules.programme
        colleague = Candidate(17, "周涛", "reporter", ("chongchuan",))
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [colleague], MORNING))
        chats.of(17).says("/start")
        assert "请谁代填2019年数据" in reporter.says(said)
        assert "已问周涛能否代填，等对方说好" in reporter.taps("请周涛代填")
        assert "王芳请您代填2019年数据" in chats.of(17).receives()[0]

    def test_a_year_is_ended_reopened_and_given_its_usual_deadline_by_words_and_a_button(
        self, chats: Chats, admin: Chat
    ) -> None:
        admin.now = chats.now = MORNING
        for said in ("结束2018年的收集", "把2018年结束了"):
            assert "结束收集2018年度数据？" in admin.says(said)
            admin.taps("不改了")
        assert "结束收集2018年度数据？" in admin.says("2018年结束")
        assert "已结束收集2018年度数据" in admin.says("结束")
        reviewer = chats.of(13)
        assert "重新开放2018年度填报？" in reviewer.says("重开2018年")
        assert "已重新开放填报" in reviewer.taps("确认重开")
        admin.says("延期到2月10日")
        admin.taps("确认改期")
        assert "改为：2月3日（周一）18:00" in admin.says("取消延期")
        assert "由管理员来改" in reviewer.says("取消延期")
        admin.taps("确认改期")
        assert "2019年度没有改过期" in admin.says("取消延期")
        for said in ("2018年结束收集了吗", "谁结束了2018年的填报"):
            assert "请打字发送" not in admin.says(said)

    @pytest.mark.parametrize("said", ["以后再提醒", "晚点再报", "remind me later"])
    def test_to_be_reminded_later_without_a_moment_offers_moments(
        self, chats: Chats, reporter: Chat, said: str
    ) -> None:
        assert "什么时候再提醒" in reporter.says(said)
        assert "再提醒" in reporter.taps("三天后")
        assert "什么时候再提醒" not in chats.of(12).says(said)

    def test_a_wish_beside_an_open_report_is_heard_and_leaves_it_alone(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        reporter.says("通创 2019 从业人员 3200人")
        assert "由管理员来改" in reporter.says("能不能延期一周")
        assert "没有别人能替您填" in reporter.says("谁能替我填")
        assert "草稿里有通创社区2019年 1 项还没提交：从业人员" in reporter.says("/mine")
        assert "从业人员" in reporter.says("我报的审核了吗")
        reporter.says("/report 通创 2019")
        for said in ("以后再报", "later"):
            assert "什么时候再提醒" not in reporter.says(said)

    def test_how_what_one_reported_stands_is_told_by_words(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("通创 2019 从业人员 3200人")
        reporter.taps("确认")
        for said in ("我报的审核了吗", "我报的通过了没有", "审核到哪一步了？", "was what I reported approved?"):
            assert "您报的数据" in reporter.says(said)
        assert "您报的数据" not in chats.of(12).says("我报的审核了吗")

    def test_the_day_that_was_asked_for_is_taken_by_a_tap_or_typed_and_a_question_beside_it_answered(
        self, admin: Chat
    ) -> None:
        admin.now = MORNING
        admin.says("延期")
        assert "改为：2月10日（周一）18:00" in admin.taps("2月10日（周一）")
        admin.says("延期")
        assert "60%" in admin.says("高新占比要求多少？")
        assert "改为：2月17日（周一）18:00" in admin.says("两周")
        admin.says("延期")
        assert "改为：2月12日（周三）12:00" in admin.says("2月12日中午12点")

    def test_a_day_that_nobody_chose_falls_on_a_working_day_and_one_chosen_stays_with_the_other_offered(
        self, admin: Chat
    ) -> None:
        admin.now = MORNING
        counted = admin.says("延期五天")
        assert "改为：2月10日（周一）18:00" in counted
        assert "满期的2月8日休息" in counted
        chosen = admin.says("延期到2月8日")
        assert "改为：2月8日（周六）18:00" in chosen
        assert "⚠ 2月8日休息" in chosen
        assert "改为：2月10日（周一）18:00" in admin.taps("改到2月10日（周一）")

    def test_once_the_deadline_is_past_a_delay_counts_from_today(self, admin: Chat) -> None:
        admin.now = MORNING + timedelta(days=20)
        said = admin.says("延期一周")
        assert "改为：2月13日（周四）18:00" in said
        assert "截止时间已过，从今天算起" in said

    @pytest.mark.parametrize("said", [
        "能不能延期一周", "可以晚几天吗", "Can we get an extension of a week?", "晚一周交行吗", "再给两天吧",
        "can we have one more week?",
    ])
    def test_a_wish_put_as_a_question_tells_who_may(self, chats: Chats, said: str) -> None:
        chats.now = MORNING
        answer = chats.of(11).says(said)
        assert "由管理员来改" in answer
        assert "2月3日（周一）18:00" in answer

    @pytest.mark.parametrize(
        ("said", "named"),
        [
            ("延期一天半", "一天半"), ("延期1.5天", "1.5天"), ("延期半天", "半天"), ("延期两周半", "两周半"),
            ("extend the deadline by a day and a half", "a day and a half"),
        ],
    )
    def test_a_delay_that_is_not_of_whole_days_is_refused_by_name(self, admin: Chat, said: str, named: str) -> None:
        assert f"“{named}”不是整天" in admin.says(said)
        assert "确认改期" not in admin.buttons
        admin.says("延期")
        assert f"“{named}”不是整天" in admin.says(named)

    def test_whether_it_was_moved_is_told_with_the_usual_day(self, chats: Chats, admin: Chat) -> None:
        chats.now = admin.now = MORNING
        assert "改期" not in chats.of(11).says("延期了吗")
        admin.says("延期到2月10日")
        admin.taps("确认改期")
        for asked in ("延期了吗", "延期到什么时候", "截止时间改过吗"):
            answer = chats.of(11).says(asked)
            assert "2月10日（周一）18:00" in answer
            assert "原定2月3日（周一）18:00" in answer

    @pytest.mark.parametrize("said", ["不要延期", "延期一周或者两周", "move it to Haian"])
    def test_no_day_is_proposed_that_is_not_wanted_or_not_clear(self, admin: Chat, said: str) -> None:
        admin.now = MORNING
        admin.says(said)
        assert "确认改期" not in admin.buttons

    def test_a_deadline_is_the_city_s_and_a_wish_for_a_part_of_it_proposes_nothing(self, admin: Chat) -> None:
        admin.now = MORNING
        for said in ("只给崇川延期三天", "延期一周，海安除外", "给海安单独延期到2月10日", "给崇川延期一周",
                     "给没报的宽限两天", "extend the deadline for Haian by a week", "海安宽限三天",
                     "给通创社区延期三天", "给通创社区延期三天, 海安再给三天", "海安再给三天", "让如皋晚两天报",
                     "move Haian's deadline to Feb 10",
                     "海安能不能晚三天交", "give Haian three more days", "extend Tongchuang by three days"):
            assert "截止时间全市统一" in admin.says(said), said
            assert "确认改期" not in admin.buttons, said
        admin.says("延期")
        assert "截止时间全市统一" in admin.says("崇川三天")
        for said in ("各区再宽限三个工作日", "给大家延期一周", "给他们延期一周", "因为下雪延期一周"):
            assert "2019年度数据的全市截止时间要改" in admin.says(said), said

    def test_a_day_that_is_past_or_none_does_not_become_another_one(self, admin: Chat) -> None:
        admin.now = MORNING
        for said in ("延期到1月10日", "/deadline 2019 1月10日", "/deadline 1-10"):
            assert "1月10日已经过了" in admin.says(said), said
            assert "确认改期" not in admin.buttons, said
        for said in ("顺延到1月25日", "extend the deadline to 25 January"):
            assert "1月25日比现在的截止日早，没有改动" in admin.says(said), said
            assert "确认改期" not in admin.buttons, said
        for said in ("延期到2月30日", "截止时间改到2月30日", "/deadline 2019 2月30日"):
            assert "没有“2月30日”这个日子" in admin.says(said), said
        assert "提前请写日期" in admin.says("截止提前三天")
        for said in ("提前到1月25日", "提前至1月25日"):
            assert "改为：1月25日（周六）18:00" in admin.says(said), said
        for said in ("延期到2021年1月10日", "延期到明年1月10日", "延期到2021-01-10"):
            assert "改为：2021年1月10日" in admin.says(said), said

    @pytest.mark.parametrize("said", ["哪些社区启动推迟了", "谁的项目延期了", "通创为什么推迟"])
    def test_what_else_is_late_is_not_about_the_deadline(self, admin: Chat, said: str) -> None:
        admin.now = MORNING
        assert "截止填报" not in admin.says(said)

    def test_a_command_with_what_is_not_there_is_answered_in_its_own_form(self, chats: Chats, admin: Chat) -> None:
        admin.now = chats.now = MORNING
        assert "写法：/review 通创 2019" in chats.of(13).says("/review 火星")
        assert "没有1999年：众创社区从2017年起填报" in admin.says("/status 1999")
        assert "年起填报" not in admin.says("/status 2018")
        assert "请发：/people invite member 财政局" in admin.says("/people invite viewer 财政局")

    def test_a_reminder_is_cancelled_by_its_number_in_the_list(self, admin: Chat) -> None:
        admin.now = MORNING
        admin.says("/remind 后天9点 开会")
        admin.says("/remind 明天9点 交材料")
        for said, what in (("/remind 取消第一个提醒", "交材料"), ("取消第2个提醒", "开会")):
            shown = admin.says(said)
            assert "取消这个提醒" in shown, said
            assert what in shown, said
        assert "没找到" in admin.says("取消第三个提醒")

    def test_reminders_are_ended_by_words(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("/remind 明天上午 开会")
        assert "要取消哪个提醒" in reporter.says("取消提醒")
        assert "只在截止前两次提醒" in reporter.buttons
        reporter.taps("开会")
        assert "还没有提醒" in reporter.says("/remind")
        assert "还没有提醒" in chats.of(12).says("取消提醒")

    @pytest.mark.parametrize("said", ["截止时间延期了吗", "谁催过海安", "推迟到明天提醒我开会", "通创2019年从业人员"])
    def test_a_question_or_a_reminder_is_no_order(self, chats: Chats, admin: Chat, said: str) -> None:
        admin.now = MORNING
        admin.says(said)
        assert not {"确认催", "确认改期"} & set(admin.buttons)

    def test_a_reviewer_sees_who_is_reminded_next(self, chats: Chats, reporter: Chat) -> None:
        reviewer = chats.of(13)
        reviewer.now = MORNING.replace(hour=14)
        shown = reviewer.says("/remind plan")
        assert "周日 1月19日 09:00 会提醒" in shown
        assert "· 王芳（崇川区）：2019年，开始填报，缺 44 项" in shown
        told = reporter.says("/remind plan")
        assert "提醒您" in told
        assert "张伟" not in told
        for asked in ("下周的提醒计划", "接下来会提醒谁", "who will be reminded?"):
            assert "会提醒" in reviewer.says(asked)
            assert "已设提醒" not in reporter.says(asked)

    def test_who_was_reminded_last_is_told_to_who_oversees(self, chats: Chats, reporter: Chat) -> None:
        end_older_years(chats)
        admit(chats, Candidate(17, "周涛", "reporter", ("chongchuan",)))
        tick(chats, MORNING)
        reporter.receives()
        reviewer = chats.of(13)
        reviewer.now = MORNING
        for said in ("今天提醒了谁", "提醒发出去了吗？", "who was reminded today?"):
            answer = reviewer.says(said)
            assert "· 王芳（崇川区）：2019年，开始填报" in answer, said
            assert "周涛" not in answer or "⚠ 周涛（崇川区）：2019年，开始填报，多半收不到" in answer
        assert "王芳（崇川区）" not in chats.of(12).says("今天提醒了谁")

    def test_reminders_are_put_off_by_words_that_hold_a_moment_and_nothing_else(
        self, chats: Chats, reporter: Chat
    ) -> None:
        for said in ("三天后再提醒", "下周一上午再提醒我一次", "in 3 days remind me again"):
            assert "周一 1月20日 09:00 再提醒。" in reporter.says(said), said
        assert "已设提醒" in reporter.says("三天后提醒我核对")
        assert "已设提醒" in chats.of(12).says("三天后再提醒我一次")

    def test_the_plan_reaches_into_a_year_that_is_not_open_yet_and_is_told_to_each_of_their_own(
        self, chats: Chats, reporter: Chat
    ) -> None:
        december = datetime(2019, 12, 20, 2, 0, tzinfo=UTC)
        for year in (2017, 2018):
            chats.store.write(lambda s, year=year: overrides.end(s, OPERATOR, year, december))
        reviewer = chats.of(13)
        reviewer.now = reporter.now = december
        assert "周一 2020年1月6日 09:00 会提醒" in reviewer.says("下次提醒是什么时候")
        for said in ("下次什么时候提醒我", "什么时候提醒我？", "when will you remind me"):
            assert "周一 2020年1月6日 09:00 提醒您：2019年数据，开始填报，缺 44 项" in reporter.says(said), said
        reporter.now = MORNING
        reporter.says("以后再提醒")
        reporter.taps("明天上午")
        assert "周六 1月18日 09:00 提醒您：2019年数据，约好再提醒" in reporter.says("什么时候再提醒我")

    def test_the_plan_knows_when_who_put_it_off_is_reminded_and_whose_hand_over_ends(
        self, chats: Chats, reporter: Chat
    ) -> None:
        end_older_years(chats)
        tick(chats, MORNING)
        for chat in (reporter, chats.of(13), chats.of(15)):
            chat.receives()
        settle_everything(chats)
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        reporter.says("明天下午3点")
        reviewer = chats.of(13)
        reviewer.now = MORNING + timedelta(hours=1)
        shown = reviewer.says("/remind plan")
        assert "周六 1月18日 15:00 会提醒" in shown
        assert "· 王芳（崇川区）：2019年，约好再提醒，缺 44 项" in shown
        admit(chats, Candidate(17, "周涛", "reporter", ("chongchuan",)))
        chats.of(17).says("/start")
        cover = chats.store.write(lambda s: stand_ins.ask(
            s, Principal(11, "王芳", "reporter", ("chongchuan",)), 17, 2019, MORNING + timedelta(days=4), MORNING))
        colleague = Principal(17, "周涛", "reporter", ("chongchuan",))
        chats.store.write(lambda s: stand_ins.answer(s, colleague, cover, "taken", MORNING))
        rules = chats.conversation.rules
        for days, is_handed_over in ((3, True), (5, False)):
            at = MORNING + timedelta(days=days)
            facts = chats.store.read(lambda s, at=at: nudges.facts_at(s, rules, MORNING, at))
            covered = next(one.covered for one in facts.recipients if one.id == 11)
            assert bool(covered) is is_handed_over, days

    def test_of_two_years_due_in_one_minute_one_letter_comes_of_the_newest(
        self, chats: Chats, reporter: Chat
    ) -> None:
        tick(chats, MORNING)
        reporter.receives()
        settle_everything(chats)
        chats.store.write(lambda s: reachable.come_again(s, 11, MORNING + timedelta(days=3)))
        reporter.now = MORNING + timedelta(days=3)
        for minutes in (0, 15, 30):
            tick(chats, reporter.now + timedelta(minutes=minutes))
        letters = [text for text in reporter.receives() if "年" in text]
        assert len(letters) == 1, letters
        assert "2019年" in letters[0]

    def test_a_promise_of_the_newer_year_goes_before_what_is_due_of_the_older(
        self, chats: Chats, reporter: Chat
    ) -> None:
        chats.store.write(lambda s: overrides.move(s, OPERATOR, 2018, date(2020, 1, 21), MORNING))
        tick(chats, MORNING)
        reporter.receives()
        settle_everything(chats)
        reporter.now = datetime(2020, 1, 22, 1, 0, tzinfo=UTC)
        chats.store.write(lambda s: reachable.come_again(s, 11, reporter.now))
        tick(chats, reporter.now)
        assert ["2019年" in text for text in reporter.receives()] == [True]

    def test_the_plan_counts_who_is_reached_and_the_others_beside_it(self, chats: Chats, reporter: Chat) -> None:
        admit(chats, *(Candidate(number, f"新{number}", "reporter", ("rugao",)) for number in (21, 22)))
        first = chats.of(13).says("/remind plan").splitlines()
        assert "会提醒 5 人（多半收不到：没打开过2人）" in first[0]
        assert sum("多半收不到" in line for line in first[1:]) == 2

    def test_the_days_overdue_are_those_that_the_deadline_says(self, chats: Chats) -> None:
        reviewer = chats.of(13)
        reviewer.now = MORNING.replace(month=11, day=29, hour=14)
        days = int(re.search(r"已逾期 (\d+) 天", reviewer.says("/status 2019"))[1])  # type: ignore[index]
        assert f"2019年，逾期{days + 1}天" in reviewer.says("/remind plan")

    def test_what_was_reported_later_does_not_wait_at_a_moment_before(self, chats: Chats, reporter: Chat) -> None:
        reporter.says("通创 2019 从业人员 5300")
        reporter.taps("确认")
        rules = chats.conversation.rules

        def waiting(at: datetime) -> bool:
            return any(one.waiting for one in chats.store.read(lambda s: nudges.due_at(s, rules, at)))

        assert waiting(MORNING + timedelta(days=3))
        assert not waiting(MORNING - timedelta(days=3))



def actions(chats: Chats) -> list[str]:
    assert chats.store.read(chain.verify) is None
    return [line.action for line in chats.store.read(lambda s: audit.read(s, OPERATOR, limit=50))]


def admit(chats: Chats, *candidates: Candidate) -> None:
    programme = chats.conversation.rules.programme
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, candidates, MORNING))


def speak_english(session: Session, person: int) -> None:
    who = people.find(session, person)
    assert who is not None
    people.set_language(session, who, "en", MORNING)


def report_all(chats: Chats, year: int, *communities: str) -> None:
    """Record every required figure of some communities' year, as an import does."""
    programme = chats.conversation.rules.programme
    entries = [
        observations.Entry(community, metric.code, year, Decimal(1), None, "1")
        for community in communities
        for metric in programme.metrics
    ]
    chats.store.write(
        lambda s: figures.record(s, OPERATOR, programme, entries, operation=f"all {year}", way="import", now=MORNING)
    )


def end_older_years(chats: Chats) -> None:
    """Let 2019 be the only year that is collected."""
    for year in (2017, 2018):
        chats.store.write(lambda s, year=year: overrides.end(s, OPERATOR, year, chats.now))


def settle_everything(chats: Chats) -> None:
    """Mark every claimed letter as sent, as the delivery does."""

    def unit(session: Session) -> None:
        ids = session.execute(text("SELECT id FROM outbox WHERE state = 'claimed'")).scalars()
        outbox.settle(session, [outbox.Settlement(one, "sent", message_id=1) for one in ids], chats.now)

    chats.store.write(unit)

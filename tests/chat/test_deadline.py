"""The deadline: moved after a look, years ended and reopened, a calendar file; and a notice to everybody."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import update

from tests.chat.conftest import Chat, Chats
from tests.chat.test_export import record
from tests.chat.test_reminding import MORNING, end_older_years, settle_everything, speak_english, tick
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import outbox, overrides, people, posted, reachable
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Letter
from zc_bot.storage.store import Session
from zc_bot.storage.tables import Broadcast


@pytest.fixture
def reporter(chats: Chats) -> Chat:
    chats.now = MORNING
    return chats.of(11)


@pytest.fixture
def unopened(chats: Chats) -> None:
    """Three reporters are on the list who never opened the bot."""
    new = [Candidate(number, f"新{number}", "reporter", ("rugao",)) for number in (21, 22, 23)]
    programme = chats.conversation.rules.programme
    chats.store.write(lambda s: people.admit(s, OPERATOR, programme, new, chats.now))


class TestDeadline:
    def test_an_admin_moves_it_after_a_look(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        admin.now = MORNING + timedelta(days=3)
        tick(chats, admin.now)
        shown = admin.says("/deadline 2019 2020-02-10")
        assert "原来：2月3日（周一）18:00" in shown
        assert "改为：2月10日（周一）18:00" in shown
        assert "取消" in shown
        assert chats.store.read(overrides.deadlines) == {}
        assert "2月10日" in admin.taps("确认改期")
        assert chats.store.read(overrides.deadlines) == {2019: date(2020, 2, 10)}
        assert "2月10日" in chats.of(12).says("什么时候截止")
        tick(chats, admin.now + timedelta(minutes=15))
        old = [one for one in chats.store.read(posted.keyed) if one.key.endswith(":D-14:2020-02-03")]
        assert {one.state for one in old} == {"cancelled"}, "what waited for the old date is taken back"

    def test_the_letter_of_a_week_that_waits_is_no_reminder_to_be_taken_back(self, chats: Chats, admin: Chat) -> None:
        admin.now = MORNING
        chats.store.write(lambda s: outbox.post(s, [Letter(12, 12, "digest", {"text": "-"}, "weekly:12:1")], MORNING))
        assert "取消" not in admin.says("/deadline 2019 2020-02-10")
        assert "2月10日" in admin.taps("确认改期")

    def test_what_waits_names_the_new_day_and_what_was_taken_back_comes_again(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        tick(chats, MORNING)
        admin.now = MORNING
        for day in ("2020-02-10", "恢复"):
            admin.says(f"/deadline 2019 {day}")
            admin.taps("确认改期")
        admin.says("/deadline 2019 2020-02-10")
        admin.taps("确认改期")
        assert sum("截止：2月10日" in text for text in reporter.receives()) == 1

    def test_one_that_was_promised_comes_with_the_new_day(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        tick(chats, MORNING)
        reporter.receives()
        settle_everything(chats)
        reporter.taps("以后再提醒")
        reporter.taps("打字写时间")
        reporter.says("今天下午3点")
        admin.now = reporter.now = MORNING + timedelta(hours=5)
        tick(chats, admin.now)
        admin.says("/deadline 2019 2020-02-10")
        admin.taps("确认改期")
        assert sum("截止：2月10日" in text for text in reporter.receives()) == 1

    def test_an_old_confirmation_does_not_move_it_to_a_past_day(self, chats: Chats, admin: Chat) -> None:
        admin.says("/deadline 2019 2020-02-10")
        admin.waits(days=60)
        assert "不能这样改" in admin.taps("确认改期")
        assert chats.store.read(overrides.deadlines) == {}

    def test_a_year_that_ended_reminds_and_nudges_nobody_until_it_is_reopened(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        admin.now = MORNING
        reviewer = chats.of(13)
        end_older_years(chats)
        reviewer.says("/status")
        tick(chats, MORNING)
        admin.says("/deadline 2019 结束")
        admin.says("结束")
        assert [text.splitlines()[0] for text in reporter.receives()] == ["2019年数据收集已结束，不再接收填报。"]
        for who in (reporter, admin):
            said = who.says("2019年什么时候截止")
            assert "收集已由管理员结束" in said
            assert "逾期" not in said, "nobody is late for what is not collected any more"
        reviewer.taps("催崇川")
        assert "不用催" in reviewer.toast
        reviewer.says("/deadline 2019 重开")
        reviewer.taps("确认重开")
        assert len(reporter.receives()) == 2, "that it is open again, and what is missing"

    def test_all_whom_it_concerns_are_told_once_with_the_old_and_the_new_date(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        tick(chats, MORNING)
        for person in (11, 13, 15, 16):
            chats.of(person).receives()
        admin.now = MORNING
        assert "改了会通知4人" in admin.says("/deadline 2019 2月10日中午12点前")
        assert "2月10日 12:00 截止" in admin.taps("确认改期")
        moved = "2019年数据改为 2月10日（周一）12:00 截止\n原来：2月3日（周一）18:00。现在还有 24 天。"
        for person in (11, 13, 15, 16):
            assert chats.of(person).receives() == [moved]
        assert chats.of(12).receives() == []
        admin.says("/deadline 2019 2020-02-10 12:00")
        admin.taps("确认改期")
        assert reporter.receives() == [], "nothing changed"
        admin.says("/deadline 2019 结束")
        assert "已通知4人" in admin.says("结束")
        assert [text.splitlines()[0] for text in reporter.receives()] == ["2019年数据收集已结束，不再接收填报。"]
        reviewer = chats.of(13)
        reviewer.says("/deadline 2019 重开")
        reviewer.taps("确认重开")
        assert any("重新开放填报\n截止：2月10日（周一）12:00" in text for text in reporter.receives())
        assert chats.store.read(overrides.deadlines) == {2019: datetime(2020, 2, 10, 12)}

    def test_two_changes_are_told_as_one_to_whoever_has_not_heard_of_the_first(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        admin.now = chats.now = MORNING

        def moves(day: str) -> str:
            admin.says(f"/deadline 2019 2020-02-{day}")
            return admin.taps("确认改期")

        moves("10")
        moves("17")
        assert reporter.receives()[0].startswith(
            "2019年数据改为 2月17日（周一）18:00 截止\n原来：2月3日（周一）18:00"
        ), "one letter, with the day that they know"
        assert not any("改为" in text for text in reporter.receives())
        moves("18")
        assert "已通知3人" in moves("17"), "the reporter knows that day; the others have heard of none"
        assert not any("改为" in text for text in reporter.receives())
        admin.says("/deadline 2019 结束")
        admin.says("结束")
        admin.says("/deadline 2019 重开")
        admin.taps("确认重开")
        assert not any("已结束" in text or "重新开放" in text for text in reporter.receives())
        lead = [text for text in chats.of(16).receives() if "2019年数据" in text]
        assert lead == ["2019年数据改为 2月17日（周一）18:00 截止\n原来：2月3日（周一）18:00。现在还有 31 天。"]

    def test_who_is_known_not_to_be_reached_is_sent_nothing(self, chats: Chats, admin: Chat) -> None:
        admin.now = chats.now = MORNING
        chats.store.write(lambda s: reachable.mark_unreachable(s, 15, MORNING))
        admin.says("/deadline 2019 2020-02-10")
        admin.taps("确认改期")
        told = {one.person for one in chats.store.read(lambda s: posted.keyed(s, ("notice",))) if "year:" in one.key}
        assert told == {11, 13, 16}

    def test_who_never_opened_the_bot_is_not_counted_as_told_but_beside_it(
        self, chats: Chats, admin: Chat, unopened: None
    ) -> None:
        admin.now = chats.now = MORNING
        assert "改了会通知4人（多半收不到：没打开过3人）。" in admin.says("/deadline 2019 2月10日中午12点前")
        assert "已通知4人（多半收不到：没打开过3人）。" in admin.taps("确认改期")
        assert "2019年数据改为" in chats.of(21).receives()[0], "they are tried all the same"
        chats.store.write(lambda s: reachable.mark_unreachable(s, 15, MORNING))
        admin.says("/deadline 2019 结束")
        assert "已通知3人（多半收不到：没打开过3人、停用1人）。" in admin.says("结束")
        admin.says("/deadline 2019 重开")
        assert "已通知3人（多半收不到：没打开过2人、停用1人）。" in admin.taps("确认重开")
        chats.store.write(lambda s: speak_english(s, 14))
        assert "People who would be told: 3 (most likely not reached: 3 never opened the bot, 1 stopped it)." in (
            admin.says("/deadline 2019 2020-02-11")
        )

    @pytest.mark.parametrize("said", ["2月10日", "2.10", "02-10", "2020年2月10号", "二月十日", "2/10"])
    def test_the_new_day_is_read_as_people_write_it(self, admin: Chat, said: str) -> None:
        admin.now = datetime(2020, 1, 22, 2, 0, tzinfo=UTC)
        shown = admin.says(f"/deadline 2019 {said}")
        assert "改为：2月10日（周一）18:00" in shown

    def test_a_weekday_is_read_too(self, admin: Chat) -> None:
        admin.now = datetime(2020, 2, 4, 2, 0, tzinfo=UTC)
        assert "改为：2月14日（周五）18:00" in admin.says("/deadline 2019 下周五")
        assert "改为：2月14日（周五）18:00" in admin.says("/deadline 下周五")
        assert "没有改动" in admin.says("取消")

    def test_the_admins_are_told_once_that_the_days_off_are_not_announced(self, chats: Chats, admin: Chat) -> None:
        admin.now = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
        tick(chats, admin.now)
        assert sum("2027年的放假安排还没有录全" in text for text in admin.receives()) == 1
        admin.now += timedelta(days=1)
        tick(chats, admin.now)
        assert not any("放假安排" in text for text in admin.receives())

    def test_a_day_off_chosen_on_purpose_stays_after_a_warning(self, admin: Chat) -> None:
        shown = admin.says("/deadline 2019 2月8日")
        assert "2月8日休息。仍按这一天截止" in shown
        assert "改为：2月8日（周六）18:00" in shown
        assert "2月8日" in admin.taps("确认改期")

    @pytest.mark.parametrize(
        ("said", "answer"),
        [
            ("2019 2020-13-01", "没有“2020-13-01”这个日子"),
            ("2019 明天吧", "没看懂"),
            ("2019 2019-02-10", "不能作截止日"),
            ("2019 9999-12-31", "不能作截止日"),
            ("2019 0001-01-01", "不能作截止日"),
            ("9999年12月31日", "不能作截止日"),
            ("2016 2020-02-10", "没有数据可收"),
        ],
    )
    def test_what_cannot_be_is_refused_in_one_line(self, chats: Chats, admin: Chat, said: str, answer: str) -> None:
        shown = admin.says(f"/deadline {said}")
        assert answer in shown
        assert "\n" not in shown
        assert chats.store.read(overrides.deadlines) == {}

    def test_it_is_set_neither_before_the_window_opens_nor_to_an_hour_that_is_past(self, admin: Chat) -> None:
        admin.now = datetime(2020, 2, 10, 2, 0, tzinfo=UTC)
        assert "不能作截止日" in admin.says("/deadline 2019 2020-02-10 09:00")
        assert "不能作截止日" in admin.says("/deadline 2019 2020-02-09 18:00"), "with a day that is past, too"
        assert "改为：2月10日（周一）11:00" in admin.says("/deadline 2019 2020-02-10 11:00")
        admin.now = datetime(2020, 1, 2, 2, 0, tzinfo=UTC)
        assert "不能作截止日" in admin.says("/deadline 2019 2020-01-04")

    def test_it_goes_back_to_the_usual_day(self, chats: Chats, admin: Chat) -> None:
        admin.says("/deadline 2019 2020-02-20")
        admin.taps("确认改期")
        (days,) = [line for line in admin.says("/deadline 2019 恢复").splitlines() if "发提醒的日子" in line]
        assert "2月3日" in days, "its reminders are of the usual day too"
        assert "2月20日" not in days
        admin.taps("确认改期")
        assert chats.store.read(overrides.deadlines) == {}

    def test_ending_a_year_says_in_numbers_what_it_does_and_wants_the_word(self, chats: Chats, admin: Chat) -> None:
        reporter = chats.of(11)
        reporter.says("通创 2018 高新产值 45.6亿")
        reporter.taps("确认提交")
        shown = admin.says("/deadline 2018 结束")
        assert "13个社区共285项没报" in shown
        assert "还有1项在等审核" in shown
        assert "没有改动" in admin.says("不结束")
        admin.says("结束")
        assert chats.store.read(overrides.ended) == frozenset()
        admin.says("/deadline 2018 end")
        admin.taps("不改")
        assert "已结束收集" not in admin.says("end")
        admin.says("/deadline 2018 结束")
        assert "已结束收集2018" in admin.says("“结束”。")

    def test_a_year_ends_and_a_reviewer_reopens_it(self, chats: Chats, reporter: Chat, admin: Chat) -> None:
        admin.says("/deadline 2018 结束")
        admin.says("结束")
        assert "现在不开放" in reporter.says("通创 2018 高新产值 45.6亿")
        reviewer = chats.of(13)
        reviewer.says("/deadline 2018 重开")
        reviewer.taps("确认重开")
        assert "请核对" in reporter.says("通创 2018 高新产值 45.6亿")

    def test_others_only_read_it(self, chats: Chats) -> None:
        for person in (11, 12, 13):
            chats.of(person).says("/deadline 2019 2020-02-10")
            assert "确认改期" not in chats.of(person).buttons
        assert "由管理员" in chats.of(13).says("/deadline 2019 2020-02-10")

    def test_a_day_of_a_year_without_a_notice_of_its_days_off_is_provisional(self, chats: Chats, admin: Chat) -> None:
        admin.now = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
        provisional = "2027年的放假安排还没有录全，这个日子是暂定的"
        assert provisional in admin.says("/deadline 2026")
        assert provisional not in admin.says("/deadline 2026 2027-02-10"), "a day that is chosen stays"
        assert "暂定" not in admin.says("/deadline 2026 2026-12-30")

    def test_a_day_that_is_chosen_is_provisional_nowhere(self, chats: Chats, admin: Chat) -> None:
        admin.now = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
        for asked in ("/deadline", "什么时候截止"):
            assert "暂定" in admin.says(asked)
        reporter = chats.of(11)
        reporter.now = admin.now
        shown = admin.says("/deadline 2026 2027-02-01")
        assert "确认改期" in admin.buttons, "the day that it is by chance becomes the day that it stays"
        assert "日子没有变；以后录放假安排，也不再变" in admin.taps("确认改期"), shown
        assert not any("数据改为" in text for text in reporter.receives()), "nothing changed for anybody"
        for asked in ("/deadline", "什么时候截止"):
            answer = admin.says(asked)
            assert "2月1日" in answer
            assert "暂定" not in answer
        admin.buttons.clear()
        assert "已经是这个，没有改动" in admin.says("/deadline 2026 2027-02-01")
        assert not admin.buttons
        assert "这个日子是暂定的" in admin.says("/deadline 2026 恢复"), "the usual day is"
        tick(chats, admin.now)
        assert not any("是暂定的" in text for text in admin.receives())
        admin.now = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
        for asked in ("/deadline", "什么时候截止"):
            assert "下一次：2027年2月1日（周一）18:00截止填报2026年度数据" in (answer := admin.says(asked))
            assert "暂定" not in answer

    @pytest.mark.parametrize("year", [2019, 2018])
    def test_an_unchanged_day_is_said_to_be_so_already(self, chats: Chats, admin: Chat, year: int) -> None:
        day = "2020-02-03"
        if year == 2018:
            day = "2020-02-10"
            admin.says(f"/deadline 2018 {day}")
            admin.taps("确认改期")
            chats.of(11).receives()
        admin.buttons.clear()
        shown = admin.says(f"/deadline {year} {day}")
        assert f"{year}年度的截止时间已经是这个，没有改动" in shown
        assert ("原定" in shown) is (year == 2018), "from which day it was moved is said only where it was"
        assert not admin.buttons
        assert chats.of(11).receives() == []

    def test_once_it_is_past_the_next_one_is_told_too(self, chats: Chats) -> None:
        chats.now = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
        viewer = chats.of(12)
        for said in ("/deadline", "什么时候截止"):
            answer = viewer.says(said)
            assert "2月2日" in answer
            assert "下一次：2027年2月1日（周一）18:00截止填报2026年度数据（暂定" in answer
        assert "下一次" not in viewer.says("2019年的数据什么时候截止")

    def test_the_next_one_is_the_first_that_is_ahead_as_finally_moved(self, chats: Chats, admin: Chat) -> None:
        viewer = chats.of(12)
        assert "截止填报2018年度" not in viewer.says("下次截止是什么时候")
        assert "2月3日" in viewer.says("when's the next cutoff pls")
        admin.says("/deadline 2019 2020-02-20")
        admin.taps("确认改期")
        viewer.now = datetime(2020, 2, 10, 2, 0, tzinfo=UTC)
        assert "2月20日" in viewer.says("下次截止是什么时候")

    def test_the_next_one_is_of_no_year_that_ended_or_is_late(self, chats: Chats, admin: Chat) -> None:
        viewer = chats.of(12)
        admin.now = viewer.now = datetime(2021, 2, 20, 2, 0, tzinfo=UTC)
        chats.store.write(lambda s: overrides.end(s, OPERATOR, 2020, admin.now))
        for said in ("/deadline", "什么时候截止"):
            told = viewer.says(said)
            assert "下一次：2022年2月7日（周一）18:00截止填报2021年度数据" in told, said
        chats.store.write(lambda s: overrides.end(s, OPERATOR, 2021, admin.now))
        assert "截止填报2022年度数据" in viewer.says("/deadline"), "a year that ended before it began"

    def test_when_the_collection_begins_is_told_first(self, chats: Chats) -> None:
        viewer = chats.of(12)
        assert viewer.says("数据几号开始收").startswith("1月6日（周一）09:00开始填报2019年度数据")
        viewer.now = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
        for said in ("今年的数几时开始收", "填报几号开始"):
            assert viewer.says(said).startswith("2027年1月5日（周二）09:00开始填报2026年度数据")

    def test_it_goes_into_a_phones_calendar(self, chats: Chats) -> None:
        viewer = chats.of(12)
        viewer.says("/deadline")
        viewer.taps("加到手机日历")
        document = viewer.last[0].document
        assert document is not None
        events = [part for part in Calendar.from_ical(document.content).walk() if part.name == "VEVENT"]
        assert [event["dtend"].dt.date() for event in events][:1] == [date(2020, 2, 3)]
        assert len(events) == 3

    def test_a_deadline_that_is_past_goes_into_no_calendar(self, chats: Chats) -> None:
        viewer = chats.of(12)
        viewer.now = datetime(2020, 2, 4, 2, 0, tzinfo=UTC)
        viewer.says("/deadline")
        said = viewer.taps("加到手机日历")
        assert "2019年" not in said
        document = viewer.last[0].document
        assert document is not None
        events = [part for part in Calendar.from_ical(document.content).walk() if part.name == "VEVENT"]
        assert [event["dtend"].dt.year for event in events] == [2021, 2022]

    def test_an_old_confirmation_changes_nothing_of_a_year_that_has_ended(self, chats: Chats, admin: Chat) -> None:
        admin.says("/deadline 2019 2020-02-10")
        old = next(data for label, data in admin.buttons.items() if "确认改期" in label)
        admin.says("/deadline 2019 结束")
        admin.says("结束")
        assert "不能这样改" in admin.taps_data(old)
        assert chats.store.read(overrides.deadlines) == {}
        assert chats.store.read(overrides.ended) == {2019}

    def test_what_would_be_taken_back_is_counted_of_that_year_and_only_what_waits(
        self, chats: Chats, reporter: Chat, admin: Chat
    ) -> None:
        admin.now = MORNING
        tick(chats, MORNING)

        def waiting(year: int) -> int:
            found = chats.store.read(posted.keyed)
            return sum(f":{year}:" in one.key and one.state in {"pending", "retry"} for one in found)

        before = waiting(2019), waiting(2018)
        assert before[0] != before[1]
        for year, count in zip((2019, 2018), before, strict=True):
            assert f"旧提醒取消{count}条" in admin.says(f"/deadline {year} 2020-02-10")
        reporter.receives()
        assert waiting(2019) < before[0]
        assert f"旧提醒取消{waiting(2019)}条" in admin.says("/deadline 2019 2020-02-10"), "one went out"

    def test_who_may_not_move_it_is_told_so(self, chats: Chats) -> None:
        said = chats.of(11).says("/deadline 2月10日")
        assert said.startswith("截止时间由管理员来改")
        assert "2月3日（周一）18:00截止" in said

    def test_a_year_that_is_named_is_told_of_to_anybody(self, chats: Chats, admin: Chat) -> None:
        for person in (11, 14):
            assert "2018年度数据已于2019年1月31日（周四）18:00截止" in chats.of(person).says("/deadline 2018")
        assert "2019年度数据" in admin.says("/deadline 2019年")
        assert "2150年没有数据可收" in chats.of(12).says("/deadline 2150")
        admin.says("/deadline 2018 结束")
        admin.says("结束")
        assert chats.of(12).says("/deadline 2018") == "2018年度已结束收集，不再接收填报。"
        assert "重开" in admin.says("/deadline 2018")


class TestBroadcast:
    def test_it_goes_once_to_everybody_else(self, chats: Chats, admin: Chat) -> None:
        assert "发给5人" in admin.says("/broadcast 周五下午三点开联席会议\n请带材料")
        assert "开始发送" in admin.says("发出")
        assert "开始发送" not in admin.says("发出")
        for person in (11, 12, 13, 15, 16):
            assert chats.of(person).receives() == ["通知\n周五下午三点开联席会议\n请带材料\n——赵磊"]
        assert admin.receives() == []

    def test_it_goes_to_a_role_an_authority_or_those_who_are_late(self, chats: Chats, admin: Chat) -> None:
        assert "发给5人（全体）" in admin.says("/broadcast 请尽快")
        for label, count in (("填报", 2), ("还没报齐的", 2), ("分管领导", 1)):
            assert f"发给{count}人（{label}）" in admin.taps(label)
        admin.taps("按单位")
        assert "发给2人（崇川区）" in admin.taps("崇川区")
        assert "共2人" in admin.says("发出")
        assert [len(chats.of(person).receives()) for person in (11, 12, 13, 15, 16)] == [1, 0, 0, 0, 1]

    def test_its_number_is_of_those_who_are_reached_with_the_others_beside_it(
        self, chats: Chats, admin: Chat, unopened: None
    ) -> None:
        assert "发给5人（全体）（多半收不到：没打开过3人）：" in admin.says("/broadcast 请尽快")
        assert "共5人（多半收不到：没打开过3人）" in admin.says("发出")
        assert len(chats.of(21).receives()) == 1, "they are tried all the same"

    def test_its_sender_is_told_what_became_of_it_when_it_is_through(self, chats: Chats, admin: Chat) -> None:
        programme = chats.conversation.rules.programme
        new = Candidate(18, "周涛", "reporter", ("haian",))
        chats.store.write(lambda s: people.admit(s, OPERATOR, programme, [new], chats.now))
        assert "多半收不到：没打开过1人" in admin.says("/broadcast 请尽快")
        admin.says("发出")
        tick(chats, admin.now)
        assert not any("已发完" in text for text in admin.receives()), "some of it waits still"

        def unit(session: Session) -> None:
            fates = {11: "sent", 12: "dead", 13: "uncertain", 15: "sent", 16: "sent", 18: "dead"}
            for letter in outbox.claim(session, chats.now, 100):
                outbox.settle(session, [outbox.Settlement(letter.id, fates[letter.person])], chats.now)
            reachable.mark_unreachable(session, 12, chats.now)

        chats.store.write(unit)
        for _ in range(2):
            tick(chats, admin.now)
        (told,) = [text for text in admin.receives() if "已发完" in text]
        assert told.splitlines() == [
            "通知已发完：送到3人，共6人。", "停用了机器人：1人。", "没打开过机器人：1人。", "不知是否送到：1人。",
            "没送到的：李敏、刘洋、周涛。",
        ]

    def test_who_was_known_not_to_be_reached_is_counted_in_what_became_of_it_by_why(
        self, chats: Chats, admin: Chat, unopened: None
    ) -> None:
        chats.store.write(lambda s: reachable.mark_unreachable(s, 12, chats.now))
        chats.store.write(lambda s: reachable.mark_unreachable(s, 13, chats.now, "missing"))
        chats.store.write(lambda s: reachable.mark_unreachable(s, 21, chats.now, "missing"))
        admin.says("/broadcast 请尽快")
        admin.says("发出")

        def unit(session: Session) -> None:
            for letter in outbox.claim(session, chats.now, 100):
                outbox.settle(session, [outbox.Settlement(letter.id, "sent")], chats.now)

        chats.store.write(unit)
        tick(chats, admin.now)
        (told,) = [text for text in admin.receives() if "已发完" in text]
        assert told.splitlines() == [
            "通知已发完：送到5人，共8人。", "停用了机器人：1人。", "没打开过机器人：1人。", "找不到：1人。",
            "没送到的：李敏、刘洋、新21。",
        ]
        chats.of(12).says("你好")
        assert "停用了机器人：1人" in admin.says("刚才的通知发了多少人"), "as it was when it was sent"

    def test_of_a_message_of_before_it_is_not_known_why_some_were_sent_nothing(
        self, chats: Chats, admin: Chat
    ) -> None:
        admin.says("/broadcast 请尽快")
        admin.taps("分管领导")
        admin.says("发出")
        chats.store.write(lambda s: s.execute(update(Broadcast).values(people=3)))
        chats.of(16).receives()
        assert "停用或找不到、没有发：2人。" in admin.says("刚才的通知发了多少人")

    def test_while_some_of_it_waits_it_is_not_said_to_be_through_and_is_told_once_it_is(
        self, chats: Chats, admin: Chat
    ) -> None:
        admin.says("/broadcast 请尽快")
        admin.taps("分管领导")
        admin.says("发出")
        for minutes in (10, 11, 9):
            admin.waits(minutes=minutes)
            tick(chats, admin.now)
        (so_far,) = [text for text in admin.receives() if text.startswith("通知")]
        assert so_far.splitlines()[0] == "通知还没发完：已送到0人，共1人。"
        assert "还没发出：1人。" in so_far
        lead = chats.of(16)
        lead.now = admin.now
        assert any("请尽快" in text for text in lead.receives())
        for _ in range(2):
            tick(chats, admin.now)
        assert [text for text in admin.receives() if text.startswith("通知")] == ["通知已发完：送到1人，共1人。"]

    def test_who_was_removed_meanwhile_did_not_block_the_bot(self, chats: Chats, admin: Chat) -> None:
        admin.says("/broadcast 请尽快")
        admin.taps("分管领导")
        admin.says("发出")
        chats.store.write(lambda s: people.remove(s, OPERATOR, 16, chats.now))
        tick(chats, admin.now)
        (told,) = [text for text in admin.receives() if "已发完" in text]
        assert told.splitlines() == ["通知已发完：送到0人，共1人。", "已移除、没有发：1人。", "没送到的：陈静。"]

    def test_what_is_typed_does_nothing(self, chats: Chats, admin: Chat) -> None:
        admin.says("/broadcast <b>粗</b> & <a href='x'>点</a>")
        admin.says("发出")
        assert "<b>粗</b> & <a href='x'>点</a>" in chats.of(12).receives()[0]

    def test_without_the_word_it_is_not_sent(self, chats: Chats, admin: Chat) -> None:
        admin.says("/broadcast 试一下")
        assert "通知还没有发" in admin.says("好的发吧")
        assert "没有改动" in admin.says("先不发出")
        assert "开始发送" not in admin.says("发出")
        assert chats.of(12).receives() == []

    @pytest.mark.parametrize("said", [
        "刚才的通知发了多少人", "刚才那条通知多少人收到了", "群发有谁没收到", "通知发出去了吗", "上一条消息送到没有",
        "how many people got the message?", "who did not get the notice?",
    ])
    def test_what_became_of_it_is_answered(self, chats: Chats, admin: Chat, said: str) -> None:
        assert "还没有发过通知" in admin.says(said)
        admin.says("/broadcast 请快报")
        admin.says("发出")
        chats.of(12).receives()
        told = admin.says(said)
        assert "赵磊发的通知" in told
        assert "已送到1人，共5人" in told
        assert "已送到" not in chats.of(13).says(said)

    @pytest.mark.parametrize("said", [
        "通知里对高新占比怎么要求", "通知是什么时候发的", "通知所有填报人：收到多少数据了",
    ])
    def test_what_asks_of_the_policys_notice_is_none(self, admin: Chat, said: str) -> None:
        assert "还没有发过通知" not in admin.says(said)

    def test_it_can_be_left(self, chats: Chats, admin: Chat) -> None:
        admin.says("/broadcast 试一下")
        assert "没有发出" in admin.taps("不发了")
        assert chats.of(12).receives() == []

    def test_nobody_else_has_it(self, chats: Chats) -> None:
        for person in (11, 12, 13, 16):
            assert "没有 /broadcast" in chats.of(person).says("/broadcast 你好")


NOTICE = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（农历腊月二十九、周五）至11日（农历正月初六、周四）放假调休，共7天。1月31日（周日）、2月20日（周六）上班。
三、清明节：4月5日（周一）放假，与周末连休。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。4月25日（周日）、5月8日（周六）上班。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
国务院办公厅
2026年11月4日"""


class TestDaysOff:
    @pytest.fixture
    def december(self, chats: Chats, admin: Chat) -> Chat:
        """The first working morning of December 2026."""
        end_older_years(chats)
        admin.now = chats.now = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
        tick(chats, chats.now)
        return admin

    def test_they_are_asked_for_every_december_and_their_dates_are_enough(
        self, chats: Chats, december: Chat
    ) -> None:
        assert sum("2027年的放假安排还没有" in text for text in december.receives()) == 1
        tick(chats, december.now + timedelta(days=1))
        assert not any("放假安排" in text for text in december.receives())
        december.taps("粘贴放假安排")
        assert "“1月31日 周六”对不上" in december.says("2月5日至11日放假，1月31日（周六）上班")
        shown = december.says("2月5日至11日放假，1月31日上班")
        assert "2027年：放假 7 天，调休上班 1 天" in shown
        assert "当天没写放假：元旦（1月1日）、清明（4月5日）" in shown

    def test_a_pasted_notice_shows_what_it_moves_and_is_kept_by_a_button(
        self, chats: Chats, december: Chat
    ) -> None:
        december.receives()
        shown = december.says(NOTICE)
        assert "2027年：放假 25 天，调休上班 6 天" in shown
        assert "2026年数据截止：2027年2月1日（周一）18:00 → 2027年1月31日（周日）18:00" in shown
        assert "没写放假" not in shown
        assert "已记下2027年放假安排" in december.taps("照此记下")
        december.now = chats.now = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
        assert "1月31日（周日）18:00" in chats.of(12).says("/deadline")
        assert "暂定" not in chats.of(12).says("/deadline")
        tick(chats, chats.now)
        assert not any("放假安排" in text for text in december.receives())

    def test_a_second_notice_says_which_recorded_days_it_would_drop(self, december: Chat) -> None:
        december.says("2027年放假：2月5日至11日放假，1月30日、2月13日上班")
        december.taps("照此记下")
        shown = december.says("2027年放假：2月5日至8日放假，1月30日上班")
        assert "以前记下的放假将去掉：2027年2月9日–2027年2月11日" in shown or "放假将去掉：2月9日–2月11日" in shown
        assert "调休上班将去掉：2" in shown
        assert "将去掉" not in december.says("2027年放假：2月5日至11日放假，1月30日、2月13日上班")

    def test_a_few_days_change_only_themselves(self, december: Chat) -> None:
        december.says(NOTICE)
        december.taps("照此记下")
        shown = december.says("2027年2月18日放假")
        assert "2027年放假有变：多放 1 天，多上班 0 天\n放假：2月18日\n其他放假日子不变。" in shown
        assert "将去掉" not in shown
        assert "放假 26 天，上班 6 天" in december.taps("照此记下")
        assert "多放 0 天，多上班 1 天\n上班：2月18日" in december.says("2027年2月18日上班")
        assert "将去掉" not in december.says("2027年春节2月5日至12日放假"), "a holiday given anew takes its own place"
        assert "本来就是这样" in december.says("2027年2月5日放假"), "one day is no holiday given anew"
        assert "将去掉：2月9日–2月11日" in december.says("2027年春节2月5日至8日放假，1月30日、2月13日上班")

    def test_a_year_is_settled_by_all_festivals_only(self, chats: Chats, december: Chat) -> None:
        december.says("2027年2月5日至11日放假，1月31日上班")
        december.taps("照此记下")
        december.receives()
        tick(chats, december.now + timedelta(days=27))
        december.waits(days=27)
        assert any("还没有录全\n当天没写放假：元旦（1月1日）" in text for text in december.receives())

    def test_a_year_may_be_given_a_festival_at_a_time(self, chats: Chats, december: Chat) -> None:
        festivals = (
            "元旦1月1日至3日", "春节2月5日至11日", "劳动节5月1日至5日", "端午6月9日", "中秋9月15日",
            "国庆10月1日至7日", "清明4月3日至5日",
        )
        for festival in festivals:
            shown = december.says(f"2027年{festival}放假")
            assert "本来就是这样" not in shown, festival
            assert "已记下" in december.taps("照此记下")
        assert "再记：放假 3 天，调休上班 0 天\n放假：4月3日–4月5日\n其他放假日子不变。" in shown
        assert "没写放假" not in shown
        assert "本来就是这样" in december.says("2027年清明4月3日至5日放假")
        december.receives()
        tick(chats, december.now + timedelta(days=27))
        december.waits(days=27)
        assert not any("放假安排" in text for text in december.receives())
        december.now = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
        assert "暂定" not in december.says("/deadline")

    @pytest.mark.parametrize(("day", "year"), [("2026-11-20", 2027), ("2026-10-08", 2027), ("2026-10-07", 2026)])
    def test_the_year_asked_for_is_the_next_once_no_festival_is_to_come(
        self, admin: Chat, day: str, year: int
    ) -> None:
        admin.now = datetime.fromisoformat(f"{day}T10:00+08:00")
        assert f"请粘贴{year}年放假通知的全文" in admin.says("放假安排")

    def test_a_deadline_that_it_moves_is_told_to_whom_it_concerns(self, chats: Chats, december: Chat) -> None:
        december.now = chats.now = datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
        tick(chats, chats.now)
        reporter = chats.of(11)
        reporter.receives()
        december.says(NOTICE)
        december.taps("照此记下")
        assert any("2026年数据改为 1月31日（周日）18:00 截止\n原来：2月1日" in text for text in reporter.receives())

    @pytest.mark.parametrize(("at", "told"), [("2027-01-31 19:00", 1), ("2027-02-10 10:00", 0)])
    def test_a_deadline_that_is_past_is_told_of_only_where_it_was_still_ahead(
        self, chats: Chats, december: Chat, at: str, told: int
    ) -> None:
        december.now = chats.now = datetime.fromisoformat(f"{at}+08:00")
        tick(chats, chats.now)
        reporter = chats.of(11)
        reporter.receives()
        assert ("2026年数据截止：" in december.says(NOTICE)) == bool(told)
        december.taps("照此记下")
        assert sum("2026年数据改为" in text for text in reporter.receives()) == told

    def test_reminders_of_a_year_that_is_whole_do_not_move_since_nobody_gets_any(
        self, chats: Chats, admin: Chat, programme: Programme
    ) -> None:
        admin.now = chats.now = datetime(2027, 1, 20, 2, 0, tzinfo=UTC)
        shown = admin.says(NOTICE)
        assert "2026年数据截止" in shown
        assert "2026年“截止前7天”的提醒：1月25日 → 1月22日" in shown
        record(chats, programme, (2026,), programme.community)
        whole = admin.says(NOTICE)
        assert "2026年数据截止" in whole
        assert "2026年“" not in whole

    def test_a_stage_that_was_sent_is_not_sent_again_for_a_day_and_what_will_go_is_shown(
        self, chats: Chats, december: Chat
    ) -> None:
        december.now = chats.now = datetime(2027, 1, 18, 2, 0, tzinfo=UTC)
        chats.store.write(lambda s: people.confirm_all(s, OPERATOR, chats.now))
        tick(chats, chats.now)
        assert sum("2026年数据还差" in text for text in chats.of(11).receives()) == 1
        shown = december.says(NOTICE)
        assert "“截止前14天”" not in shown
        assert "2026年加发“截止前3天”的提醒：1月28日" in shown, "D-3 and D-1 fell on one day"
        december.taps("照此记下")
        letters = {}
        for day in range(18, 32):
            chats.now = datetime(2027, 1, day, 2, 0, tzinfo=UTC)
            tick(chats, chats.now)
            letters[day] = sum("2026年数据还差" in text for text in chats.of(11).receives())
        assert [day for day, count in letters.items() if count] == [22, 28, 29, 31]

    def test_what_goes_out_at_once_for_a_day_that_moved_nearer_is_shown(
        self, chats: Chats, december: Chat
    ) -> None:
        december.now = chats.now = datetime(2027, 1, 15, 2, 0, tzinfo=UTC)
        tick(chats, chats.now)
        assert "改了马上发一次提醒" in december.says("/deadline 2026 2027-02-03"), "what waits for the old day"
        for number in (11, 13, 15):
            chats.of(number).receives()
        assert "马上" not in december.says("/deadline 2026 2027-01-25"), "each had a letter today"
        december.now = datetime(2027, 1, 16, 2, 0, tzinfo=UTC)
        shown = december.says("/deadline 2026 2027-01-25")
        assert "之后发提醒的日子：1月18日、1月22日、1月25日、1月26日" in shown
        assert "报齐就停" in shown

    def test_a_holiday_made_longer_changes_only_its_own_days(self, chats: Chats, december: Chat) -> None:
        december.says(NOTICE)
        december.taps("照此记下")
        december.now = chats.now = datetime(2027, 2, 8, 2, 0, tzinfo=UTC)
        longer = "延长2027年春节假期至2月15日（正月初十，星期一），2月16日（星期二）起正常上班。"
        shown = december.says(longer)
        assert "2027年放假有变：多放 2 天，多上班 0 天" in shown
        assert "放假：2月12日、2月15日" in shown
        assert "将去掉" not in shown
        assert "放假 27 天，上班 6 天" in december.taps("照此记下")
        assert "本来就是这样" in december.says(longer)
        assert "哪个假期" in december.says("2027年的假期延长至2月17日")

    def test_dates_alone_are_read_or_it_is_said_why_not(self, chats: Chats, december: Chat) -> None:
        assert "2027年：放假 14 天" in december.says("2027年春节 1月29日至2月11日放假")
        assert "没有“2月30日”这样的日期" in december.says("2027年春节 2月30日放假")
        assert "请写中文" in december.says("2027 days off: 5 February to 11 February off, work on 30 January")
        december.says("2027年春节2月5日放假吗")
        assert "照此记下" not in december.buttons

    def test_who_is_no_admin_is_told_that_one_takes_the_days_off_in(self, chats: Chats, december: Chat) -> None:
        for said in (NOTICE, "2027年春节 1月29日至2月11日放假"):
            assert "放假安排由管理员来录" in chats.of(13).says(said)

    def test_asked_for_by_name_the_notice_is_awaited(self, chats: Chats, december: Chat) -> None:
        assert "请粘贴2027年放假通知的全文" in december.says("2027年放假安排")
        assert "2027年：放假 7 天" in december.says("2月5日至11日放假，1月31日上班")
        assert "请粘贴" not in chats.of(13).says("2027年放假安排")

    def test_others_and_other_texts_are_left_alone(self, chats: Chats, december: Chat) -> None:
        assert "放假 25 天" not in chats.of(13).says(NOTICE)
        december.says("国庆放假安排是什么")
        assert "照此记下" not in december.buttons
        assert "“2月30日”" in december.says(NOTICE.replace("2月5日", "2月30日"))

"""What the city does: decisions, years that end and begin again, deadlines that move, days off."""

from __future__ import annotations

from datetime import date, datetime

from tests.reminders.letters import Decision
from tests.reminders.naming import task_name
from tests.reminders.oracle import DAY, deadline_day
from tests.reminders.passing import BY_ADMINS, Event, Passing
from zc_bot.reminders.country import left_out
from zc_bot.storage import people

DECIDED = {"chongchuan": "崇川区", "haian": "海安市", "rudong": "如东县", "qidong": "启东市"}
"""Whom decisions are about; nobody stands for the last."""


class City(Passing):
    """Reviewers note decisions; an admin moves, ends and reopens years and pastes notices."""

    def _decisions(self) -> None:
        """A reviewer notes what an authority is to do by a day; most of it is done at some time."""
        for _ in range(self._times(20)):
            at, name = self._some((10, 15)), task_name(next(self.numbers))
            ahead = self.random.choice([1, 2, 5, 20, 40])
            self.events[at].append(self._decide(self.random.choice(list(DECIDED)), name, ahead))
            if self.random.random() < 0.7:
                later = self.random.randrange(1, ahead + 15)
                self.events[self._local(at.date() + later * DAY, 15)].append(self._finish(name))

    def _decide(self, authority: str, name: str, ahead: int) -> Event:
        def happen(now: datetime) -> None:
            due = now.date() + ahead * DAY
            chat = self.chat(13, now)
            assert name in chat.says(f"/record 事项 {DECIDED[authority]}{name} {due}前")
            chat.taps("确认登记")
            self.expected.decide(Decision(name, authority, due), now.replace(tzinfo=None))

        return happen

    def _finish(self, name: str) -> Event:
        def happen(now: datetime) -> None:
            found = [one for one in self.expected.decisions if one.name == name]
            if found:
                chat = self.chat(13, now)
                assert name in chat.says(f"{name}事项已办结")
                chat.taps("办结")
                self.expected.finish(found[0], now.replace(tzinfo=None))

        return happen

    def _admins(self) -> None:
        for _ in range(self._times(10)):
            self.events[self._some(BY_ADMINS)].append(self._move)
        for year in range(2017, self.end.year):
            if year == self.start.year - 1 or self.random.random() < 0.5:
                day = date(year + 1, 4, 1) + self.random.randrange(200) * DAY
                self.events[self._local(day, 10.5)].append(self._end(year))
                self.events[self._local(day + self.random.randrange(5, 60) * DAY, 19.5)].append(self._reopen(year))
        for month in range(0, (self.end - self.start).days, 100):
            at = self._local(self.start + month * DAY, 7)
            self.store.write(lambda s, at=at: people.confirm_all(s, self.who(s, 14), at))

    def _move(self, now: datetime) -> None:
        expected, at, year = self.expected, now.replace(tzinfo=None), now.year - 1
        if year in expected.world.ended or at < datetime(now.year, 1, 7):
            return
        day = (at + self.random.randrange(2, 50) * DAY).date()
        hour = self.random.choice([None, None, 9, 12, 20])
        chosen: date = day if hour is None else datetime(day.year, day.month, day.day, hour)
        before = expected.deadline(year)
        chat = self.chat(14, now)
        chat.says(f"/deadline {year} {day}" + (f" {hour}点" if hour else ""))
        assert "已改" in chat.taps("确认改期")
        expected.world.moved[year] = chosen
        if expected.deadline(year) != before:
            self._changed(at, year, "moved")

    def _changed(self, at: datetime, year: int, change: str) -> None:
        for one in self.expected.world.people:
            due = bool(one.communities & self.due[year]) if one.role in {"reporter", "lead"} else False
            if one.id != 14 and not one.unreachable and (due or one.role in {"reviewer", "admin"}):
                self.expected.add(at, change, year, at.isoformat(), one.id)

    def _end(self, year: int) -> Event:
        def happen(now: datetime) -> None:
            chat = self.chat(14, now)
            chat.says(f"/deadline {year} 结束")
            assert "已结束" in chat.says("结束")
            self.expected.world.ended.add(year)
            self._changed(now.replace(tzinfo=None), year, "ended")

        return happen

    def _reopen(self, year: int) -> Event:
        def happen(now: datetime) -> None:
            if year in self.expected.world.ended:
                chat = self.chat(14, now)
                chat.says(f"/deadline {year} 重开")
                assert "已重新开放" in chat.taps("确认重开")
                self.expected.world.ended.discard(year)
                self._changed(now.replace(tzinfo=None), year, "reopened")

        return happen

    def _notices(self) -> None:
        """A notice of days off is pasted in December, late in it, in January, or never."""
        for year in range(self.start.year + 1, self.end.year + 1):
            day = self.random.choice([date(year - 1, 12, 8), date(year - 1, 12, 28), date(year, 1, 12), None])
            if day is not None:
                self.events[self._local(day, 19.5)].append(self._notice(year))

    def _notice(self, year: int) -> Event:
        def happen(now: datetime) -> None:
            expected, at = self.expected, now.replace(tzinfo=None)
            first = date(year, 1, 14) + self.random.randrange(60) * DAY
            last = first + self.random.randrange(2, 9) * DAY
            worked = next(day for day in (last + n * DAY for n in range(1, 9)) if day.weekday() == 5)
            off = {first + n * DAY: False for n in range((last - first).days + 1)}
            rest = set(left_out(year, {*off, worked}).values()) if self.random.random() < 0.5 else set()
            chat = self.chat(14, now)
            chat.says(
                f"{year}年放假安排：{first.month}月{first.day}日至{last.month}月{last.day}日放假，"
                f"共{(last - first).days + 1}天。{worked.month}月{worked.day}日（周六）上班。"
                + "".join(f"{day.month}月{day.day}日放假。" for day in sorted(rest))
            )
            before = {one: expected.deadline(one) for one in expected.open_years(at)}
            assert "已记下" in chat.taps("照此记下")
            expected.world.announced[year] = off | {worked: True} | dict.fromkeys(rest, False)
            if rest:
                expected.world.settled.add(year)
            deadline_day.cache_clear()
            for one, deadline in before.items():
                if expected.deadline(one) != deadline and expected.deadline(one) > at:
                    self._changed(at, one, "moved")

        return happen

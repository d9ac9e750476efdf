"""What is handed in and reviewed: figures, what was granted, stories."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.reminders.naming import task_name, task_number
from tests.reminders.oracle import DAY
from tests.reminders.passing import BY_ADMINS, TICKS, Event, Passing
from zc_bot.storage import figures, review
from zc_bot.storage.observations import Entry
from zc_bot.storage.store import Session

BESIDES = frozenset({"record", "showing"})
"""What waits for review besides figures."""


class Reported(Passing):
    """Reporters hand in, a department notes what it granted, a reviewer decides."""

    def _reports(self) -> None:
        reporters = [one for one in self.expected.world.people if one.role == "reporter"]
        for year, places in self.expected.world.gaps.items():
            for place in places:
                mine = [one.id for one in reporters if place in one.communities]
                codes = [item.code for item in self.programme.metrics]
                for code in self.random.sample(codes, self.random.choice([22, 22, 21, 18])) if mine else []:
                    day = date(year + 1, 1, 6) + self.random.randrange(75) * DAY
                    if self.start <= day < self.end:
                        free = [hour for hour in TICKS if hour not in BY_ADMINS]
                        at = self._local(day, self.random.choice(free))
                        self.events[at].append(self._report(self.random.choice(mine), place, year, code))

    def _type(self, person: int, place: str, year: int, code: str, now: datetime) -> None:
        """Hand a yes in by the chat, of which the colleagues who report for the same are told once a day."""
        metric, name = self.programme.metric[code].name.zh, self.programme.community[place].name("zh")
        chat = self.chat(person, now)
        chat.says(f"{name} {year} {metric} 有")
        assert "编号" in chat.taps("确认")
        for one in self.expected.of_role("reporter"):
            if one.id != person and place in one.communities and not one.unreachable:
                letter = ("sibling", str(person), place, str(year), now.date().isoformat(), str(one.id))
                self.expected.letters.setdefault(letter, now.replace(tzinfo=None))

    def _report(self, person: int, place: str, year: int, code: str) -> Event:
        typed = self.programme.metric[code].kind == "yesno" and self.random.random() < 0.3

        def happen(now: datetime) -> None:
            if person in self.expected.away:
                return
            # Who has stopped the bot cannot write to it.
            is_open = year in self.expected.open_years(now.replace(tzinfo=None))
            if typed and is_open and self.expected.is_there(person):
                self._type(person, place, year, code, now)
            else:
                entry = Entry(place, code, year, Decimal(1))
                self.store.write(lambda s: figures.record(
                    s, self.who(s, person), self.programme, [entry], operation=f"r{next(self.numbers)}",
                    way="dialogue", now=now))
            gaps = self.expected.world.gaps[year]
            gaps[place].remove(code)
            self.expected.waiting[place, year][code] = now.date()
            if not gaps[place]:
                del gaps[place]

        return happen

    def _reviews(self) -> None:
        def approve(now: datetime) -> None:
            waiting = [key for key, found in self.expected.waiting.items() if found and key[0] not in BESIDES]
            if not waiting:
                return
            place, year = self.random.choice(waiting)

            def unit(session: Session) -> None:
                who = self.who(session, 13)
                there = review.waiting(session, who, self.programme, place, year)
                review.approve(session, who, [one.id for one in there], now)

            self.store.write(unit)
            self.expected.waiting[place, year].clear()

        for _ in range(self._times(60)):
            self.events[self._some()].append(approve)

    def _records(self) -> None:
        """An authority and a member department note what was granted, which waits for review with its stories."""
        for _ in range(self._times(8)):
            self.events[self._some((10, 15))].append(self._note(15, "新材料"))
            self.events[self._some((10, 15))].append(self._note(22, "通创"))
            self.events[self._some((10, 15))].append(self._tell)
            self.events[self._some((12.25, 21))].append(self._approve_records)
            self.events[self._some((12.25, 21))].append(self._decide_on_stories)

    def _note(self, person: int, community: str) -> Event:
        def happen(now: datetime) -> None:
            if self.expected.is_there(person):
                chat, name = self.chat(person, now), task_name(next(self.numbers))
                chat.says(f"/record 补助 {community} 50万元 {now.date()} 创业活动{name}")
                assert "待市里审核" in chat.taps("确认登记")
                self._hand_in("record", name, person, now)

        return happen

    def _tell(self, now: datetime) -> None:
        """王芳 tells a practice worth copying."""
        chat, name = self.chat(11, now), task_name(next(self.numbers))
        chat.says("/progress")
        for tapped in ("经验做法", "通创社区"):
            chat.taps(tapped)
        for said in (name, "一窗受理，当天办结"):
            chat.says(said)
        for tapped in ("没有照片", "没有点名"):
            chat.taps(tapped)
        assert "待市里审核" in chat.taps("提交审核")
        self._hand_in("showing", name, 11, now)

    def _hand_in(self, kind: str, name: str, person: int, now: datetime) -> None:
        self.waits[kind].append((name, person))
        self.expected.waiting[kind, task_number(name)][""] = now.date()
        for one in self.expected.of_role("reviewer"):
            self.expected.add(now.replace(tzinfo=None), kind, name, "told", one.id)

    def _approve_records(self, now: datetime) -> None:
        """A reviewer approves what was noted, the longest waiting first."""
        for name, person in self.waits["record"]:
            chat = self.chat(13, now)
            assert name in chat.says("/record")
            chat.taps("通过")
            self._settled("record", name, "approved", person, now)
        self.waits["record"].clear()

    def _decide_on_stories(self, now: datetime) -> None:
        """A reviewer approves a story or sends it back, the longest waiting first."""
        for name, person in self.waits["showing"]:
            chat = self.chat(13, now)
            chat.says("/review")
            chat.taps("审核进度和故事")
            assert name in chat.taps(name)
            if self.random.random() < 0.7:
                chat.taps("通过并展示")
                self._settled("showing", name, "approved", person, now)
            else:
                chat.taps("退回")
                chat.says("请补充成效和数据")
                self._settled("showing", name, "returned", person, now)
        self.waits["showing"].clear()

    def _settled(self, kind: str, name: str, how: str, person: int, now: datetime) -> None:
        del self.expected.waiting[kind, task_number(name)]
        self.expected.add(now.replace(tzinfo=None), kind, name, how, person)

"""Years of the real bot on a real database: people say what they want, and each letter is as it was worked out apart.

Beside the year's reminders (put off, muted, handed over both ways and taken back; nudges by hand; moved, ended and
reopened years; days off; who leaves and comes back): what people set for themselves, messages to many and what became
of them, what a colleague handed in, what waits for review for five working days, what was decided and falls due, the
question of December, and the menus.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.chat.conftest import Chat
from tests.reminders.letters import Cover, Decision, Expected, Letter, Menu, Own
from tests.reminders.naming import ZONE, named, task_name
from tests.reminders.oracle import DAY, Person, World, deadline_day
from zc_bot.chat import ticking
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.turn import Rules
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage import figures, ledger, outbox, people, review, schema
from zc_bot.storage.figures import Entry
from zc_bot.storage.outbox import Settlement
from zc_bot.storage.people import Candidate
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Outbox
from zc_bot.texts.catalog import texts_for

PEOPLE = (
    Candidate(11, "王芳", "reporter", ("chongchuan",)), Candidate(12, "李敏", "viewer"),
    Candidate(13, "刘洋", "reviewer"), Candidate(14, "赵磊", "admin"),
    Candidate(15, "张伟", "reporter", ("haian",)), Candidate(16, "陈静", "lead", ("chongchuan",)),
    Candidate(17, "周涛", "reporter", ("chongchuan",)), Candidate(18, "孙丽", "reporter", ("gangzha",)),
    Candidate(19, "卫平", "reporter", ("rugao", "rudong")), Candidate(20, "冯洁", "lead", ("haian",)),
    Candidate(21, "吴昊", "reporter", ("rudong",)),
)
TICKS = (8.75, 9, 10, 10.5, 12.25, 15, 17.75, 18, 19.5, 21)
BY_ADMINS = (10.5, 19.5)
"""At these hours only admins act: what they change goes out with it, before anything else can happen."""
NAMES = {"chongchuan": "崇川区", "haian": "海安市", "gangzha": "港闸区"}
CONFIRMED = 2018
KINDS = {
    "remind", "own", "broadcast", "through", "overdue", "early", "late", "provisional", "moved", "ended", "reopened",
    "nudge", "asked", "taken", "back", "declined", "taken_back", "alone", "sibling", "removed", "decision",
}
DECIDED = {"chongchuan": "崇川区", "haian": "海安市", "rudong": "如东县", "qidong": "启东市"}
"""Whom decisions are about; nobody stands for the last."""
COVERS = ((11, 17), (11, 17), (17, 11), (19, 21), (21, 19))
"""Who asks whom to report instead: of the same authority, or of one that only a part of it is shared with."""
Event = Callable[[datetime], None]


class Years:
    """What happens in one stretch, drawn from a seed; the bot and what is expected of it side by side."""

    def __init__(self, seed: int, store: Store, programme: Programme, start: date, end: date) -> None:
        calendar = programme.calendar.model_copy(update={"confirmed_through": CONFIRMED})
        programme = programme.model_copy(update={"calendar": calendar})
        self.programme, self.store, self.start, self.end = programme, store, start, end
        self.rules = Rules(programme, Lexicon.build(programme), WorkingDays(calendar), ZONE)
        self.conversation, self.random = Conversation(self.rules), random.Random(seed)
        self.expected = Expected(self._world(), CONFIRMED)
        self.events: dict[datetime, list[Event]] = defaultdict(list)
        self.texts: dict[int, str] = {}
        self.menus: list[Menu] = []
        self.numbers = iter(range(1, 100_000))
        store.write(lambda s: self._admit(s, self._local(start)))
        for plan in (self._reports, self._reviews, self._owns, self._broadcasts, self._blocks, self._nudges,
                     self._covers, self._admins, self._notices, self._pauses, self._leavers, self._decisions,
                     self._records):
            plan()
        self.rests = {start + self.random.randrange((end - start).days) * DAY for _ in range(self._times(13))}
        self.crashes = {start + self.random.randrange((end - start).days) * DAY for _ in range(self._times(20))}

    def _world(self) -> World:
        of, programme = self.programme.of_authority, self.programme
        everybody = [
            Person(one.id, one.role, frozenset(code for own in one.authorities for code in of[own]), one.authorities)
            for one in PEOPLE
        ]
        codes = [item.code for item in programme.metrics]
        years = range(2017, self.end.year + 1)
        gaps = {year: {one.code: list(codes) for one in programme.communities if one.start <= year} for year in years}
        world = World(everybody, gaps)
        self.due = {year: frozenset(places) for year, places in gaps.items()}
        return world

    def _admit(self, session: Session, now: datetime) -> None:
        people.admit(session, OPERATOR, self.programme, PEOPLE, now)
        for one in PEOPLE:
            people.meet(session, one.id, now)

    def _local(self, day: date, hour: float = 8) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(hours=hour)

    def _day(self) -> date:
        return self.start + self.random.randrange((self.end - self.start).days) * DAY

    def _some(self, hours: tuple[float, ...] = ()) -> datetime:
        free = hours or tuple(hour for hour in TICKS if hour not in BY_ADMINS)
        return self._local(self._day(), self.random.choice(free))

    def _times(self, a_year: int) -> int:
        return max(1, a_year * (self.end - self.start).days // 365)

    def chat(self, person: int, now: datetime) -> Chat:
        return Chat(self.conversation, self.store, person, now)

    def who(self, session: Session, person: int) -> Principal:
        found = people.find(session, person)
        assert found is not None
        return found

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
            waiting = [key for key, found in self.expected.waiting.items() if found and key[0] != "record"]
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

    def _owns(self) -> None:
        for _ in range(self._times(40)):
            at, person = self._some((8.75, 12.25, 21)), self.random.choice([one.id for one in PEOPLE])
            kind, hour = self.random.choice(["once", "once", "daily", "weekly"]), self.random.randrange(7, 21)
            name, ahead = f"核对甲{next(self.numbers):05}", self.random.randrange(1, 40)
            self.events[at].append(self._set_own(person, kind, hour, name, ahead))
            self.events[at + self.random.randrange(2, 45) * DAY].append(self._drop_own(person, name))

    def _set_own(self, person: int, kind: str, hour: int, name: str, ahead: int) -> Event:
        def happen(now: datetime) -> None:
            if not self.expected.is_there(person):
                return
            first = (now + ahead * DAY).replace(hour=hour, minute=0, tzinfo=None)
            if kind == "daily":
                first = now.replace(hour=hour, minute=0, tzinfo=None)
                first += DAY * (first <= now.replace(tzinfo=None))
            weekday = "一二三四五六日"[first.weekday()]
            said = {"once": f"{first.month}月{first.day}日", "daily": "每天", "weekly": f"每周{weekday}"}[kind]
            if kind == "weekly":
                while first - 7 * DAY > now.replace(tzinfo=None):
                    first -= 7 * DAY
            assert "已设提醒" in self.chat(person, now).says(f"/remind {said} {hour}点 {name}")
            self.expected.owns.append(Own(person, first, kind, name))

        return happen

    def _drop_own(self, person: int, name: str) -> Event:
        def happen(now: datetime) -> None:
            found = [one for one in self.expected.owns if one.name == name]
            if found and self.expected.is_there(person):
                chat = self.chat(person, now)
                assert chat.says(f"取消{name}").endswith(name)
                chat.taps("确认取消")
                self.expected.owns.remove(found[0])

        return happen

    def _broadcasts(self) -> None:
        for _ in range(self._times(8)):
            self.events[self._some((9, 15))].append(self._broadcast(self.random.choice(["all", "reporter", "late"])))

    def _broadcast(self, to: str) -> Event:
        def happen(now: datetime) -> None:
            chat, texts = self.chat(14, now), texts_for("zh")
            chat.says(f"/broadcast 请核对第{next(self.numbers)}批")
            if to != "all":
                chat.taps("填报" if to == "reporter" else texts.plain("oversee.broadcast.late"))
            aimed = [one for one in self.expected.world.people if one.id != 14
                     and (to == "all" or one.role == "reporter")]
            if to == "late":
                years = self.expected.open_years(now.replace(tzinfo=None))
                owing = set(self.expected.world.gaps.get(years[-1], {})) if years else set()
                aimed = [one for one in aimed if one.communities & owing]
            told = [one for one in aimed if not one.unreachable]
            if not told:
                return
            assert "开始发送" in chat.says("发出")
            self.expected.broadcasts += 1
            number, at = self.expected.broadcasts, now.replace(tzinfo=None)
            self.expected.sendings.append((number, at, [one.id for one in told], len(aimed)))
            for one in told:
                self.expected.add(at, "broadcast", number, one.id)

        return happen

    def _blocks(self) -> None:
        """Somebody stops the bot, and begins it again after some weeks."""
        for person in (15, 18, 12):
            day = self.start
            while (day := day + self.random.randrange(60, 200) * DAY) < self.end - 60 * DAY:
                self.events[self._local(day, 9)].insert(0, self._block(person))
                day += self.random.randrange(10, 40) * DAY
                self.events[self._local(day, 9)].insert(0, self._unblock(person))

    def _block(self, person: int) -> Event:
        return lambda now: self.expected.blocked.add(person)

    def _unblock(self, person: int) -> Event:
        def happen(now: datetime) -> None:
            self.expected.blocked.discard(person)
            self.expected.person(person).unreachable = False
            self.store.write(lambda s: people.meet(s, person, now))

        return happen

    def _nudges(self) -> None:
        for _ in range(self._times(30)):
            self.events[self._some((10, 15, 21))].append(self._nudge(self.random.choice(list(NAMES))))

    def _nudge(self, authority: str) -> Event:
        def happen(now: datetime) -> None:
            chat, places = self.chat(13, now), frozenset(self.programme.of_authority[authority])
            chat.says(f"催一下{NAMES[authority]}")
            asked = self.expected.nudge(authority, places, now.replace(tzinfo=None)) is not None
            assert ("确认催" in chat.buttons) is asked
            if asked:
                assert "已催 1 个单位" in chat.taps("确认催")

        return happen

    def _covers(self) -> None:
        for _ in range(self._times(24)):
            self.events[self._some((12.25, 21))].append(self._cover)
            self.events[self._some((10, 15))].append(self._take_back)

    def _cover(self, now: datetime) -> None:
        """Somebody asks a colleague to report the newest open year: yes, no, or nothing is said."""
        answers = ["好，我来填", "好，我来填", "好，我来填", "不方便代填", ""]
        self._hand_over(*self.random.choice(COVERS), self.random.choice(answers), now)

    def _shared(self, asker: int, colleague: int) -> frozenset[str]:
        """Return the communities that both report for."""
        own = {one.id: set(one.authorities) for one in PEOPLE}
        both = own[asker] & own[colleague]
        return frozenset(place for code in both for place in self.programme.of_authority[code])

    def _hand_over(self, asker: int, colleague: int, answer: str, now: datetime) -> None:
        expected, at = self.expected, now.replace(tzinfo=None)
        years, places = expected.open_years(at), self._shared(asker, colleague)
        owed = bool(years) and any(expected.world.gaps.get(years[-1], {}).get(place) for place in places)
        gone = {asker, colleague} & (expected.away.keys() | expected.blocked)
        silent = not {asker, colleague} & expected.away.keys() and expected.person(colleague).unreachable
        if not owed or gone or silent or any(one.asker == asker for one in expected.covers):
            return
        year, name = years[-1], next(one.name for one in PEOPLE if one.id == colleague)
        chat = self.chat(asker, now)
        chat.says(f"请{name}代填{year}年")
        said = chat.taps(f"请{name}代填")
        theirs = [one for one in expected.covers if (one.asker, one.colleague, one.year) == (colleague, asker, year)]
        if any(one.taken for one in theirs):
            assert "不能互相代填" in said
            return
        assert f"已问{name}能否代填" in said
        expected.add(at, "asked", year, at.isoformat(), colleague)
        cover = Cover(asker, colleague, year, places, expected.working_days_later(at, 2))
        if answer.startswith("好"):
            assert "好，请您来填" in self.chat(colleague, now).says(answer)
            expected.add(at, "taken", year, at.isoformat(), asker)
            cover.taken = True
        elif answer:
            assert "已告诉对方" in self.chat(colleague, now).says(answer)
            expected.add(at, "declined", year, at.isoformat(), asker)
            return
        expected.covers.append(cover)

    def _take_back(self, now: datetime) -> None:
        for asker in {one.asker for one in self.expected.covers if self.random.random() < 0.5}:
            if asker in self.expected.away:
                continue
            mine = [one for one in self.expected.covers if one.asker == asker]
            assert "已收回" in self.chat(asker, now).says("我自己填")
            for one in mine:
                self.expected.covers.remove(one)
                if one.colleague not in self.expected.away:
                    at = now.replace(tzinfo=None)
                    self.expected.add(at, "taken_back", one.year, at.isoformat(), one.colleague)

    def _pauses(self) -> None:
        """Who reports puts reminders off, mutes a year's, or wants them again."""
        for _ in range(self._times(60)):
            at, person = self._some(), self.random.choice([one.id for one in PEOPLE if one.role == "reporter"])
            ahead, hour = self.random.choice([0, 1, 1, 3, 10]), self.random.choice([8.5, 9, 9.5, 12, 16, 20.5])
            kind = self.random.choice(["tomorrow", "typed", "typed", "typed", "mute"])
            self.events[at].append(self._pause(person, kind, ahead, hour))

    def _pause(self, person: int, kind: str, ahead: int, hour: float) -> Event:
        def happen(now: datetime) -> None:
            expected, at = self.expected, now.replace(tzinfo=None)
            years = expected.open_years(at)
            until = datetime(at.year, at.month, at.day) + ahead * DAY + timedelta(hours=hour)
            # What a kill left in doubt and is put off then is sent once more, which is not worked out here.
            if not years or not expected.is_there(person) or until <= at or at.date() in self.crashes:
                return
            chat, who = self.chat(person, now), expected.person(person)
            assert "什么时候再提醒" in chat.says("以后再提醒")
            if kind == "mute":
                ahead_of = at < expected.deadline(years[-1])
                assert "提醒您" in chat.taps("只在截止前两次提醒" if ahead_of else "这年不再提醒")
                who.muted_year, who.snoozed_until = years[-1], None
                self.events[now + self.random.randrange(1, 20) * DAY].append(self._unmute(person, chat.buttons))
                return
            if kind == "tomorrow":
                until = datetime(at.year, at.month, at.day, 9) + DAY
                said = chat.taps("明天上午")
            else:
                chat.taps("打字写时间")
                half = "半" if hour % 1 else ""
                said = chat.says(f"{until.year}年{until.month}月{until.day}日{int(hour)}点{half}")
            last = expected.last_call(at)
            refused = last is not None and last < until
            assert ("最晚只能放到" if refused else "再提醒。") in said
            if refused:
                chat.says("/cancel")
            else:
                who.snoozed_until = until

        return happen

    def _unmute(self, person: int, buttons: dict[str, str]) -> Event:
        def happen(now: datetime) -> None:
            if self.expected.is_there(person) and self.expected.person(person).muted_year is not None:
                chat = self.chat(person, now)
                chat.buttons = buttons
                assert "提醒照常" in chat.taps("恢复提醒")
                who = self.expected.person(person)
                who.muted_year = who.snoozed_until = None

        return happen

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

    def _records(self) -> None:
        """张伟 notes what was granted, which waits for review until all such are approved."""

        def note(now: datetime) -> None:
            if self.expected.is_there(15):
                chat = self.chat(15, now)
                chat.says(f"/record 补助 新材料 50万元 {now.date()} 创业活动")
                chat.taps("确认登记")
                self.expected.waiting["record", next(self.numbers)][""] = now.date()

        def approve(now: datetime) -> None:
            def unit(session: Session) -> None:
                who = self.who(session, 13)
                for one in ledger.load(session, who).waiting():
                    ledger.change(session, who, self.programme, one.id, now, approve=True)

            self.store.write(unit)
            for key in [key for key in self.expected.waiting if key[0] == "record"]:
                del self.expected.waiting[key]

        for _ in range(self._times(8)):
            self.events[self._some((10, 15))].append(note)
            self.events[self._some((12.25, 21))].append(approve)

    def _leavers(self) -> None:
        """An admin removes somebody, who comes back after some weeks."""
        for person in (17, 19, 20):
            day = self.start
            while (day := day + self.random.randrange(30, 250) * DAY) < self.end - 60 * DAY:
                if person == 17:  # Somebody reports instead of who leaves.
                    self.events[self._local(day - DAY, 12.25)].append(
                        lambda now: self._hand_over(17, 11, "好，我来填", now))
                self.events[self._local(day, self.random.choice(BY_ADMINS))].append(self._remove(person))
                day += self.random.randrange(5, 40) * DAY
                self.events[self._local(day, 19.5)].append(self._come_back(person))

    def _remove(self, person: int) -> Event:
        def happen(now: datetime) -> None:
            expected, name = self.expected, next(one.name for one in PEOPLE if one.id == person)
            if person in expected.away:  # Their coming back fell on a day on which the bot rested.
                return
            chat = self.chat(14, now)
            chat.says(f"/people {name}")
            for label in (name, "移除", "确认移除"):
                said = chat.taps(label)
            assert name in said
            expected.away[person] = expected.person(person)
            expected.world.people.remove(expected.away[person])
            expected.owns = [one for one in expected.owns if one.person != person]
            expected.take_back(person, now.replace(tzinfo=None))
            expected.add(now.replace(tzinfo=None), "removed", now.replace(tzinfo=None).isoformat(), person)

        return happen

    def _come_back(self, person: int) -> Event:
        def happen(now: datetime) -> None:
            if (one := self.expected.away.pop(person, None)) is None:
                return
            who = [candidate for candidate in PEOPLE if candidate.id == person]
            self.store.write(lambda s: people.admit(s, OPERATOR, self.programme, who, now))
            self.expected.world.people.append(Person(person, one.role, one.communities, one.authorities))

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
            chat = self.chat(14, now)
            chat.says(
                f"{year}年放假安排：{first.month}月{first.day}日至{last.month}月{last.day}日放假，"
                f"共{(last - first).days + 1}天。{worked.month}月{worked.day}日（周六）上班。"
            )
            before = {one: expected.deadline(one) for one in expected.open_years(at)}
            assert "已记下" in chat.taps("照此记下")
            off = {first + n * DAY: False for n in range((last - first).days + 1)}
            expected.world.announced[year] = off | {worked: True}
            deadline_day.cache_clear()
            for one, deadline in before.items():
                if expected.deadline(one) != deadline and expected.deadline(one) > at:
                    self._changed(at, one, "moved")

        return happen

    def run(self) -> None:
        """Let everything happen, tick by tick; on days of rest nothing is asked of the bot."""
        for day in (self.start + n * DAY for n in range((self.end - self.start).days)):
            for hour in TICKS:
                now = self._local(day, hour)
                acts = () if day in self.rests else self.events.get(now, ())
                for act in acts:
                    act(now)
                if day not in self.rests:
                    self.store.write(lambda s, now=now: self._tick(s, now))
                    self.expected.tick(now.replace(tzinfo=None))
                    self._deliver(now, dies=day in self.crashes and hour in (9, 12.25) and not acts)

    def _tick(self, session: Session, now: datetime) -> None:
        outbox.recover(session, now)
        ticking.tick(session, self.rules, now)
        for person in people.menus_due(session, 100):
            found = people.find(session, person)
            menu = None if found is None else f"{found.role}:{found.lang}"
            people.note_menu(session, person, menu)
            self.menus.append((now.replace(tzinfo=None), person, "" if found is None else found.role))

    def _deliver(self, now: datetime, dies: bool) -> None:
        """Send what waits, to who blocked the bot in vain; a process that dies has claimed and settled nothing."""

        def unit(session: Session) -> None:
            while found := outbox.claim(session, now, 1000):
                self.texts |= {one.id: str(one.payload.get("text", "")) for one in found}
                if dies:
                    return
                gone = self.expected.blocked
                outbox.settle(session, [
                    Settlement(one.id, "dead" if one.person in gone else "sent", message_id=one.id) for one in found
                ], now)
                for person in {one.person for one in found} & gone:
                    people.mark_unreachable(session, person, now)

        self.store.write(unit)

    def out(self) -> dict[Letter, datetime]:
        """Return every letter that was put out and not taken back, with its moment, of those that are expected."""
        rows = self.store.read(lambda s: s.execute(select(Outbox).where(col(Outbox.state) != "cancelled")).all())
        found = {}
        for row in rows:
            made = row.made_at.astimezone(ZONE).replace(tzinfo=None)
            if (name := named(row.key or "", row.person, self.texts.get(row.id, ""), made)) is not None:
                found[name] = made
        return found

    def differences(self) -> list[str]:
        """Return what went out and should not have, or should have and did not, the first of it first."""
        out, expected = self.out().items(), self.expected.letters.items()
        found = [(at, f"too much: {letter}") for letter, at in out - expected]
        found += [(at, f"missing: {letter}") for letter, at in expected - out]
        menus = set(self.menus) ^ set(self.expected.menus)
        found += [(at, f"menu of {person}, {role or 'taken away'}") for at, person, role in menus]
        return [f"{at:%Y-%m-%d %H:%M} {what}" for at, what in sorted(found)][:20]


def years(seed: int, programme: Programme, folder: Path, start: date, end: date) -> Years:
    """Let a stretch pass, whose letters must be those that were worked out apart."""
    store = Store(f"sqlite:///{folder / 'years.sqlite3'}")
    schema.ensure(store.engine)
    passed = Years(seed, store, programme, start, end)
    passed.run()
    assert not passed.differences()
    store.engine.dispose()
    return passed


def test_every_letter_around_a_deadline_is_as_worked_out_apart(programme: Programme, tmp_path: Path) -> None:
    assert len(years(1, programme, tmp_path, date(2019, 1, 25), date(2019, 2, 20)).expected.letters) > 30


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 4))
def test_every_letter_of_three_years_is_as_worked_out_apart(seed: int, programme: Programme, tmp_path: Path) -> None:
    passed = years(seed, programme, tmp_path, date(2019, 1, 1), date(2022, 1, 1))
    assert {letter[0] for letter in passed.expected.letters} >= KINDS
    assert any(letter[2].startswith("later-") for letter in passed.expected.letters if letter[0] == "remind")

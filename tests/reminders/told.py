"""What people are told by one another: what they set for themselves, messages to many, nudges by hand."""

from __future__ import annotations

from datetime import datetime

from tests.reminders.letters import Own
from tests.reminders.oracle import DAY, Person
from tests.reminders.passing import PEOPLE, Event, Passing
from zc_bot.texts.catalog import texts_for

NAMES = {"chongchuan": "崇川区", "haian": "海安市", "gangzha": "港闸区"}
LATE = texts_for("zh").plain("oversee.broadcast.late")
AIMS = {
    "all": (), "reporter": ("填报",), "late": (LATE,), "member": ("成员单位",), "haian": ("按单位", "海安"),
    "rudong": ("按单位", "如东"), "市财政局": ("按单位", "财政局"),
}
"""Whom a message to many may be for, and what is tapped for that."""


class Told(Passing):
    """People set reminders of their own; an admin writes to many, a reviewer nudges."""

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
        for _ in range(self._times(12)):
            self.events[self._some((9, 15))].append(self._broadcast(self.random.choice(list(AIMS))))

    def _broadcast(self, to: str) -> Event:
        def happen(now: datetime) -> None:
            chat = self.chat(14, now)
            chat.says(f"/broadcast 请核对第{next(self.numbers)}批")
            for label in AIMS[to]:
                chat.taps(label)
            aimed = [one for one in self.expected.world.people if one.id != 14 and self._is_meant(one, to, now)]
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

    def _is_meant(self, one: Person, to: str, now: datetime) -> bool:
        if to != "late":
            return to in {"all", one.role, *one.authorities}
        years = self.expected.open_years(now.replace(tzinfo=None))
        owing = set(self.expected.world.gaps.get(years[-1], {})) if years else set()
        return one.role == "reporter" and bool(one.communities & owing)

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

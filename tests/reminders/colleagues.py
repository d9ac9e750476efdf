"""What people do among themselves: they stop the bot, leave, hand over, put reminders off."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.reminders.letters import Cover
from tests.reminders.oracle import DAY, Person
from tests.reminders.passing import BY_ADMINS, PEOPLE, Event, Passing
from zc_bot.policy.roles import OPERATOR
from zc_bot.storage import people

COVERS = ((11, 17), (11, 17), (17, 11), (19, 21), (21, 19))
"""Who asks whom to report instead: of the same authority, or of one that only a part of it is shared with."""


class Colleagues(Passing):
    """Who reports asks others, is away, or wants fewer reminders."""

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

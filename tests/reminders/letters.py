"""Which letters must have gone out besides the year's reminders, worked out the slow and obvious way.

Own reminders, messages to many, what waits for review for five working days, the question for next year's days off,
changes of a year, nudges by hand, hand-overs both ways, what was put off and muted, who left, what a colleague handed
in, decisions that fall due, and menus: of the bot's code nothing is used here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from tests.reminders.oracle import (
    DAY,
    FIRST_YEAR,
    Kept,
    Message,
    Person,
    World,
    deadline_day,
    deadline_hour,
    is_workday,
    last_call,
    opening_day,
    promised,
    wanted,
)

Letter = tuple[str, ...]
"""What a letter is of, and to whom."""
Menu = tuple[datetime, int, str]
"""When whose menu was set, for which role; '' where it was taken away."""


@dataclass
class Own:
    """Somebody's own reminder."""

    person: int
    at: datetime
    repeat: str
    name: str


@dataclass
class Cover:
    """A hand-over: who asked whom of which year and places, until when; taken: the colleague said yes."""

    asker: int
    colleague: int
    year: int
    places: frozenset[str]
    until: datetime
    taken: bool = False


@dataclass
class Decision:
    """What an authority is to do by a day."""

    name: str
    authority: str
    due: date


@dataclass
class Expected:
    """The world, and every letter that should have gone out by now."""

    world: World
    confirmed_through: int
    letters: dict[Letter, datetime] = field(default_factory=dict)
    log: dict[Message, datetime] = field(default_factory=dict)
    owns: list[Own] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    sendings: list[tuple[int, datetime, list[int], int]] = field(default_factory=list)
    """Messages to many: whom each went to, and for how many it was, those left out as not to be reached too."""
    waiting: dict[tuple[str, int], dict[str, date]] = field(default_factory=lambda: defaultdict(dict))
    blocked: set[int] = field(default_factory=set)
    covers: list[Cover] = field(default_factory=list)
    nudged: dict[tuple[str, int], datetime] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    menus: list[Menu] = field(default_factory=list)
    broadcasts: int = 0
    looked: date | None = None
    known_late: set[tuple[str, int, date, int]] = field(default_factory=set)

    away: dict[int, Person] = field(default_factory=dict)
    """Who was removed."""

    def person(self, number: int) -> Person:
        return next(one for one in self.world.people if one.id == number)

    def is_there(self, number: int) -> bool:
        """Whether somebody is admitted and has not stopped the bot."""
        return number not in self.blocked and number not in self.away

    def of_role(self, *roles: str) -> list[Person]:
        return [one for one in self.world.people if one.role in roles]

    def add(self, now: datetime, *letter: object) -> None:
        """Expect one letter now; the last part says to whom."""
        self.letters[tuple(map(str, letter))] = now

    def take_back(self, number: int, now: datetime) -> None:
        """Expect nothing that somebody who leaves was to have at this very moment: it has not gone out yet."""
        for letter in [key for key, at in self.letters.items() if at == now and key[-1] == str(number)]:
            del self.letters[letter]

    def deadline(self, year: int) -> datetime:
        moved = self.world.moved.get(year)
        day = deadline_day(year, moved, self.world.news)
        return datetime(day.year, day.month, day.day, deadline_hour(moved))

    def open_years(self, now: datetime) -> list[int]:
        """Years whose collection has begun and was not ended."""
        return [year for year in range(FIRST_YEAR, now.year) if year not in self.world.ended
                and now >= datetime.combine(opening_day(year, self.world.news), time(9))]

    def confirmed(self, year: int) -> bool:
        return year <= self.confirmed_through or year in self.world.settled

    def tick(self, now: datetime) -> None:
        """Expect what is due at a tick, in a world to which everything until now has happened."""
        for number, _, people, aimed in [one for one in self.sendings if one[1] < now]:
            lost = [one for one in people if one in self.blocked]
            blocked = len(lost) + aimed - len(people)
            self.add(now, "through", number, len(people) - len(lost), aimed, blocked, 14)
        self.sendings = [one for one in self.sendings if one[1] >= now]
        if is_workday(now.date(), self.world.news) and 9 <= now.hour < 18:
            self._returned(now)
            self._days_off(now)
            self._overdue(now)
            self._decisions(now)
        self._menus(now)
        self._reminders(now)
        for own in [one for one in self.owns if one.at <= now]:
            self.add(now, "own", own.at.isoformat(), own.person)
            self._put_on(own, now)
        for letter in [key for key, at in self.letters.items() if at == now]:
            if int(letter[-1]) in self.blocked:
                self.person(int(letter[-1])).unreachable = True

    def _reminders(self, now: datetime) -> None:
        for person in self.world.people:
            person.covered = frozenset(self._covered(person.id))
            stage, put_off = wanted(person, self.world, now, self.log, self.kept), promised(person, self.world, now)
            if person.snoozed_until is not None and person.snoozed_until <= now:
                person.snoozed_until = None
            if stage is not None and (put_off is None or stage[1] >= put_off[1]):
                self.log[stage] = now
                self._remind(now, stage)
            elif put_off is not None:
                self.kept.append((person.id, put_off[1], now.date()))
                self._remind(now, put_off)

    def _remind(self, now: datetime, message: Message) -> None:
        person, year, stage, anchor = message
        self.add(now, "remind", year, stage, anchor.isoformat(), person)

    def _covered(self, asker: int) -> set[tuple[int, str]]:
        return {(one.year, place) for one in self.covers for place in one.places
                if one.taken and one.asker == asker and one.colleague not in self.away}

    def last_call(self, now: datetime) -> datetime | None:
        """When the last reminder before the next deadline goes out: till then reminders may be put off."""
        calls = [last_call(year, self.world) for year in self.open_years(now)]
        return min((one for one in calls if one is not None and one > now), default=None)

    def _put_on(self, own: Own, now: datetime) -> None:
        """Move a reminder to the next day on which it comes, walking day by day."""
        if own.repeat == "once":
            self.owns.remove(own)
            return
        first = own.at
        while own.at <= now or (own.repeat == "weekly" and own.at.weekday() != first.weekday()):
            own.at += DAY

    def _returned(self, now: datetime) -> None:
        for cover in list(self.covers):
            if cover.year not in self.open_years(now):
                self.covers.remove(cover)
            elif cover.asker in self.away:
                self.covers.remove(cover)
                if cover.taken and cover.colleague not in self.away and self._owes(cover.colleague, cover.year):
                    self.add(now, "alone", cover.year, now.isoformat(), cover.colleague)
            else:
                self._come_back(cover, now)

    def _come_back(self, cover: Cover, now: datetime) -> None:
        """Return what was not reported in time; of a colleague who left it is not known any more what was shared."""
        left = cover.colleague in self.away
        owed = self._owes(cover.asker, cover.year, None if left else cover.places)
        if not owed or left or now >= cover.until:
            self.covers.remove(cover)
        if owed and (left or now >= cover.until):
            self.add(now, "back", cover.year, now.isoformat(), cover.asker)

    def _owes(self, number: int, year: int, places: frozenset[str] | None = None) -> bool:
        """Tell whether figures of somebody's communities, or of some of them, are missing."""
        of = self.person(number).communities if places is None else places
        return any(self.world.gaps.get(year, {}).get(place) for place in of)

    def decide(self, decision: Decision, now: datetime) -> None:
        """Expect the people of the authority to be told, but for who notes it."""
        self.decisions.append(decision)
        for one in self._responsible(decision):
            self.add(now, "decision", decision.name, "new", one.id)

    def finish(self, decision: Decision, now: datetime) -> None:
        self.decisions.remove(decision)
        for one in self._responsible(decision):
            self.add(now, "decision", decision.name, "closed", one.id)

    def _responsible(self, decision: Decision) -> list[Person]:
        return [one for one in self.world.people if decision.authority in one.authorities]

    def _decisions(self, now: datetime) -> None:
        """Once to each: three days ahead to the authority, overdue to reviewers too, who are told all of nobody's."""
        for one in self.decisions:
            late = one.due < now.date()
            if not late and one.due - 3 * DAY > now.date():
                continue
            own = self._responsible(one)
            others = self.of_role("reviewer", "admin") if late or not own else []
            for who in [*own, *others]:
                letter = ("decision", one.name, "after" if late else "before", str(who.id))
                self.letters.setdefault(letter, now)

    def _menus(self, now: datetime) -> None:
        """Whoever was admitted since has the menu of their role, and who left has none any more."""
        had = {person: role for _, person, role in self.menus}
        has = {one.id: one.role for one in self.world.people}
        for person in sorted(had.keys() | has.keys()):
            if had.get(person, "") != has.get(person, ""):
                self.menus.append((now, person, has.get(person, "")))

    def _days_off(self, now: datetime) -> None:
        """Ask in December, and from the 20th once more; say while figures are due that their deadline is a guess."""
        admins = self.of_role("admin")
        chosen = self.world.moved
        ahead = [year for year in self.open_years(now) if now < self.deadline(year) and year not in chosen]
        for year in {self.deadline(year).year for year in ahead}:
            if not self.confirmed(year):
                self._once(now, "provisional", year, admins)
        if now.month == 12 and not self.confirmed(now.year + 1):
            self._once(now, "late" if now.day >= 20 else "early", now.year + 1, admins)

    def _once(self, now: datetime, what: str, year: int, people: list[Person]) -> None:
        for one in people:
            if (what, str(year), str(one.id)) not in self.letters:
                self.add(now, what, year, one.id)

    def _overdue(self, now: datetime) -> None:
        """Once a day: what has waited for five working days more than when it was last looked at."""
        if self.looked == now.date():
            return
        self.looked = now.date()
        late = set()
        for (community, year), figures in self.waiting.items():
            if figures:
                since = next(iter(figures.values()))
                spans = range(1, (now.date() - since).days + 1)
                days = sum(is_workday(since + n * DAY, self.world.news) for n in spans)
                late |= {(community, year, since, days // 5)} if days >= 5 else set()
        if late - self.known_late:
            for one in self.of_role("reviewer", "admin"):
                self.add(now, "overdue", now.isoformat(), one.id)
        self.known_late = late

    def working_days_later(self, now: datetime, count: int) -> datetime:
        day = now.date()
        for _ in range(count):
            day += DAY
            while not is_workday(day, self.world.news):
                day += DAY
        return datetime(day.year, day.month, day.day, 18)

    def nudge(self, authority: str, places: frozenset[str], now: datetime) -> int | None:
        """Expect a nudge by hand of the newest open year; the year, or None where there is nobody to be nudged."""
        years = self.open_years(now)
        owed = years and any(self.world.gaps.get(years[-1], {}).get(place) for place in places)
        reached = [one for one in self.of_role("reporter") if authority in one.authorities and not one.unreachable]
        last = self.nudged.get((authority, years[-1])) if years else None
        if not owed or not reached or (last is not None and now - last < timedelta(hours=24)):
            return None
        self.nudged[authority, years[-1]] = now
        for one in reached:
            self.add(now, "nudge", authority, years[-1], now.isoformat(), one.id)
        return years[-1]

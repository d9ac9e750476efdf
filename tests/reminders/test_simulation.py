"""Years in 15-minute ticks, with submissions, outages, restarts, moved deadlines and days off, against the oracle."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from tests.reminders.oracle import Message, Person, World, wanted
from zc_bot.policy.programme import Programme
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.facts import Facts, NudgeKey, Recipient, Sent
from zc_bot.reminders.plan import cancellations, plan

TICK = timedelta(minutes=15)
Event = Callable[[World], None]
At = Callable[[str], datetime]


class Script:
    """Everything that happens in one simulated stretch, drawn beforehand from a seed."""

    def __init__(self, seed: int, programme: Programme, start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        self._random = random.Random(seed)
        self._programme = programme
        self.world = World(self._people(), self._gaps())
        self.events: dict[datetime, list[Event]] = defaultdict(list)
        self._submissions()
        self._habits()
        self._admins()
        self._notices()
        self.outages = [self._outage() for _ in range(6 * (end - start).days // 365)]
        self.crashes = {self._moment() for _ in range((end - start).days)} | {
            self._moment().replace(hour=9, minute=0) for _ in range((end - start).days // 5)
        }

    def is_down(self, now: datetime) -> bool:
        return any(begin <= now < end for begin, end in self.outages)

    def _people(self) -> list[Person]:
        codes = [item.code for item in self._programme.authorities]
        roles = [("reporter", (code,)) for code in codes[:10]] + [("lead", (code,)) for code in codes[::2]]
        roles += [("reporter", (codes[0],)), ("reporter", (codes[4], codes[5])), ("viewer", (codes[1],))]
        roles += [("reviewer", ()), ("reviewer", ()), ("admin", ())]
        of = self._programme.of_authority
        return [
            Person(n, role, frozenset(item for code in own for item in of[code]), own)
            for n, (role, own) in enumerate(roles, 1)
        ]

    def _gaps(self) -> dict[int, dict[str, list[str]]]:
        codes = [item.code for item in self._programme.metrics]
        return {
            year: {item.code: list(codes) for item in self._programme.communities if item.start <= year}
            for year in range(2017, self.end.year)
        }

    def _submissions(self) -> None:
        for year, communities in self.world.gaps.items():
            for community, codes in communities.items():
                opening = self.start.replace(year=year + 1, month=1, day=1, hour=0)
                for code in self._random.sample(codes, self._random.choice([len(codes), len(codes) - 1])):
                    when = opening + timedelta(minutes=15 * self._random.randrange(4 * 24 * 75))
                    self.events[when].append(report(year, community, code))
                    if self._random.random() < 0.03:
                        back = when + timedelta(minutes=15 * self._random.randrange(4 * 24 * 30))
                        self.events[back].append(give_back(year, community, code))

    def _habits(self) -> None:
        for person in self.world.people:
            for _ in range((self.end - self.start).days // 5):
                when = self._moment().replace(hour=self._random.randrange(8, 18))
                touched = when - timedelta(minutes=self._random.choice([0, 0, 7]))
                self.events[when].append(change(person.id, draft_touched=touched))
                self.events[self._moment()].append(change(person.id, draft_touched=None))
            for _ in range((self.end - self.start).days // 40):
                when = self._moment()
                until = when + timedelta(minutes=self._random.randrange(6000))
                self.events[when].append(change(person.id, snoozed_until=until))
                muted = self._random.choice([None, None, *self.world.gaps])
                self.events[self._moment()].append(change(person.id, muted_year=muted))
                self.events[self._moment()].append(change(person.id, unreachable=self._random.random() < 0.2))
                self._stand_in(person)

    def _stand_in(self, person: Person) -> None:
        """A colleague takes over what both report for of a year, and it returns after two days or so."""
        when, year = self._moment(), self._random.choice([*self.world.gaps])
        places = sorted(person.communities)
        both = places if self._random.random() < 0.5 else places[: len(places) // 2]
        self.events[when].append(change(person.id, covered=frozenset((year, place) for place in both)))
        self.events[when + TICK * self._random.randrange(4 * 24 * 4)].append(change(person.id, covered=frozenset()))

    def _admins(self) -> None:
        for _ in range((self.end - self.start).days // 25):
            when = self._moment()
            year = when.year - self._random.choice([1, 1, 2])
            day = max((when + timedelta(days=self._random.randrange(-15, 50))).date(), date(year + 1, 1, 6))
            hour = self._random.choice([None, None, 8, 9, 12, 20])
            self.events[when].append(move(year, day if hour is None else datetime(*day.timetuple()[:3], hour)))
        for year in self.world.gaps:
            if self._random.random() < 0.3:
                self.events[self._moment()].append(lambda world, year=year: world.ended.add(year))
                self.events[self._moment()].append(lambda world, year=year: world.ended.discard(year))

    def _notices(self) -> None:
        """A notice of days off comes, at times after reminders by the other calendar went out, and once more."""
        for year in range(self.start.year, self.end.year + 1):
            for _ in range(self._random.choice([1, 1, 2])):
                when = self.start.replace(year=year, month=1, day=1) + self._span(70) - timedelta(days=20)
                self.events[when].append(announce(year, self._days_off(year)))

    def _days_off(self, year: int) -> dict[date, bool]:
        """Draw a week or so without work between January and March, and weekends that are worked in its place."""
        first = date(year, 1, 4) + timedelta(days=self._random.randrange(75))
        off = {first + timedelta(days=n): False for n in range(self._random.randrange(1, 10))}
        around = [first + timedelta(days=n) for n in range(-9, 20) if (first + timedelta(days=n)).weekday() > 4]
        return dict.fromkeys(self._random.sample(around, 2), True) | off

    def _outage(self) -> tuple[datetime, datetime]:
        begin = self._moment()
        return begin, begin + self._span(20)

    def _moment(self) -> datetime:
        return self.start + self._span((self.end - self.start).days)

    def _span(self, days: int) -> timedelta:
        return TICK * self._random.randrange(4 * 24 * days)


def report(year: int, community: str, code: str) -> Event:
    def happen(world: World) -> None:
        codes = world.gaps[year].get(community, [])
        if code in codes:
            codes.remove(code)
        if not codes:
            world.gaps[year].pop(community, None)

    return happen


def give_back(year: int, community: str, code: str) -> Event:
    return lambda world: world.gaps[year].setdefault(community, []).append(code)


def change(person: int, **fields: object) -> Event:
    def happen(world: World) -> None:
        for name, value in fields.items():
            setattr(world.people[person - 1], name, value)

    return happen


def move(year: int, day: date) -> Event:
    return lambda world: world.moved.update({year: day})


def announce(year: int, days: dict[date, bool]) -> Event:
    return lambda world: world.announced.update({year: days})


class Bot:
    """The planner with what a store would keep for it: the sent log and the pending messages."""

    def __init__(self, programme: Programme) -> None:
        self._programme, self._days = programme, WorkingDays(programme.calendar)
        self.sent: dict[NudgeKey, datetime] = {}
        self.pending: list[NudgeKey] = []

    def tick(self, now: datetime, world: World, survives: Callable[[int], bool]) -> None:
        """Cancel, put out, send; a process that dies in between leaves the rest pending."""
        facts = self._facts(now, world)
        fallen = {item.key for item in cancellations(now, facts, self.pending)}
        planned = [nudge.key for nudge in plan(now, facts)]
        kept = [key for key in self.pending if key not in fallen]
        assert set(kept) <= set(planned)
        self.pending = [key for key in planned if not survives(key.person)]
        self.sent.update((key, now) for key in planned if survives(key.person))

    def _facts(self, now: datetime, world: World) -> Facts:
        self._days.announce({year: dict(days) for year, days in world.announced.items()})
        return Facts(
            self._programme,
            self._days,
            tuple(recipient(person) for person in world.people),
            {year: {c: tuple(codes) for c, codes in gaps.items()} for year, gaps in world.gaps.items()},
            [Sent(key, when.date()) for key, when in self.sent.items()],
            dict(world.moved),
            frozenset(world.ended),
        )


def recipient(person: Person) -> Recipient:
    return Recipient(
        person.id, person.role, person.authorities, person.snoozed_until, person.draft_touched, person.unreachable,
        person.muted_year, person.covered,
    )  # type: ignore[arg-type]


def ticks(script: Script) -> Iterator[datetime]:
    """Every tick of the stretch, the world brought up to it; nothing is asked of a bot that is down."""
    now = script.start
    while now < script.end:
        for event in script.events.get(now, ()):
            event(script.world)
        if not script.is_down(now):
            yield now
        now += TICK


def simulate(seed: int, programme: Programme, start: datetime, end: datetime) -> int:
    """Run planner and oracle side by side; return how many messages went out."""
    script = Script(seed, programme, start, end)
    bot, log = Bot(programme), dict[Message, datetime]()
    for now in ticks(script):

        def survives(person: int, now: datetime = now) -> bool:
            return now not in script.crashes or (person * 7 + now.day) % 3 == 0

        bot.tick(now, script.world, survives)
        expected = [wanted(person, script.world, now, log) for person in script.world.people]
        log.update((message, now) for message in expected if message and survives(message[0]))
    assert {tuple(key): when for key, when in bot.sent.items()} == log
    return len(log)


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.long)])
def test_the_sent_set_of_a_busy_winter_is_exactly_right(
    programme: Programme, at: At, seed: int
) -> None:
    assert simulate(seed, programme, at("2019-12-20 00:00"), at("2020-04-20 00:00")) > 100


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 18))
def test_the_sent_set_of_three_years_is_exactly_right(
    programme: Programme, at: At, seed: int
) -> None:
    assert simulate(seed, programme, at("2019-01-01 00:00"), at("2022-01-01 00:00")) > 300

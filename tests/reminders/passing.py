"""A stretch of time with the real bot on a real database: people, a clock that ticks, and what went out by then.

What happens in it is told by the modules beside: `reported`, `told`, `colleagues`, `city`.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from tests.chat.conftest import Chat
from tests.reminders.letters import Expected, Letter, Menu
from tests.reminders.naming import ZONE, named
from tests.reminders.oracle import DAY, Person, World
from zc_bot.chat import ticking
from zc_bot.chat.conversation import Conversation
from zc_bot.chat.turn import Rules
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage import outbox, people, reachable
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.outbox import Settlement
from zc_bot.storage.store import Session, Store
from zc_bot.storage.tables import Outbox

PEOPLE = (
    Candidate(11, "王芳", "reporter", ("chongchuan",)), Candidate(12, "李敏", "viewer"),
    Candidate(13, "刘洋", "reviewer"), Candidate(14, "赵磊", "admin"),
    Candidate(15, "张伟", "reporter", ("haian",)), Candidate(16, "陈静", "lead", ("chongchuan",)),
    Candidate(17, "周涛", "reporter", ("chongchuan",)), Candidate(18, "孙丽", "reporter", ("gangzha",)),
    Candidate(19, "卫平", "reporter", ("rugao", "rudong")), Candidate(20, "冯洁", "lead", ("haian",)),
    Candidate(21, "吴昊", "reporter", ("rudong",)), Candidate(22, "何敏", "member", ("市财政局",)),
)
TICKS = (8.75, 9, 10, 10.5, 12.25, 15, 17.75, 18, 19.5, 21)
BY_ADMINS = (10.5, 19.5)
"""At these hours only admins act: what they change goes out with it, before anything else can happen."""
CONFIRMED = 2018
Event = Callable[[datetime], None]


class Passing:
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
        self.waits: dict[str, list[tuple[str, int]]] = defaultdict(list)
        """Records and stories that wait for review: what each is called, and whose it is."""
        self.numbers = iter(range(1, 100_000))
        store.write(lambda s: self._admit(s, self._local(start)))
        for plan in self.plans():
            plan()
        self.rests = {start + self.random.randrange((end - start).days) * DAY for _ in range(self._times(13))}
        self.crashes = {start + self.random.randrange((end - start).days) * DAY for _ in range(self._times(20))}

    def plans(self) -> Iterable[Callable[[], None]]:
        """Give what draws the events of a stretch, a kind each."""
        raise NotImplementedError

    def _world(self) -> World:
        of, programme = self.programme.of_authority, self.programme
        own = {one.id: frozenset(code for body in one.authorities for code in of.get(body, ())) for one in PEOPLE}
        everybody = [Person(one.id, one.role, own[one.id], one.authorities) for one in PEOPLE]
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
                    reachable.mark_unreachable(session, person, now)

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

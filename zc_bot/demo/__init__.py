"""The sandbox's people and made-up figures: the same ones every time, lifelike, and nobody's.

Years of uneven growth, gaps and confidential figures, figures sent back, a correction, one authority that is always
late and two communities that fall short: what a newcomer should see of a programme at work.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

from zc_bot.demo import newest, stories
from zc_bot.demo.made_up import Shape, explained, figures_of, shapes
from zc_bot.evaluation.ledger import Noted, RecordKind
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import OPERATOR, Principal, Role
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import cycle_of
from zc_bot.storage import figures, ledger, people, review
from zc_bot.storage.candidates import Candidate
from zc_bot.storage.observations import Entry
from zc_bot.storage.session import Session
from zc_bot.values import dataclass

SEED = 93
FIRST_REPORTER, REVIEWER = 900_100, 900_098
"""Nobody who can be played: whoever plays the reviewer finds figures that are not their own."""
NAMES = ("孙丽", "周强", "吴敏", "郑华", "冯洁", "褚军", "卫平", "蒋欣", "沈浩", "韩雪", "杨帆", "朱琳", "秦朗")
BACK = "与上年相差较大，请核对后再报。"
MENDED = "核对后更正"
CORRECTED = "统计局核定后更正"
PLAN, POLICY = "实施方案已印发", "扶持政策已印发"
GRANTS = ("孵化器运行补助", "宽带接入补贴", "创业活动补贴", "导师服务补贴")
LATE_DECISION, NEXT_DECISION = "补齐上年度数据并说明迟报原因", "研究集中区二期建设方案"
DONE_DECISION, MEETING, TARGET = "报送载体闲置面积清单", "众创社区联席会议", "实施方案目标"
LATE_DAYS = 24
"""So many days the authority that is always late takes after the deadline."""


@dataclass(frozen=True, slots=True)
class Player:
    """A role that whoever tries the sandbox can play."""

    id: int
    name: str
    role: Role
    authority: str = ""


def players(programme: Programme) -> tuple[Player, ...]:
    """Give one player a role, reporters for the first authorities."""
    authorities = [item.code for item in programme.authorities if programme.of_authority[item.code]]
    first, second = authorities[0], authorities[-1]
    return (
        Player(900_001, "李敏", "viewer"),
        Player(900_002, "王芳", "reporter", first),
        Player(900_003, "张伟", "reporter", second),
        Player(900_004, "陈静", "lead", first),
        Player(900_005, "刘洋", "reviewer"),
        Player(900_006, "赵磊", "admin"),
    )


def fill(
    session: Session, programme: Programme, now: datetime, today: date, files: Path | None = None
) -> bool:
    """Fill an empty database with people and years of their work; False where it was filled.

    files: the folder of photos; without one nothing is told besides figures.
    """
    if people.admitted(session, OPERATOR):
        return False
    people.admit(
        session, OPERATOR, programme,
        [Candidate(one.id, one.name, one.role, (one.authority,) if one.authority else ())
         for one in players(programme)], now,
    )
    for one in players(programme):
        people.meet(session, one.id, now)
    work = _Work(session, programme, WorkingDays(programme.calendar), now)
    for year in range(programme.first_year, today.year):
        work.year(year)
    work.stages(today)
    work.ledger(today)
    if files is not None:
        work.stories(files)
    return True


@dataclass(frozen=True)
class _Work:
    """What the made-up people did, up to now."""

    session: Session
    programme: Programme
    days: WorkingDays
    now: datetime

    def year(self, year: int) -> None:
        """Hand a year's figures in, some late and some not at all, send some back, and approve the rest."""
        cycle = cycle_of(self.programme, year, self.days)
        is_newest = year == self.now.year - 1
        for at, shape in enumerate(shapes(self.programme, SEED)):
            community = self.programme.community[shape.community]
            if community.start > year:
                continue
            chance = random.Random(f"{SEED}{shape.community}{year}")  # noqa: S311
            late = shape.laggard
            if is_newest and late:
                continue
            when = cycle.deadline + timedelta(days=LATE_DAYS) if late else cycle.opens + timedelta(
                days=chance.randint(1, 20), hours=chance.randint(0, 8))
            if when >= self.now:
                continue
            before = {one.metric: one.value for one in figures_of(self.programme, shape, year - 1, SEED)
                      if one.value is not None and year > community.start}
            entries = list(explained(figures_of(self.programme, shape, year, SEED), before, SEED))
            if is_newest:
                self._newest(at, shape, entries, when, cycle.deadline, chance)
            else:
                self._hand_in(shape, entries, f"{year}", when, when + timedelta(days=chance.randint(1, 6)), chance)

    def _newest(
        self, at: int, shape: Shape, entries: Sequence[Entry], usual: datetime, deadline: datetime,
        chance: random.Random,
    ) -> None:
        """Hand in what a community has of the newest year by now, and what was corrected within days."""
        year = entries[0].year
        for filing in newest.filings(at, usual, deadline, self.now, chance):
            self._hand_in(shape, filing.of(entries), f"{year}:{filing.part}", filing.at, filing.reviewed, chance)
        if not newest.is_settled(deadline, self.now):
            return
        who = self._reporter(self.programme.community[shape.community].authority)
        operation = f"demo:{shape.community}:{year}"
        if ago := newest.AT_WORK.get(at):
            self._revise(who, entries, 1, f"{operation}:lately", self.now - ago)
            if ago > newest.REVIEW:
                waiting = review.waiting(self.session, self._reviewer, self.programme, shape.community, year)
                decided = self.now - ago + newest.REVIEW
                review.approve(self.session, self._reviewer, [one.id for one in waiting], decided)
        if at == newest.SENT_BACK:
            self._revise(who, entries, 2, f"{operation}:lately", self.now - newest.CORRECTED_AGO)
            for one in review.waiting(self.session, self._reviewer, self.programme, shape.community, year):
                review.send_back(self.session, self._reviewer, one.id, BACK, self.now - newest.SENT_BACK_AGO)

    def stages(self, today: date) -> None:
        """Record how far the communities are: most are built some years after their start, some on record."""
        for at, community in enumerate(self.programme.communities):
            steps: tuple[tuple[RecordKind, int], ...] = (
                ("started", 0), ("building", 1), ("built", 3 + at % 4), ("provincial", 2),
            )
            for kind, later in steps:
                day = date(community.start + later, 6 + at % 6, 1 + at)
                not_so_far = (kind == "built" and at % 3 == 2) or (kind == "provincial" and at % 4 != 1)
                if day < today and not not_so_far:
                    self._note(Noted(kind, "", community.authority, community.code, day=day))

    def ledger(self, today: date) -> None:
        """Note some decisions, plans and grants of the last years, one of the decisions overdue."""
        owners = [item.code for item in self.programme.authorities if self.programme.of_authority[item.code]]
        places = [item.code for item in self.programme.communities]
        members = self.programme.members or ("",)
        chance = random.Random(SEED)  # noqa: S311
        for at, owner in enumerate(owners):
            day = date(self.programme.first_year + at % 2, 9, 1 + at)
            if at % 4 != 3 and day < today:
                self._note(Noted("plan", PLAN, owner, day=day))
            if at % 3 != 2 and day.replace(year=day.year + 1) < today:
                self._note(Noted("policy", POLICY, owner, day=day.replace(year=day.year + 1)))
        for at, place in enumerate(places[:8]):
            owner = self.programme.community[place].authority
            day = date(max(self.programme.first_year, today.year - 1 - at % 3), 3 + at % 7, 10 + at)
            if day < today:
                amount = Decimal(chance.randint(3, 30) * 10)
                grant, member = GRANTS[at % len(GRANTS)], members[at % len(members)]
                self._note(Noted("support", grant, owner, place, member, amount, "万元", day))
        self._decisions(today, places)
        self._targets(today, places)

    def _decisions(self, today: date, places: Sequence[str]) -> None:
        """Note what two meetings decided: one thing done, one overdue, one to come."""
        first, last = (self.programme.community[place].authority for place in (places[0], places[-1]))
        before, after = today - timedelta(60), today - timedelta(20)
        self._note(Noted("decision", LATE_DECISION, last, day=before, due=today - timedelta(12), subject=MEETING))
        self._note(Noted("decision", NEXT_DECISION, first, day=after, due=today + timedelta(25), subject=MEETING))
        done = Noted("decision", DONE_DECISION, first, day=before, due=today - timedelta(30), subject=MEETING)
        ledger.change(self.session, self._reviewer, self.programme, self._note(done), self.now, "closed")

    def _targets(self, today: date, places: Sequence[str]) -> None:
        """Note what some authorities' plans aim at: a share, in the last year that is whole."""
        share = next((one.code for one in self.programme.derivation.values() if one.formula == "share"), None)
        if share is None:
            return
        for at, place in enumerate(places[:9:3]):
            noted = Noted("target", TARGET, self.programme.community[place].authority, place,
                          amount=Decimal(70 + 2 * at), unit="%", metric=share, year=today.year - 2)
            self._note(noted)

    def stories(self, files: Path) -> None:
        """Show progress with photos, and stories."""
        who = [self._reporter(one.authority) for one in self.programme.communities]
        stories.tell(self.session, self.programme, who, self._reviewer, files, self.now)

    def _note(self, noted: Noted) -> int:
        day = noted.day if noted.day is not None else date(noted.year, 1, 15) if noted.year else self.now.date()
        return ledger.note(self.session, self._reviewer, self.programme, noted, self._noted_at(day))

    def _noted_at(self, day: date) -> datetime:
        """Say when something of a day was noted: the next morning, by now at the latest."""
        return min(self.now, datetime.combine(day + timedelta(1), time(9), self.now.tzinfo))

    @property
    def _reviewer(self) -> Principal:
        return Principal(REVIEWER, "顾宁", "reviewer")

    def _reporter(self, authority: str) -> Principal:
        at = next(at for at, item in enumerate(self.programme.authorities) if item.code == authority)
        return Principal(FIRST_REPORTER + at, NAMES[at % len(NAMES)], "reporter", (authority,))

    def _hand_in(
        self, shape: Shape, entries: Sequence[Entry], part: str, when: datetime, reviewed: datetime | None,
        chance: random.Random,
    ) -> None:
        """Report, have a figure sent back now and then, mend it, approve all, and correct one a year later.

        reviewed: when somebody decides on it; None while it waits.
        """
        who, year = self._reporter(self.programme.community[shape.community].authority), entries[0].year
        operation = f"demo:{shape.community}:{part}"
        self._record(who, entries, operation, when)
        if reviewed is None:
            return
        decided = min(self.now, reviewed)
        waiting = review.waiting(self.session, self._reviewer, self.programme, shape.community, year)
        numbers = [one for one in waiting if one.value is not None and one.value > 1]
        if numbers and chance.random() < 0.25:
            back = chance.choice(numbers)
            review.send_back(self.session, self._reviewer, back.id, BACK, decided)
            entry = next(one for one in entries if one.metric == back.metric)
            last = figures.versions(self.session, OPERATOR, self.programme, *_key(entry))[-1]
            mended = replace(entry, reason=MENDED, seen=last.id)
            self._record(who, [mended], f"{operation}:mended", min(self.now, decided + timedelta(days=2)))
            waiting = review.waiting(self.session, self._reviewer, self.programme, shape.community, year)
        review.approve(self.session, self._reviewer, [one.id for one in waiting],
                       min(self.now, decided + timedelta(days=3)))
        if shape.corrects == year:
            self._correct(who, entries, operation, min(self.now, decided + timedelta(days=120)))

    def _correct(self, who: Principal, entries: Sequence[Entry], operation: str, when: datetime) -> None:
        """Correct an approved figure by some per cent, and have that approved as well."""
        self._revise(who, entries, 1, f"{operation}:corrected", when)
        place, year = entries[0].community, entries[0].year
        waiting = review.waiting(self.session, self._reviewer, self.programme, place, year)
        review.approve(self.session, self._reviewer, [one.id for one in waiting], when)

    def _revise(self, who: Principal, entries: Sequence[Entry], count: int, operation: str, when: datetime) -> None:
        """Hand in some approved figures anew, a little higher, with the reason."""
        corrected = []
        for entry in [one for one in entries if one.value is not None and one.value > 1000][:count]:
            last = figures.versions(self.session, OPERATOR, self.programme, *_key(entry))[-1]
            value = ((entry.value or Decimal(0)) * Decimal("1.03")).quantize(Decimal(1))
            corrected.append(replace(entry, value=value, reason=CORRECTED, seen=last.id))
        if corrected:
            self._record(who, corrected, operation, when)

    def _record(self, who: Principal, entries: Sequence[Entry], operation: str, when: datetime) -> None:
        now = min(self.now, when)
        figures.record(
            self.session, who, self.programme, list(entries), operation=operation, way="sheet", now=now
        )


def _key(entry: Entry) -> tuple[str, str, int]:
    return entry.community, entry.metric, entry.year


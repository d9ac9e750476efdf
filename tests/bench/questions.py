"""How long a question takes: understanding it among 13 communities, and answering it among 10,000."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from tests.bench.city import DATA, YEARS, big_city, fill
from tests.bench.pace import tell, times
from tests.bench.table import Row, Table
from tests.corpus.load import phrases
from zc_bot import garbage
from zc_bot.chat.asking.consult import consult
from zc_bot.chat.turn import Rules
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand
from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage.engine import sqlite_path
from zc_bot.storage.store import Session, Store

TODAY = date(2020, 3, 2)
NOW = datetime(2020, 3, 2, 2, tzinfo=UTC)
WHO = Principal(1, "李敏", "viewer")
COMMUNITIES = 10_000
ROUNDS = 400
LONGEST = 4096
COMPARING = ("{year}年高新占比哪个最高", "战新占比对比")
NAMING = (
    "{year}年高新占比", "高新占比", "{year}年从业人员", "载体面积走势", "{year}年达标情况", "达标了吗",
    "{year}年总产值合计", "{year}年从业人员同比增长多少", "从业人员年均增长", "{year}年报齐了吗",
    "2015年到2019年总产值走势", "{year}年高新产值谁填的", *COMPARING,
)
OVER_ALL = (
    "2019年高新占比排名", "高新占比前三名", "哪些社区去年战新占比低于30%", "全市去年总产值合计",
    "各社区2019年从业人员", "各社区从业人员同比增长多少", "从业人员年均增长排名", "哪些社区去年载体面积没达标",
    "哪些社区去年没报", "哪些社区有孵化器", "全市总产值走势", "2017年到2019年全市高新占比",
)
PUT_TOGETHER = (
    "2019年高新占比超过60%而且从业人员超过5000人的社区", "除了枫柳桐社区，2019年总产值最高的十个社区",
    "2019年高新占比没达标但战新占比达标的社区有几个", "2019年总产值高于平均值的社区",
    "2019年从业人员最多的三个社区的总产值合计", "2019年高新占比高于中位数的社区的从业人员合计",
)
JUDGING = ("哪些社区去年没达标", "全部社区去年达标情况")


def measure(table: Table) -> None:
    """Measure how long questions take to be read, and to be answered among many communities."""
    _understanding(table)
    _answering(table)


def _understanding(table: Table) -> None:
    lexicon = Lexicon.build(load_programme(DATA))
    texts = [turn.text for case in phrases() for turn in case.turns]
    for text in texts:
        understand(text, lexicon, today=TODAY)
    days = (TODAY + timedelta(days=number) for number in cycle(range(1, 20)))  # What was read today is not read anew.
    found = [min(times(lambda text=text: understand(text, lexicon, today=next(days)), 3)) for text in texts]
    tell(table, f"understanding, {len(texts)} phrases", found, median=300e-6, p99=2e-3)
    longest = [times(lambda text=text: understand(text, lexicon, today=TODAY), 1)[0] for text in _long(texts)]
    tell(table, f"understanding {LONGEST:,} characters of anything", longest, max=50e-3)


def _long(texts: Sequence[str]) -> Iterator[str]:
    """Give texts as long as Telegram lets them be: of one word, of names, of questions, of noise, of digits."""
    chance = random.Random(4096)
    for unit in ("总", "1", "，", "不", "通创", "占比", "的", "a", " ", "去年比前年", "除了通创都", "（"):
        yield (unit * LONGEST)[:LONGEST]
    for _ in range(20):
        shuffled = chance.sample(texts, len(texts))
        yield "".join(shuffled)[:LONGEST]
        yield "，".join(shuffled)[:LONGEST]
        yield "".join(chance.choice("".join(texts[:200])) for _ in range(LONGEST))


def _answering(table: Table) -> None:
    programme = big_city(COMMUNITIES)
    rules = Rules(programme, Lexicon.build(programme), WorkingDays(programme.calendar), ZoneInfo(programme.timezone))
    garbage.settle()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'city.sqlite3'}")
        fill(store, programme)
        asked, among = tuple(_naming(programme, ROUNDS)), f"among {COMMUNITIES:,} communities"
        tell(table, f"{among}, naming up to 20", _asked(store, rules, asked), p99=20e-3)
        _tell_scans(table, store, rules, asked[: len(NAMING)])
        tell(table, f"{among}, over all of them", _asked(store, rules, OVER_ALL), max=1.0)
        tell(table, f"{among}, put together, of one year", _asked(store, rules, PUT_TOGETHER), max=1.0)
        tell(table, f"{among}, every requirement of each", _asked(store, rules, JUDGING), max=1.0)
        store.engine.dispose()


def _naming(programme: Programme, count: int) -> Iterable[str]:
    """Give questions of every kind about 1 to 20 communities; comparing a single one asks for its place among all."""
    chance = random.Random(20)
    for number in range(count):
        pattern = NAMING[number % len(NAMING)]
        places = chance.sample(programme.communities, chance.randint(2 if pattern in COMPARING else 1, 20))
        yield "、".join(place.name.zh for place in places) + pattern.format(year=chance.choice(YEARS[1:]))


def _asked(store: Store, rules: Rules, questions: Sequence[str]) -> list[float]:
    """Answer each question, after a first to warm up, and return the seconds that each took."""

    def unit(session: Session) -> list[float]:
        consult(session, rules, WHO, questions[0], None, NOW)
        return [times(lambda q=question: consult(session, rules, WHO, q, None, NOW), 1)[0] for question in questions]

    return store.read(unit)


def _tell_scans(table: Table, store: Store, rules: Rules, questions: Sequence[str]) -> None:
    """Tell whether every figure was looked up by an index."""
    steps = plans(
        store, lambda: store.read(lambda session: [consult(session, rules, WHO, q, None, NOW) for q in questions])
    )
    found = [step for step in steps if " standing" in step or " observation" in step]
    looked_up = ("community=?", "rowid=?", "supersedes=?")  # what took a figure's place is found by its number
    scans = [step for step in found if not any(one in step for one in looked_up)]
    assert found
    table.add(Row("full scans for those that name up to 20", str(len(scans)), bound="0", kept=not scans))


def plans(store: Store, work: Callable[[], object]) -> list[str]:
    """Return how SQLite goes about every SELECT that `work` runs, as EXPLAIN QUERY PLAN tells it."""
    seen: list[str] = []

    def note(statement: str) -> None:
        if statement.startswith("SELECT"):
            seen.append(statement)

    def trace(driver: sqlite3.Connection, *_: object) -> None:
        driver.set_trace_callback(note)

    def untrace(driver: sqlite3.Connection, *_: object) -> None:
        driver.set_trace_callback(None)

    event.listen(store.engine, "checkout", trace)
    event.listen(store.engine, "checkin", untrace)
    try:
        work()
    finally:
        event.remove(store.engine, "checkout", trace)
        event.remove(store.engine, "checkin", untrace)
    driver = sqlite3.connect(str(sqlite_path(store.engine)))
    try:
        return [str(row[3]) for statement in seen for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
    finally:
        driver.close()

"""How long a question takes: understanding it among 13 communities, and answering it among 10,000.

`python -m tests.bench.questions`
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import event

from tests.bench.city import DATA, big_city, fill
from tests.corpus.load import phrases
from zc_bot.chat.consult import consult
from zc_bot.chat.desk import Rules
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.question import understand
from zc_bot.policy.load import load_programme
from zc_bot.policy.programme import Programme
from zc_bot.policy.roles import Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.storage.store import Session, Store

TODAY = date(2020, 3, 2)
NOW = datetime(2020, 3, 2, 2, tzinfo=UTC)
WHO = Principal(1, "李敏", "viewer")
COMMUNITIES = 10_000
ROUNDS = 200


def main() -> int:
    """Measure all, print a line each; return 1 when a bound is missed."""
    unit = _loop()
    print(f"a loop of 10,000 additions, for comparison: {unit * 1e6:.0f} µs")
    return int(not all((_understanding(unit), _answering(unit))))


def _loop() -> float:
    def add() -> None:
        total = 0
        for number in range(10_000):
            total += number

    return statistics.median(_times(add, 50))


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def _line(what: str, found: Sequence[float], unit: float, **bounds: float) -> bool:
    """Print measured seconds and their ratio to the loop; tell whether each bound (in seconds) is kept."""
    ordered = sorted(found)
    measured = {"median": statistics.median(ordered), "p99": ordered[int(len(ordered) * 0.99)], "max": ordered[-1]}
    kept = all(measured[name] <= bound for name, bound in bounds.items())
    told = ", ".join(
        f"{name} {measured[name] * 1e6:,.0f} µs ({measured[name] / unit:.2f} loops, bound {bound * 1e6:,.0f} µs)"
        for name, bound in bounds.items()
    )
    print(f"{'kept  ' if kept else 'MISSED'} {what}: {told}")
    return kept


def _understanding(unit: float) -> bool:
    lexicon = Lexicon.build(load_programme(DATA))
    texts = [turn.text for case in phrases() for turn in case.turns]
    for text in texts:
        understand(text, lexicon, today=TODAY)
    found = [min(_times(lambda text=text: understand(text, lexicon, today=TODAY), 3)) for text in texts]
    return _line(f"understanding, {len(texts)} phrases", found, unit, median=300e-6, p99=2e-3)


def _answering(unit: float) -> bool:
    programme = big_city(COMMUNITIES)
    began = time.perf_counter()
    rules = Rules(programme, Lexicon.build(programme), WorkingDays(programme.calendar), ZoneInfo(programme.timezone))
    print(f"lexicon of {COMMUNITIES:,} communities: {time.perf_counter() - began:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'city.sqlite3'}")
        began = time.perf_counter()
        print(f"{fill(store, programme):,} figures put in: {time.perf_counter() - began:.0f} s")
        named = _asked(store, rules, _naming(programme, ROUNDS))
        over_all = _asked(store, rules, ("2019年高新占比前三名", "哪些社区去年战新占比低于30%", "全市去年总产值合计"))
        store.engine.dispose()
    return all(
        (
            _line("to the text, naming up to 20 communities", named, unit, p99=20e-3),
            _line("to the text, over all of them", over_all, unit, max=1.0),
        )
    )


def _naming(programme: Programme, count: int) -> list[str]:
    chance = random.Random(20)
    found = []
    for _ in range(count):
        places = chance.sample(programme.communities, chance.randint(1, 20))
        metric = chance.choice(("高新占比", "从业人员", "战新占比", "载体面积"))
        found.append("、".join(place.name.zh for place in places) + f"{chance.choice((2017, 2018, 2019))}年{metric}")
    return found


def _asked(store: Store, rules: Rules, questions: Sequence[str]) -> list[float]:
    """Answer each question once, after a first to warm up; a scan of the whole table is an error for named ones."""
    found = []

    def unit(session: Session) -> None:
        consult(session, rules, WHO, questions[0], None, NOW)
        for question in questions:
            began = time.perf_counter()
            consult(session, rules, WHO, question, None, NOW)
            found.append(time.perf_counter() - began)

    store.read(unit)
    return found


def plans(store: Store, work: Callable[[], object]) -> list[str]:
    """Return how SQLite goes about every SELECT that `work` runs, as EXPLAIN QUERY PLAN tells it."""
    seen: list[tuple[str, object]] = []

    def note(_c: object, _u: object, statement: str, values: object, *_: object) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(store.engine, "before_cursor_execute", note)
    with store.engine.connect() as connection:
        return [
            str(row[3])
            for statement, values in seen
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)  # type: ignore[arg-type]
        ]


if __name__ == "__main__":
    raise SystemExit(main())

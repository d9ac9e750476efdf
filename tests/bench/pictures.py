"""What pictures, the meeting paper and the workbook cost, of the demonstration's nine years: processor time, warm."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.bench.table import Row, Table
from zc_bot import demo
from zc_bot.chat.asking import consult
from zc_bot.chat.overseeing.briefing import paper_of
from zc_bot.chat.overseeing.export import takeaway
from zc_bot.chat.overseeing.view import View
from zc_bot.chat.turn import Rules
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.policy.load import load_programme
from zc_bot.policy.roles import OPERATOR, Principal
from zc_bot.reminders.calendar import WorkingDays
from zc_bot.reminders.deadlines import zone_of
from zc_bot.storage import schema
from zc_bot.storage.store import Session, Store
from zc_bot.texts.drawing import draw_picture
from zc_bot.texts.files.workbook import write_workbook

DATA = Path(__file__).parents[2] / "data" / "nantong-2017"
NOW = datetime(2026, 11, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
ROUNDS, FEW = 25, 5
PICTURE, PAPER, WORKBOOK = 0.120, 2.0, 2.0
"""Seconds of processor time at most: a picture, the meeting paper, all figures as a workbook."""
ASKED = (
    ("the board", "全市情况", "zh"), ("the board in English", "whole city", "en"),
    ("a ranking", "2024年从业人员排名", "zh"), ("nine years of a community", "通创近九年从业人员走势", "zh"),
    ("two panels", "通创近九年高新产值和从业人员走势", "zh"), ("13 lines", "各社区近九年从业人员走势图", "zh"),
)


def measure(table: Table) -> None:
    """Draw each picture, print the paper and write the workbook some times over."""
    with tempfile.TemporaryDirectory() as folder:
        rules, store = _rules(), Store(f"sqlite:///{folder}/pictures.sqlite3")
        schema.ensure(store.engine)
        store.write(lambda session: demo.fill(session, rules.programme, NOW, NOW.date()))
        for what, description in store.read(lambda session: list(_pictures(session, rules))):
            limit = PAPER if "paper" in what else PICTURE
            _tell(table, what, lambda one=description: draw_picture(one), limit)  # type: ignore[misc]
        _tell(table, "a workbook of all figures", lambda: store.read(lambda s: _workbook(s, rules)), WORKBOOK)
        store.engine.dispose()


def _rules() -> Rules:
    programme = load_programme(DATA)
    return Rules(programme, Lexicon.build(programme), WorkingDays(programme.calendar), zone_of(programme))


def _pictures(session: Session, rules: Rules) -> Iterator[tuple[str, dict[str, Any]]]:
    for what, question, lang in ASKED:
        found = consult.consult(session, rules, _reader(lang), question, None, NOW)
        assert found.rendered.chart is not None, question
        yield what, found.rendered.chart.as_dict()
    for lang in ("zh", "en"):
        yield f"the meeting paper ({lang})", paper_of(View(session, rules, _reader(lang), Meaning("briefing"), NOW))


def _workbook(session: Session, rules: Rules) -> bytes:
    view = View(session, rules, _reader("zh"), Meaning("export"), NOW)
    return write_workbook(takeaway(view), view.words, rules.zone)


def _reader(lang: str) -> Principal:
    return replace(OPERATOR, lang="en" if lang == "en" else "zh")


def _tell(table: Table, what: str, act: Callable[[], object], limit: float) -> None:
    """Add the median of processor time after a warm-up; what takes long is done a few times only."""
    act()
    taken = sorted(_timed(act) for _ in range(ROUNDS if limit <= PICTURE else FEW))
    median = statistics.median(taken)
    worst = f"worst {1e3 * taken[-1]:,.0f} ms"
    table.add(Row(what, f"{1e3 * median:,.0f} ms of processor time", worst, "", f"≤ {1e3 * limit:,.0f} ms",
                  median <= limit))


def _timed(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun

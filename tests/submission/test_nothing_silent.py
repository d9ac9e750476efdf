"""Whatever the reading names in a report, the draft takes, asks about or refuses by name: nothing goes silently.

What a line names is told by the reader of questions, which knows nothing of how a report is laid out.
"""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.submission.world import LEXICON, PROGRAMME, facts
from zc_bot.parsing.normalize import normalize
from zc_bot.parsing.reading import Reading, read, tokenize
from zc_bot.submission.draft import Draft, to_json
from zc_bot.submission.events import Event, Refused
from zc_bot.submission.flow import start, step
from zc_bot.submission.replies import Tap, Typed
from zc_bot.submission.understanding import named
from zc_bot.texts.catalog import texts_for
from zc_bot.texts.dialogue.report import render_all

FACTS = facts(*PROGRAMME.community)
PLACES = ("", "通创", "通创社区", "观音山", "江海数字", "能达", "崇川区", "跨江", "Tongchuang")
YEARS = ("", "2019", "2019年", "去年", "今年", "2018年", "一九年", "2019年度", "19年")
AMOUNTS = ("5300", "5300人", "45.6亿", "71.2亿元", "3个", "128家", "100%", "21万平方米", "三百二十", "一万二", "0")
JOINTS = ("", " ", "：", "为", "是", "达到", "共", "有")
STOPS = ("，", "；", " ", "、", "\n", "。")
WORDS = (
    "在建", "女性", "预计", "目标", "上半年", "兼职", "外包", "未", "不", "没有", "不含", "约", "累计", "新增",
    "净增", "拟", "季度", "除劳务派遣外", "税收", "planned", "female", "大学生", "全市", "至少", "不足", "超过",
    "翻番", "平均",
)
"""Of these none may change a figure unsaid."""
METRICS = tuple(
    name for code in PROGRAMME.metric for name in sorted(PROGRAMME.given_names(code), key=len)[:3]
)



def _clause(before: str, metric: str, behind: str, joint: str, amount: str, last: str) -> str:
    """Put a clause together; Latin words stand apart."""
    parts = (f" {part} " if part.isascii() and part.isalpha() else part for part in (before, metric, behind))
    return "".join((*parts, joint, amount, f" {last}" if last.isascii() else last)).replace("  ", " ")


CLAUSES = st.builds(
    _clause, st.sampled_from(("", *WORDS)), st.sampled_from(METRICS), st.sampled_from(("", *WORDS)),
    st.sampled_from(JOINTS), st.sampled_from(AMOUNTS), st.sampled_from(("", *WORDS)),
)
LINES = st.builds(
    lambda place, year, clauses, stop: f"{place}{year} {stop.join(clauses)}",
    st.sampled_from(PLACES), st.sampled_from(YEARS), st.lists(CLAUSES, min_size=1, max_size=3),
    st.sampled_from(STOPS),
)


WHOLE = frozenset({"year_closed", "before_start", "two_places", "two_years", "scope"})
"""Refusals of a line as a whole."""


def reported(line: str) -> tuple[Draft, str]:
    """Give what becomes of a line: the draft, and all that is said and kept of it; '' of one refused as a whole."""
    draft, events = start(FACTS, line=line)
    refused = WHOLE & {one.code for one in events if isinstance(one, Refused)}
    return draft, "" if refused else f"{_said(events)}\n{to_json(draft)}".replace(",", "")


def said_of_a_metric(line: str) -> str:
    """Give what of a line belongs to a metric: it is taken or refused with that."""
    return " ".join(f"{one.text} {one.phrase}" for one in named(line, FACTS).figures).replace(",", "")


def _said(events: tuple[Event, ...]) -> str:
    html, rows = render_all(events, texts_for("zh"), PROGRAMME)
    return f"{html}\n{rows}\n{events}"


def read_as_question(line: str) -> Reading:
    folded = normalize(line)
    return read(line, folded, tokenize(folded, LEXICON, FACTS.today), LEXICON)


@settings(deadline=None, max_examples=60)
@given(LINES)
def test_each_metric_that_is_named_is_taken_asked_about_or_refused(line: str) -> None:
    _, shown = reported(line)
    for metric in read_as_question(line).metrics:
        assert not shown or metric in shown or metric in PROGRAMME.derivation, (line, metric)


@settings(deadline=None, max_examples=60)
@given(LINES)
def test_each_place_that_is_named_is_taken_asked_about_or_refused(line: str) -> None:
    _, shown = reported(line)
    found = read_as_question(line)
    for community in found.communities:
        assert not shown or community in shown, (line, community)


@settings(deadline=None, max_examples=60)
@given(LINES)
def test_each_amount_that_is_named_is_kept_or_said(line: str) -> None:
    _, shown = reported(line)
    for quantity in read_as_question(line).quantities:
        digits = re.sub(r"[^0-9.]", "", quantity.text.replace(",", ""))
        assert not shown or digits in shown or digits in said_of_a_metric(line), (line, quantity.text)


@settings(deadline=None, max_examples=60)
@given(LINES)
def test_a_word_that_could_change_a_figure_is_said_or_stops_it(line: str) -> None:
    draft, shown = reported(line)
    words = [word for word in WORDS if word in line and not any(word in name for name in METRICS if name in line)]
    for word in words:
        assert not shown or word in shown or not draft.entries, (line, word)


@settings(deadline=None, max_examples=60)
@given(LINES)
def test_each_year_that_is_named_is_taken_asked_about_or_refused(line: str) -> None:
    _, shown = reported(line)
    for year in read_as_question(line).years:
        as_reported = "今年" in line and "“今年”" in shown
        assert not shown or str(year) in shown or as_reported, (line, year)


ANSWERS = st.builds(
    "".join,
    st.tuples(st.sampled_from(("", *WORDS)), *map(st.sampled_from, (JOINTS, AMOUNTS, WORDS))),
)


@settings(deadline=None, max_examples=100)
@given(ANSWERS)
@example("拟在建：一万二")
def test_a_word_in_an_answer_is_said_or_stops_it(answer: str) -> None:
    begun, _ = start(facts(), "tongchuang", 2019)
    asked, _ = step(begun, Tap("metric", "employees"), facts())
    draft, events = step(asked, Typed(answer), facts())
    said = _said(events)
    if draft.entries or draft.step in {"reading", "reason"}:
        assert all(word in said for word in WORDS if word in answer), answer

"""Who handed whole years in: states and the years they are of; and what has an answer of its own."""

from __future__ import annotations

from datetime import date

from tests.cases import for_each
from zc_bot.parsing.arrival import Arrival, Arrived, Asked, Stand
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)


def read(talk: str, lexicon: Lexicon) -> Meaning:
    before: Meaning | None = None
    for text in talk.split(" / "):
        lang = "en" if text.isascii() else "zh"
        found = understand(text, lexicon, today=TODAY, context=before, lang=lang)
        before = remembered(before, found)
    return found


def of(
    *stands: tuple[Arrived, tuple[int, ...]], asks: Asked = "which", each: bool = False, limit: int = 0
) -> Arrival:
    return Arrival(tuple(Stand(state, years) for state, years in stands), asks, each, limit)


@for_each("text, arrival", [
    ("2024和2025都迟报的有没有", of(("late", (2024, 2025)))),
    ("哪些社区2024跟2025两年都报齐了", of(("complete", (2024, 2025)))),
    ("近三年都按时报齐的有谁", of(("in_time", (2023, 2024, 2025)))),
    ("前年按时去年迟的是哪几家", of(("in_time", (2024,)), ("late", (2025,)))),
    ("谁去年没报齐前年也没报齐", of(("incomplete", (2025,)), ("incomplete", (2024,)))),
    ("去年报齐了但是迟的", of(("complete", (2025,)), ("late", (2025,)))),
    ("报全了而且都审过的社区有几家 2025年", of(("complete", (2025,)), ("approved", (2025,)), asks="count")),
    ("去年按时交齐的和迟交的各几家", of(("in_time", (2025,)), ("late", (2025,)), asks="count", each=True)),
    ("24年跟25年及时率比一下", of(("in_time", (2024, 2025)), asks="rate")),
    ("2024和2025年谁迟报", of(("late", (2024,)), ("late", (2025,)), each=True)),
    ("缺数最多的三个社区以及缺啥", of(("incomplete", ()), asks="most", limit=3)),
    ("去年哪些社区报全了可还没审完", of(("complete", (2025,)), ("unapproved", (2025,)))),
    ("Which communities are complete for 2024 but not for 2025",
     of(("complete", (2024,)), ("incomplete", (2025,)))),
    ("启东是几号交齐的 2025年的数", of(("complete", (2025,)), asks="days")),
    ("缺项最多的是哪家 缺几项", of(("incomplete", ()), asks="most")),
    ("缺得最多的是哪家", of(("incomplete", ()), asks="most")),
    ("按时报的有几家", of(("in_time", ()), asks="count")),
    ("whos complete for 2025 but was late", of(("complete", (2025,)), ("late", (2025,)))),
    ("who was late in both 2024 and 2025", of(("late", (2024, 2025)))),
    ("on time rate for 2023 versus 2024", of(("in_time", (2023, 2024)), asks="rate")),
])
def test_states_and_their_years(text: str, arrival: Arrival, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.arrival) == ("timeliness", arrival)
    assert from_json(to_json(found)) == found


@for_each("talk, arrival", [
    ("去年迟报的 / 前年也迟的是哪几家", of(("late", (2025, 2024)))),
    ("2025谁没报齐 / 2024呢 / 两年都没的", of(("incomplete", (2025, 2024)))),
    ("去年谁没报 / 前年也没报的呢", of(("incomplete", (2025, 2024)))),
    ("late ones for 2025 / how many days each", of(("late", (2025,)), asks="days")),
])
def test_what_follows_takes_the_state_and_the_years_before(talk: str, arrival: Arrival, lexicon: Lexicon) -> None:
    assert read(talk, lexicon).arrival == arrival


def test_the_days_are_of_the_community_spoken_of(lexicon: Lexicon) -> None:
    found = read("通州湾哪天交的 / 迟了几天", lexicon)
    assert found.communities == ("tongzhouwan",)
    assert found.arrival == of(("late", ()), asks="days")


@for_each("text, intent", [
    ("去年迟报的", "timeliness"), ("谁没报", "missing"), ("2025谁没报齐", "missing"), ("去年缺报的", "missing"),
    ("及时率", "timeliness"), ("什么时候截止", "deadline"), ("who was late for 2025", "timeliness"),
    ("2024和2025都达标的有没有", "filter"), ("去年总产值最多的三个社区", "rank"), ("两年都涨的有哪些", "places"),
])
def test_what_has_an_answer_of_its_own_is_none(text: str, intent: str, lexicon: Lexicon) -> None:
    found = read(text, lexicon)
    assert found.arrival is None
    assert found.intent == intent or intent == "places"

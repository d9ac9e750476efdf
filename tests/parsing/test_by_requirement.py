"""Which requirement most communities fail, and how many meet each; what names a community or a figure is none."""

from __future__ import annotations

from datetime import date

from tests.cases import for_each
from zc_bot.parsing.followup import remembered
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.question import understand

TODAY = date(2026, 11, 30)


def read(text: str, lexicon: Lexicon, before: Meaning | None = None) -> Meaning:
    context = None if before is None else remembered(None, before)
    return understand(text, lexicon, today=TODAY, lang="en" if text.isascii() else "zh", context=context)


@for_each("text, easiest, years", [
    ("哪条要求不达标的最多", False, ()), ("哪项指标达标率最低", False, ()), ("各项要求各有几家达标", False, ()),
    ("去年每条要求达标的有几家", False, (2025,)), ("哪些要求达标的家数最少", False, ()),
    ("哪条要求最难达标", False, ()),
    ("2024年各项要求达标情况", False, (2024,)), ("哪条要求最容易达标", True, ()), ("哪项要求达标的最多", True, ()),
    ("哪条要求不达标的社区最少", True, ()), ("which requirement is failed by most communities", False, ()),
    ("which requirement do most communities miss", False, ()),
    ("how many communities meet each requirement", False, ()),
    ("which requirement is met by most communities in 2024", True, (2024,)),
    ("which requirements are hardest to meet", False, ()),
])
def test_the_requirements_are_counted(lexicon: Lexicon, text: str, easiest: bool, years: tuple[int, ...]) -> None:
    found = read(text, lexicon)
    assert (found.intent, found.topic, found.ascending, found.years) == ("status", "requirements", easiest, years)


@for_each("text", [
    "哪些社区不达标最多", "通创哪条要求没达标", "哪条要求通创没达标", "哪项没达标最多的社区", "R4要求几家达标",
    "哪条要求要填的表最多",
    "which community fails most requirements", "which requirements does Nengda fail", "哪个部门达标最多",
    "2023年和2024年哪条要求不达标的最多",
])
def test_what_asks_for_a_community_or_says_more_is_none(lexicon: Lexicon, text: str) -> None:
    assert read(text, lexicon).topic != "requirements"


def test_another_year_goes_on_with_it(lexicon: Lexicon) -> None:
    found = read("2024年呢", lexicon, read("哪条要求不达标的最多", lexicon))
    assert (found.topic, found.years) == ("requirements", (2024,))


def test_a_league_table_of_a_year_is_no_file(lexicon: Lexicon) -> None:
    found = read("league table 2019", lexicon)
    assert (found.intent, found.topic, found.years) == ("status", "league", (2019,))

"""What is kept of the texts of late: how each reads by itself, never what was said before it or on another day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from zc_bot.parsing.composition.compose import Whole
from zc_bot.parsing.lexicon import KEPT_TEXTS, Lexicon
from zc_bot.parsing.meaning import Meaning
from zc_bot.parsing.meaning_json import from_json, to_json
from zc_bot.parsing.question import understand
from zc_bot.policy.programme import Programme

TODAY = date(2025, 3, 1)
ASKED = "通创社区去年从业人员多少"


@pytest.fixture
def fresh(programme: Programme) -> Lexicon:
    """One that has read nothing yet."""
    return Lexicon.build(programme.model_copy())


def test_what_is_asked_again_is_read_once(fresh: Lexicon) -> None:
    first = Whole.of(ASKED, fresh, TODAY)
    assert Whole.of(ASKED, fresh, TODAY) is first
    assert first.reading(ASKED, ASKED) is first.reading(ASKED, ASKED)


def test_the_same_words_mean_another_year_a_year_later(fresh: Lexicon) -> None:
    years = [understand(ASKED, fresh, today=TODAY.replace(year=year)).years for year in (2025, 2026, 2025)]
    assert years == [(2024,), (2025,), (2024,)]


def test_the_same_words_follow_whatever_was_asked_before_them(fresh: Lexicon, programme: Programme) -> None:
    def after(before: str) -> tuple[str, ...]:
        context = understand(before, fresh, today=TODAY)
        return understand("从业人员呢", fresh, today=TODAY, context=context).communities

    places = [one.name.zh for one in programme.communities[:2]]
    found = [after(f"{place}2019年总产值多少") for place in (*places, *places)]
    assert found[0] != found[1]
    assert found[:2] == found[2:]


def test_the_same_words_mean_what_they_mean_to_whoever_asks(fresh: Lexicon) -> None:
    """`own` and the language are part of what is kept."""
    said = "从业人员多少"
    for _ in range(2):
        intents = [understand(said, fresh, today=TODAY, own=own).intent for own in ((), ("kaiyuan",))]
        assert intents == ["rank", "value"]
        zh, en = (understand("高新区从业人员", fresh, today=TODAY, lang=lang).choices for lang in ("zh", "en"))
        assert [one.codes for one in zh] == [one.codes for one in en]
        assert zh != en


def test_of_all_that_people_type_no_more_is_kept_than_so_much(fresh: Lexicon) -> None:
    kept = Whole.of(ASKED, fresh, TODAY)
    for number in range(KEPT_TEXTS - 1):
        Whole.of(f"{number}", fresh, TODAY)
    assert Whole.of(ASKED, fresh, TODAY) is kept  # Asked again, it is the last to go.
    for number in range(KEPT_TEXTS):
        Whole.of(f"another {number}", fresh, TODAY)
    assert Whole.of(ASKED, fresh, TODAY) is not kept


def test_a_meaning_that_is_changed_is_as_if_made_so() -> None:
    before = Meaning("value", ASKED, communities=("tongchuang",), years=(2024,))
    after = before.changed(rule="asked", years=(2023,))
    assert after == replace(before, rule="asked", years=(2023,))
    assert before == Meaning("value", ASKED, communities=("tongchuang",), years=(2024,))
    assert from_json(to_json(after)) == after

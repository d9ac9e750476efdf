"""The corpus of questions: half of it guided the rules, half was set aside, a third part came from other hands."""

from __future__ import annotations

import pytest

from tests.corpus.load import Case, confident, conversations, faults, meanings, phrases
from zc_bot.parsing.lexicon import Lexicon
from zc_bot.policy.programme import Programme


@pytest.fixture(scope="module")
def lexicon(programme: Programme) -> Lexicon:
    return Lexicon.build(programme)


def score(cases: list[Case], lexicon: Lexicon) -> tuple[float, float, list[str]]:
    """Return the shares of right and of confidently wrong meanings, and what was wrong."""
    asked = right = wrong = 0
    report = []
    for case in cases:
        for turn, meaning in meanings(case, lexicon):
            if turn.intent is None:
                continue
            asked += 1
            found = faults(turn, meaning)
            right += not found
            if found:
                wrong += confident(meaning)
                report.append(f"{case.name} | {turn.text} -> {meaning.intent}: {', '.join(found)}")
    return right / asked, wrong / asked, report


def own_cases(held_out: bool) -> list[Case]:
    return [case for case in (*phrases(), *conversations("followups")) if case.held_out is held_out]


def test_the_corpus_has_every_intent_and_enough_that_must_not_match() -> None:
    turns = [turn for case in phrases() for turn in case.turns]
    hesitant = [turn for turn in turns if turn.intent in {"clarify", "unknown"}]
    assert len(turns) >= 600
    assert len(hesitant) >= 120
    assert len({turn.intent for turn in turns}) == 33


def test_questions_that_guided_the_rules_are_understood(lexicon: Lexicon) -> None:
    right, wrong, report = score(own_cases(held_out=False), lexicon)
    assert right >= 0.98, report
    assert wrong <= 0.01, report


def test_questions_set_aside_are_understood(lexicon: Lexicon) -> None:
    right, wrong, report = score(own_cases(held_out=True), lexicon)
    assert right >= 0.96, report
    assert wrong <= 0.02, report


def test_questions_of_other_hands_are_understood(lexicon: Lexicon) -> None:
    right, wrong, report = score([*phrases("officials"), *conversations("officials*")], lexicon)
    assert right >= 0.99, report
    assert wrong <= 0.005, report
